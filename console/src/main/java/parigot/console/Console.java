package parigot.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import parigot.inspect.InspectionException;
import parigot.v1.host.Refusal;

/**
 * A page that shows a running application, on an address that only this machine reaches, and only
 * the {@linkplain Visitor browser} that comes first. It asks the application on its socket; the
 * application itself opens no port and does not know of it.
 */
public final class Console implements AutoCloseable {
  /** How many requests are answered at once; each log that is followed is one. */
  private static final int MOST_AT_ONCE = 64;

  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:;"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff");

  private final HttpServer server;
  private final ExecutorService threads;
  private final Visitor visitor;
  private final Page page = new Page();
  private final Questions questions;

  private Console(
      HttpServer server, ExecutorService threads, Visitor visitor, Questions questions) {
    this.server = server;
    this.threads = threads;
    this.visitor = visitor;
    this.questions = questions;
  }

  /**
   * Opens one.
   *
   * @param port of 127.0.0.1; 0 for any that is free
   * @param name the application's name
   * @param running what runs now; of that, what has the name is shown
   * @throws IOException when the port cannot be had
   */
  public static Console open(int port, String name, RunningNodes running) throws IOException {
    // Whoever connects and says nothing must not keep others waiting.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            MOST_AT_ONCE,
            task -> {
              Thread thread = new Thread(task, "parigot-console-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    Console console =
        new Console(
            server,
            threads,
            new Visitor(server.getAddress().getPort()),
            new Questions(name, running));
    server.setExecutor(threads);
    server.createContext("/", console::handle);
    server.start();
    return console;
  }

  /** Where the page is, with what lets the first browser in. */
  public URI address() {
    return visitor.invitation();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      HEADERS.forEach(exchange.getResponseHeaders()::set);
      Optional<Visitor.Refusal> refusal = visitor.admit(exchange);
      if (refusal.isPresent()) {
        send(exchange, refusal.get().status(), Page.TEXT, refusal.get().sentence());
        return;
      }
      String path = visitor.pathOf(exchange);
      Optional<Page.File> file = page.file(path);
      if (file.isPresent() && exchange.getRequestMethod().equals("GET")) {
        send(exchange, 200, file.get().type(), file.get().content());
      } else if (path.startsWith("api/")) {
        answer(exchange, path.substring("api/".length()));
      } else {
        send(exchange, 404, Page.TEXT, "There is no such page.\n");
      }
    }
  }

  private void answer(HttpExchange exchange, String question) throws IOException {
    try {
      if (question.equals("log") && exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
        FollowedLog log = questions.log(Query.of(exchange.getRequestURI()));
        exchange.sendResponseHeaders(200, 0);
        log.writeTo(exchange.getResponseBody());
        return;
      }
      Optional<String> answer = questions.answer(exchange.getRequestMethod(), question);
      if (answer.isPresent()) {
        send(exchange, 200, Page.JSON, answer.get());
      } else {
        Refusal refusal =
            Refusal.newBuilder().setError("There is no such thing to ask for.").build();
        send(exchange, 404, Page.JSON, Questions.json(refusal));
      }
    } catch (InspectionException e) {
      send(exchange, 502, Page.JSON, Questions.json(e.refusal()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

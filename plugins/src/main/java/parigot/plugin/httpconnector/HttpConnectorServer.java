package parigot.plugin.httpconnector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.LimitedLog;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/**
 * The plugin {@code httpconnector}: an HTTP/1.1 server that makes each request from outside a call
 * of {@code Handle} on the guest service {@code httpconnector.v1.HttpConnector}, and answers with
 * its result. It offers guests no function, so nobody need be granted it.
 *
 * <p>It listens from when a guest that exports the service runs. The port stays open when that one
 * ends; requests are then answered 503 until another runs.
 *
 * <p>{@link #drain} lets the requests that are under way end. {@link #close} cuts off what is left.
 */
public final class HttpConnectorServer implements Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnectorServer.class);
  private static final int MOST_THREADS = 16;

  /** The name of the service that receives requests. */
  static final String PACKAGE = "httpconnector.v1";

  static final String SERVICE = "http_connector";

  /** Guests' headers go out whatever their size; it is bounded by that of a guest's message. */
  private static final int RESPONSE_HEADERS = 256 * 1024;

  private Optional<Server> server = Optional.empty();
  private Optional<RequestHandler> handler = Optional.empty();
  private Optional<ClientPort> port = Optional.empty();
  private boolean closed;

  @Override
  public String name() {
    return "httpconnector";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    HttpConnectorSettings settings = HttpConnectorSettings.of(config);
    if (context.isSimulated()) {
      return;
    }
    LimitedLog log = new LimitedLog(LOG, context.clock());
    RequestHandler requests = new RequestHandler(settings, context.guests(), context.clock(), log);
    Server made = server();
    made.setHandler(requests);
    try {
      ClientPort ofIt = port(settings, made, context::nanos, log);
      made.start();
      server = Optional.of(made);
      handler = Optional.of(requests);
      port = Optional.of(ofIt);
    } catch (Exception e) {
      stop(made);
      throw cannotListen(config, settings, e);
    }
    CompletionStage<Void> running = context.guests().running(PACKAGE, SERVICE);
    if (!running.toCompletableFuture().isDone()) {
      LOG.info("Listening begins when a guest that exports {}.{} runs", PACKAGE, SERVICE);
    }
    CompletionStage<?> unusedListening = running.thenRun(this::listen);
  }

  private synchronized void listen() {
    if (closed) {
      return;
    }
    ClientPort opening = port.orElseThrow();
    String where = "http://%s:%d".formatted(opening.getHost(), opening.getPort());
    try {
      opening.listen();
      LOG.info("Listening on {}", where);
    } catch (IOException e) {
      LOG.error(
          "Nobody can be served: {} could be listened on before, and now it cannot be: {}",
          where,
          rootOf(e).getMessage());
    }
  }

  /** It is called by nobody: it calls. */
  @Override
  public List<PluginService> services() {
    return List.of();
  }

  @Override
  public List<String> addresses() {
    return port.map(its -> List.of("http://%s:%d".formatted(its.getHost(), its.getPort())))
        .orElse(List.of());
  }

  /**
   * Where it listens, or will: with the port that the system chose, if the configuration says 0.
   *
   * @throws IllegalStateException when it has not been started
   */
  public InetSocketAddress address() {
    ClientPort its =
        port.orElseThrow(() -> new IllegalStateException("the server has not been started"));
    return new InetSocketAddress(its.getHost(), its.getPort());
  }

  /** How many requests wait for their turn at the receiver. */
  int waiting() {
    return handler.map(it -> it.turns().waiting()).orElse(0);
  }

  /**
   * New requests are answered 503 from now on, and their connections closed. The port stays open:
   * to close it would reset the connections that the system has taken and the server has not yet.
   */
  @Override
  public CompletionStage<Void> drain() {
    return handler.map(RequestHandler::drain).orElseGet(() -> Plugin.super.drain());
  }

  @Override
  public synchronized void close() {
    closed = true;
    server.ifPresent(HttpConnectorServer::stop);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The HTTP server did not stop in order: {}", e.getMessage(), e);
    } finally {
      server.destroy();
    }
  }

  private static Server server() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
    threads.setName("parigot-http");
    threads.setDaemon(true);
    Server server =
        new Server(
            threads,
            new ScheduledExecutorScheduler("parigot-http-timer", true),
            new ArrayByteBufferPool());
    server.setErrorHandler(new PlainErrors());
    // What is under way at the end has had its time: see drain.
    server.setStopTimeout(0);
    return server;
  }

  private static ClientPort port(
      HttpConnectorSettings settings, Server server, LongSupplier nanos, LimitedLog log)
      throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // The time is the context's, and no other clock's.
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(settings.maxHeaderSize());
    http.setMaxResponseHeaderSize(RESPONSE_HEADERS);
    // A guest is given the target as it was sent, so it is the guest that judges it.
    http.setUriCompliance(UriCompliance.UNSAFE);
    InetAddress host = InetAddress.getByName(settings.host());
    ClientPort port =
        new ClientPort(
            server,
            new InetSocketAddress(host, settings.port()),
            http,
            settings,
            nanos,
            new Shares(settings.ofAll(), settings.ofEach()),
            log);
    server.addConnector(port);
    return port;
  }

  private static PluginException cannotListen(
      PluginConfig config, HttpConnectorSettings settings, Exception failure) {
    Throwable cause = rootOf(failure);
    boolean unresolved = cause instanceof UnknownHostException;
    String reason = unresolved ? "no such host" : cause.getMessage();
    PluginException complaint =
        config.complaint(
            unresolved ? "interface" : "port",
            "must be one to listen on, and %s:%d cannot be listened on (%s)"
                .formatted(settings.host(), settings.port(), reason));
    complaint.initCause(failure);
    return complaint;
  }

  private static Throwable rootOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause instanceof IOException) {
      cause = cause.getCause();
    }
    return cause;
  }
}

package parigot.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Takes what is sent by OTLP, and reads of it what tests ask. */
final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new ArrayList<>();

  /** A span, and the node that has told of it. */
  record Span(String node, String trace, String id, String parent, String name, int kind) {}

  Collector() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<Span> told = new ArrayList<>();
      for (ByteString resource : all(body(exchange), 1)) {
        UnknownFieldSet of = UnknownFieldSet.parseFrom(resource);
        String node =
            node(UnknownFieldSet.parseFrom(of.getField(1).getLengthDelimitedList().get(0)));
        for (ByteString scope : all(of, 2)) {
          for (ByteString span : all(UnknownFieldSet.parseFrom(scope), 2)) {
            told.add(span(node, UnknownFieldSet.parseFrom(span)));
          }
        }
      }
      synchronized (spans) {
        spans.addAll(told);
        spans.notifyAll();
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** The message that was sent. */
  static UnknownFieldSet body(HttpExchange exchange) throws IOException {
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body = exchange.getRequestBody()) {
      return UnknownFieldSet.parseFrom(isZipped ? new GZIPInputStream(body) : body);
    }
  }

  private static List<ByteString> all(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList();
  }

  /** The text of the attribute that names the node. */
  private static String node(UnknownFieldSet resource) throws IOException {
    for (ByteString attribute : all(resource, 1)) {
      UnknownFieldSet pair = UnknownFieldSet.parseFrom(attribute);
      if (all(pair, 1).get(0).toStringUtf8().equals("parigot.node")) {
        return all(UnknownFieldSet.parseFrom(all(pair, 2).get(0)), 1)
            .get(0)
            .toString(StandardCharsets.UTF_8);
      }
    }
    throw new IOException("the resource has no node");
  }

  private static Span span(String node, UnknownFieldSet span) {
    return new Span(
        node,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        all(span, 5).get(0).toStringUtf8(),
        span.getField(6).getVarintList().get(0).intValue());
  }

  private static String hex(UnknownFieldSet message, int field) {
    List<ByteString> values = all(message, field);
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.get(0).toByteArray());
  }

  /** Waits until what has come is as it must be. */
  List<Span> await(Predicate<List<Span>> enough) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    synchronized (spans) {
      while (!enough.test(spans)) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("what has come is " + spans);
        }
        spans.wait(left);
      }
      return List.copyOf(spans);
    }
  }

  List<Span> all() {
    synchronized (spans) {
      return List.copyOf(spans);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

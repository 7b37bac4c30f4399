package parigot.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Takes metrics that are sent by OTLP, and reads of them what tests ask. */
final class MetricsCollector implements AutoCloseable {
  private static final int GAUGE = 5;
  private static final int SUM = 7;
  private static final int HISTOGRAM = 9;

  private final HttpServer server;
  private final List<List<Metric>> taken = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  enum Kind {
    GAUGE,
    SUM,
    HISTOGRAM
  }

  record Metric(String name, String unit, Kind kind, List<Point> points) {}

  /**
   * @param value the number, or how many there are in the buckets
   */
  record Point(Map<String, String> labels, long value, double sum, List<Long> buckets) {}

  MetricsCollector() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
    server.createContext("/v1/metrics", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:%d/v1/metrics".formatted(server.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<Metric> told = new ArrayList<>();
      for (UnknownFieldSet resource : all(Collector.body(exchange), 1)) {
        for (UnknownFieldSet scope : all(resource, 2)) {
          for (UnknownFieldSet metric : all(scope, 2)) {
            told.add(metric(metric));
          }
        }
      }
      synchronized (taken) {
        taken.add(told);
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-key")));
        taken.notifyAll();
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static List<UnknownFieldSet> all(UnknownFieldSet message, int field) throws IOException {
    List<UnknownFieldSet> all = new ArrayList<>();
    for (ByteString bytes : message.getField(field).getLengthDelimitedList()) {
      all.add(UnknownFieldSet.parseFrom(bytes));
    }
    return all;
  }

  private static Metric metric(UnknownFieldSet metric) throws IOException {
    Kind kind =
        metric.hasField(HISTOGRAM) ? Kind.HISTOGRAM : metric.hasField(SUM) ? Kind.SUM : Kind.GAUGE;
    int field =
        switch (kind) {
          case GAUGE -> GAUGE;
          case SUM -> SUM;
          case HISTOGRAM -> HISTOGRAM;
        };
    List<Point> points = new ArrayList<>();
    for (UnknownFieldSet point : all(all(metric, field).get(0), 1)) {
      points.add(kind == Kind.HISTOGRAM ? histogram(point) : number(point));
    }
    return new Metric(text(metric, 1), text(metric, 3), kind, points);
  }

  private static Point number(UnknownFieldSet point) throws IOException {
    return new Point(labels(point, 7), point.getField(6).getFixed64List().get(0), 0, List.of());
  }

  private static Point histogram(UnknownFieldSet point) throws IOException {
    ByteBuffer packed =
        point
            .getField(6)
            .getLengthDelimitedList()
            .get(0)
            .asReadOnlyByteBuffer()
            .order(ByteOrder.LITTLE_ENDIAN);
    List<Long> buckets = new ArrayList<>();
    while (packed.hasRemaining()) {
      buckets.add(packed.getLong());
    }
    return new Point(
        labels(point, 9),
        point.getField(4).getFixed64List().get(0),
        Double.longBitsToDouble(point.getField(5).getFixed64List().get(0)),
        buckets);
  }

  private static Map<String, String> labels(UnknownFieldSet point, int field) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    for (UnknownFieldSet pair : all(point, field)) {
      labels.put(text(pair, 1), text(all(pair, 2).get(0), 1));
    }
    return labels;
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
  }

  /** Waits until something is sent that is as it must be, and gives what was sent with it. */
  List<Metric> await(Predicate<List<Metric>> enough) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    synchronized (taken) {
      while (true) {
        Optional<List<Metric>> found = taken.stream().filter(enough).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("what has come is " + taken);
        }
        taken.wait(left);
      }
    }
  }

  /** The header {@code x-key} of what has come first. */
  String key() {
    synchronized (taken) {
      return keys.get(0);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

package parigot.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the first requests to an application cost that has just been started: pages of the example
 * boutique, one after the other, each of which several guests in Java answer together.
 */
record FirstRequests(String name, String about) implements Measured {
  private static final int OK = 200;
  private static final int AROUND = 20;
  private static final int LEAST_PORT = 10_000;

  /** Linux's; elsewhere they begin later. */
  private static final int LEAST_PORT_OF_CLIENTS = 32_768;

  private static final Duration UNTIL_IT_LISTENS = Duration.ofSeconds(100);

  /** Which requests a line is about; the first counts alone. */
  private enum Which {
    FIRST("the first request", 1, 1),
    FIFTIETH("around the 50th", 50 - AROUND / 2, AROUND),
    LAST("around the 500th", 500 - AROUND / 2, AROUND);

    final String label;
    final int from;
    final int count;

    Which(String label, int from, int count) {
      this.label = label;
      this.from = from;
      this.count = count;
    }

    double median(List<Double> nanos) {
      return Comparison.median(nanos.subList(from - 1, from - 1 + count));
    }
  }

  @Override
  public List<Line> measure(Effort effort) throws IOException {
    Path launcher = Checkout.launcher();
    Path example = Checkout.folder().toAbsolutePath().normalize().resolve("examples/boutique");
    if (!Files.exists(example.resolve("target/guests/frontend.wasm"))) {
      throw new Unavailable(
          "The example is not built: mvn -q install -DskipTests -pl examples/boutique -am");
    }
    List<Which> wanted =
        effort.isQuick() ? List.of(Which.FIRST, Which.FIFTIETH) : List.of(Which.values());
    Which furthest = wanted.get(wanted.size() - 1);
    // Fills the cache.
    List<Double> unusedFirst = requests(launcher, example, 1);
    List<List<Double>> rounds = new ArrayList<>();
    for (int round = 0; round < 2 * effort.rounds(); round++) {
      rounds.add(requests(launcher, example, furthest.from + furthest.count));
    }
    List<Line> lines = new ArrayList<>();
    double last = of(rounds, furthest);
    for (Which which : wanted) {
      double value = of(rounds, which);
      lines.add(
          Line.of(which.label, Unit.NANOS, value)
              .note("%.1f times those %s".formatted(value / last, furthest.label)));
    }
    return lines;
  }

  private static double of(List<List<Double>> rounds, Which which) {
    return Comparison.median(rounds.stream().map(which::median).toList());
  }

  /** Starts the application anew, and tells what each request took in nanoseconds. */
  private static List<Double> requests(Path launcher, Path example, int count) throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                launcher.toString(),
                "run",
                "-q",
                example.resolve("application.conf").toString(),
                "-Dparigot.plugins.httpconnector.port=" + port,
                "-Dparigot.cache-dir=" + Workplace.cache())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      // The client's own first requests are no matter of the application's.
      untilItListens(client, process, URI.create("http://127.0.0.1:%d/".formatted(freePort())), 1);
      URI page = URI.create("http://127.0.0.1:%d/".formatted(port));
      List<Double> nanos = new ArrayList<>();
      nanos.add(untilItListens(client, process, page, Long.MAX_VALUE));
      while (nanos.size() < count) {
        nanos.add(get(client, page));
      }
      return nanos;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.destroy();
      process.onExit().join();
    }
  }

  private static double untilItListens(HttpClient client, Process process, URI page, long times)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    for (long i = 0; i < times; i++) {
      try {
        return get(client, page);
      } catch (ConnectException e) {
        if (!process.isAlive() || System.nanoTime() - began > UNTIL_IT_LISTENS.toNanos()) {
          throw new IllegalStateException("the application does not listen on " + page, e);
        }
        Thread.sleep(1);
      }
    }
    return Double.NaN;
  }

  private static double get(HttpClient client, URI page) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<byte[]> response =
        client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofByteArray());
    double took = System.nanoTime() - began;
    if (response.statusCode() != OK) {
      throw new IllegalStateException(page + " answered " + response.statusCode());
    }
    return took;
  }

  /**
   * A free port, none of those from which clients connect: who tries a port of these again and
   * again before anybody listens is connected to itself in the end.
   */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LEAST_PORT, LEAST_PORT_OF_CLIENTS);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Somebody has it: the next one may be free.
      }
    }
  }
}

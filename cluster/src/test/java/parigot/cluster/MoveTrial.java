package parigot.cluster;

import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.actors.Parigot;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;

/**
 * One node of an application with a movable guest, whose network somebody breaks, for {@code
 * cluster/moves}: each node calls the guest and writes down what it calls and what runs on it.
 *
 * <pre>{@code
 * node NAME NODES FOLDER        runs until it is terminated
 * header                        the head of a table
 * report FOLDER EVENT END NAME  a line of it: what became of the calls, and for how long an
 *                               instance ran nowhere
 * }</pre>
 */
final class MoveTrial {
  private static final int INSTANCES = 4;
  private static final long PAUSE_MILLIS = 25;
  private static final Path MODULE =
      Path.of("actors/src/test/resources/guests/mischief-reactor.wasm").toAbsolutePath();

  /** A guest that is on one node, then on another and on the first again takes longer than this. */
  private static final long BACK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** No call takes longer. */
  private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(3);

  private MoveTrial() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "node" -> run(args[1], Integer.parseInt(args[2]), Path.of(args[3]));
      case "header" -> System.out.print(HEADER);
      default ->
          System.exit(
              report(Path.of(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3]), args[4])
                  ? 0
                  : 1);
    }
  }

  private static String placement(int nodes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < nodes; i++) {
      text.append(
          "parigot.nodes.%c { host = 10.78.0.%d, port = 7440 }\n".formatted('a' + i, i + 1));
    }
    return text
        + """
        parigot {
          placement { shop { movable = true, instances = %d } }
          link { insecure = true, join-timeout = 2 minutes, prefer-local = false }
        }
        """
            .formatted(INSTANCES);
  }

  private static void run(String node, int nodes, Path folder) throws Exception {
    String config =
        """
        parigot {
          plugins.mischief { class = "parigot.actors.RunsPlugin", runs = "%s", timeout = 2 s }
          guests.shop {
            wasm = "%s", plugins = [log, mischief]
            args = ["register shop", "export shop.v1 shop", "bind Echo plugin mischief.echo_", "launch"]
          }
        }
        """
            .formatted(folder.resolve("runs-" + node), MODULE);
    Placement places = Placement.of(ConfigFactory.parseString(placement(nodes)));
    ApplicationSettings settings =
        ApplicationSettings.of(ConfigFactory.parseString(config)).on(places, node);
    Application application = Parigot.start(settings, (bytes, offset, length) -> {});
    Calls calls = new Calls(application, node, folder);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  calls.noMore();
                  application.close();
                  calls.close();
                }));
    calls.begin();
    application.ended().toCompletableFuture().join();
  }

  /** The calls that a node makes: a line {@code TEXT BEGIN END OUTCOME} for each that has ended. */
  private static final class Calls implements AutoCloseable {
    private final Application application;
    private final String process;
    private final Writer lines;
    private final AtomicLong made = new AtomicLong();
    private final Phaser open = new Phaser(1);
    private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();

    Calls(Application application, String node, Path folder) throws IOException {
      this.application = application;
      process = node + "." + ProcessHandle.current().pid() + ".";
      lines =
          Files.newBufferedWriter(
              folder.resolve("calls-" + node),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
    }

    void begin() {
      application.running("shop.v1", "shop").toCompletableFuture().join();
      ScheduledFuture<?> unusedRunsToTheEnd =
          pace.scheduleAtFixedRate(this::call, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void call() {
      String text = process + made.incrementAndGet();
      long begin = System.nanoTime();
      open.register();
      CompletableFuture<?> unusedEnd =
          CompletableFuture.completedFuture(text)
              .thenCompose(
                  its ->
                      application.call(
                          "shop.v1", "shop", "Echo", StringValue.of(its), StringValue.class))
              .handle(
                  (answer, failure) -> {
                    write(text + " " + begin + " " + System.nanoTime() + " " + outcome(failure));
                    return open.arriveAndDeregister();
                  });
    }

    private synchronized void write(String line) {
      try {
        lines.write(line + "\n");
        lines.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What is asked while the application ends is no part of it. */
    void noMore() {
      pace.shutdown();
    }

    /** The application is over: tells how many calls there were, which all should have ended. */
    @Override
    public void close() {
      try {
        boolean unusedItIsShort = pace.awaitTermination(CALL_NANOS, TimeUnit.NANOSECONDS);
        open.awaitAdvanceInterruptibly(open.arrive(), CALL_NANOS, TimeUnit.NANOSECONDS);
      } catch (InterruptedException | TimeoutException e) {
        System.err.println("calls are open when the application has ended");
      }
      write("made " + process + " " + made.get());
    }
  }

  private static String outcome(Throwable failure) {
    if (failure == null) {
      return "answered";
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallException refused) {
      // What the guest itself has answered with an error has run.
      boolean mayHaveRun = refused.failure().map(why -> why.getMayHaveRun()).orElse(true);
      return mayHaveRun ? "perhaps" : "not";
    }
    // The application is over, or was not there yet.
    return "refused";
  }

  private record Run(String text, long at, String guest, String node) {}

  private static List<String[]> lines(Path folder, String kind, int parts) throws IOException {
    List<String[]> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files.filter(each -> each.getFileName().toString().startsWith(kind)).toList()) {
        String node = file.getFileName().toString().substring(kind.length());
        for (String line : Files.readAllLines(file)) {
          String[] words = (line + " " + node).split(" ");
          if (words.length == parts + 1) {
            lines.add(words);
          }
        }
      }
    }
    return lines;
  }

  private static final String HEADER =
      """
      | | calls | answered | failed, certainly not carried out | failed, perhaps carried out | \
      longest in which an instance ran nowhere | carried out twice or though told not | \
      on two nodes at once |
      |---|---|---|---|---|---|---|---|
      """;

  /**
   * Prints a line of the table, what is wrong below it, and says whether all is as it should be.
   */
  private static boolean report(Path folder, long event, long end, String name) throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, String> outcomes = new HashMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Integer> ended = new HashMap<>();
    for (String[] words : lines(folder, "calls-", 4)) {
      if (outcomes.put(words[0], words[3]) != null) {
        wrong.add("call %s has ended twice".formatted(words[0]));
      }
      ended.merge(words[0].substring(0, words[0].lastIndexOf('.') + 1), 1, Integer::sum);
      // Those that were open when the nodes were stopped are no part of it.
      if (Long.parseLong(words[1]) < end - CALL_NANOS) {
        counts.merge(words[3], 1, Integer::sum);
      }
    }
    for (String[] words : lines(folder, "calls-", 3)) {
      int its = ended.getOrDefault(words[1], 0);
      if (its != Integer.parseInt(words[2])) {
        wrong.add("of %s calls of %s %d have ended".formatted(words[2], words[1], its));
      }
    }
    Map<String, List<Run>> byGuest = new TreeMap<>();
    Map<String, Integer> timesRun = new HashMap<>();
    int stale = 0;
    for (String[] words : lines(folder, "runs-", 3)) {
      Run run = new Run(words[0], Long.parseLong(words[1]), words[2], words[3]);
      byGuest.computeIfAbsent(run.guest(), unused -> new ArrayList<>()).add(run);
      timesRun.merge(run.text(), 1, Integer::sum);
      stale += "not".equals(outcomes.get(run.text())) ? 1 : 0;
    }
    long twice = timesRun.values().stream().filter(times -> times > 1).count();
    int atOnce = 0;
    long longest = 0;
    for (List<Run> runs : byGuest.values()) {
      runs.sort(Comparator.comparingLong(Run::at));
      long before = event;
      Map<String, Long> lastOn = new HashMap<>();
      String on = "";
      for (Run run : runs) {
        Long here = lastOn.put(run.node(), run.at());
        if (!run.node().equals(on) && here != null && run.at() - here < BACK_NANOS) {
          atOnce++;
          wrong.add("%s ran on %s within a second of %s".formatted(run.guest(), on, run.node()));
        }
        on = run.node();
        if (run.at() > event && run.at() < end) {
          longest = Math.max(longest, run.at() - before);
          before = run.at();
        }
      }
      longest = Math.max(longest, end - before);
      Set<String> last = new TreeSet<>();
      runs.stream()
          .filter(run -> run.at() < end && run.at() > end - CALL_NANOS)
          .forEach(run -> last.add(run.node()));
      if (last.size() != 1) {
        wrong.add("%s runs at the end on the nodes %s".formatted(runs.get(0).guest(), last));
      }
    }
    if (byGuest.size() != INSTANCES) {
      wrong.add("of %d instances %s have run".formatted(INSTANCES, byGuest.keySet()));
    }
    System.out.printf(
        "| %s | %,d | %,d | %,d | %,d | %.1f s | %d | %d |%n",
        name,
        counts.values().stream().mapToInt(Integer::intValue).sum(),
        counts.getOrDefault("answered", 0),
        counts.getOrDefault("not", 0),
        counts.getOrDefault("perhaps", 0),
        longest / 1e9,
        stale + twice,
        atOnce);
    wrong.stream().limit(20).forEach(sentence -> System.out.println("  " + sentence));
    return wrong.isEmpty() && stale == 0 && twice == 0;
  }
}

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
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
 * node NAME NODES FOLDER   runs until it is terminated
 * report FOLDER EVENT END  what became of the calls, and for how long an instance did not run
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
    if (args[0].equals("node")) {
      run(args[1], Integer.parseInt(args[2]), Path.of(args[3]));
    } else {
      System.exit(
          report(Path.of(args[1]), Long.parseLong(args[2]), Long.parseLong(args[3])) ? 0 : 1);
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
          plugins.mischief { class = "parigot.actors.RunsPlugin", runs = "%s" }
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
    Runtime.getRuntime().addShutdownHook(new Thread(application::close));
    call(application, node, folder);
    application.ended().toCompletableFuture().join();
  }

  private static void call(Application application, String node, Path folder) throws Exception {
    application.running("shop.v1", "shop").toCompletableFuture().join();
    Writer calls =
        Files.newBufferedWriter(
            folder.resolve("calls-" + node), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    String mine = node + "." + ProcessHandle.current().pid() + ".";
    AtomicLong numbers = new AtomicLong();
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> unusedRunsToTheEnd =
        pace.scheduleAtFixedRate(
            () -> call(application, mine + numbers.incrementAndGet(), calls),
            0,
            PAUSE_MILLIS,
            TimeUnit.MILLISECONDS);
    CompletableFuture<?> unusedEnd =
        application.ended().toCompletableFuture().thenRun(pace::shutdownNow);
  }

  private static void call(Application application, String text, Writer calls) {
    long begin = System.nanoTime();
    CompletableFuture<?> unusedEnd =
        application
            .call("shop.v1", "shop", "Echo", StringValue.of(text), StringValue.class)
            .toCompletableFuture()
            .handle(
                (answer, failure) -> {
                  write(
                      calls, text + " " + begin + " " + System.nanoTime() + " " + outcome(failure));
                  return null;
                });
  }

  private static String outcome(Throwable failure) {
    if (failure == null) {
      return "answered";
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallException refused) {
      boolean mayHaveRun = refused.failure().map(why -> why.getMayHaveRun()).orElse(false);
      return mayHaveRun ? "perhaps" : "not";
    }
    return "failed " + cause.getClass().getSimpleName();
  }

  private static void write(Writer to, String line) {
    synchronized (to) {
      try {
        to.write(line + "\n");
        to.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
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

  /** Prints a line, and says whether all is as it should be. */
  private static boolean report(Path folder, long event, long end) throws IOException {
    Map<String, String> outcomes = new HashMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (String[] words : lines(folder, "calls-", 4)) {
      outcomes.put(words[0], words[3]);
      // Those that were open when the nodes were stopped are no part of it.
      if (Long.parseLong(words[1]) < end - CALL_NANOS) {
        counts.merge(words[3], 1, Integer::sum);
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
        }
        on = run.node();
        if (run.at() > event && run.at() < end) {
          longest = Math.max(longest, run.at() - before);
          before = run.at();
        }
      }
      longest = Math.max(longest, end - before);
    }
    System.out.printf(
        "%d calls %s; longest without an instance %.1f s; run although told not %d, run twice %d,"
            + " on two nodes at once %d%n",
        outcomes.size(), counts, longest / 1e9, stale, twice, atOnce);
    return stale == 0 && twice == 0 && atOnce == 0 && byGuest.size() == INSTANCES;
  }
}

package parigot.actors;

import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;
import parigot.wasm.GuestShape;

/**
 * One node of an application whose network somebody breaks, for {@code actors/partitions}: node
 * {@code a} calls, node {@code b} serves and writes down what runs.
 *
 * <pre>{@code
 * node a|b HOST_A HOST_B FOLDER    runs until it is terminated
 * report FOLDER EVENT_NANOS...     what became of the calls, and how long it took around each event
 * }</pre>
 */
final class PartitionTrial {
  private static final int IN_FLIGHT = 16;
  private static final long PAUSE_MICROS = 500;
  private static final long CALL_TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

  /** What a machine under load may add to any time. */
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

  private PartitionTrial() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("node")) {
      run(args[1], args[2], args[3], Path.of(args[4]));
    } else {
      List<Long> events = new ArrayList<>();
      for (int i = 2; i < args.length; i++) {
        events.add(Long.parseLong(args[i]));
      }
      System.exit(report(Path.of(args[1]), events) ? 0 : 1);
    }
  }

  private static void run(String node, String hostA, String hostB, Path folder) throws Exception {
    Config placement =
        ConfigFactory.parseString(
            """
            parigot {
              nodes { a { host = "%s", port = 7440 }, b { host = "%s", port = 7440 } }
              placement { caller { nodes = [a] }, greeting { nodes = [b] } }
              link { insecure = true, join-timeout = 2 minutes }
            }
            """
                .formatted(hostA, hostB));
    Config config;
    try (TestApplication described =
        TestApplication.with(
                "parigot.plugins.mischief.class = " + RunsPlugin.class.getName(),
                "parigot.plugins.mischief.runs = \"%s\"".formatted(folder.resolve("runs")))
            .service("greeting", "mischief", GuestShape.REACTOR, "Echo plugin mischief.echo_")
            .set("greeting", "plugins = [log, mischief]")
            .server("caller", GuestShape.REACTOR, "register caller", "launch")) {
      config = described.config();
    }
    Placement places = Placement.of(placement);
    Application application =
        Parigot.start(
            ApplicationSettings.of(config).on(places, node), (bytes, offset, length) -> {});
    Runtime.getRuntime().addShutdownHook(new Thread(application::close));
    if (node.equals("a")) {
      call(application, folder);
    }
    application.ended().toCompletableFuture().join();
  }

  /** Calls for ever, so many at a time, and writes a line for each: number, begin, end, outcome. */
  private static void call(Application application, Path folder) throws Exception {
    application.launched().toCompletableFuture().join();
    application.running("greeting.v1", "greeting").toCompletableFuture().join();
    Semaphore room = new Semaphore(IN_FLIGHT);
    Writer calls = Files.newBufferedWriter(folder.resolve("calls"));
    Files.writeString(folder.resolve("ready"), "");
    AtomicLong numbers = new AtomicLong();
    // What fails at once is not tried as fast as a loop can.
    ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> unusedRunsToTheEnd =
        pace.scheduleAtFixedRate(
            () -> {
              if (room.tryAcquire()) {
                call(application, Long.toString(numbers.incrementAndGet()), calls, room);
              }
            },
            0,
            PAUSE_MICROS,
            TimeUnit.MICROSECONDS);
    application.ended().toCompletableFuture().join();
    pace.shutdownNow();
  }

  private static void call(Application application, String text, Writer calls, Semaphore room) {
    long begin = System.nanoTime();
    CompletableFuture<?> unusedEnd =
        application
            .call("greeting.v1", "greeting", "Echo", StringValue.of(text), StringValue.class)
            .toCompletableFuture()
            .handle(
                (answer, failure) -> {
                  write(
                      calls, text + " " + begin + " " + System.nanoTime() + " " + outcome(failure));
                  room.release();
                  return null;
                });
  }

  private static String outcome(Throwable failure) {
    if (failure == null) {
      return "answered";
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof CallException refused) {
      // Without a failure of the kernel's it was refused before it was sent, or the caller has
      // ended.
      boolean mayHaveRun =
          refused
              .failure()
              .map(why -> why.getMayHaveRun())
              .orElse(refused.reason() == Reason.ENDED);
      return refused.reason() + (mayHaveRun ? " perhaps" : " not");
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

  private record Call(long begin, long end, String outcome) {}

  /** Prints a line, and says whether all is as it should be. */
  private static boolean report(Path folder, List<Long> events) throws IOException {
    Map<String, Call> calls = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("calls"))) {
      String[] parts = line.split(" ", 4);
      if (parts.length == 4) {
        calls.put(parts[0], new Call(Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3]));
      }
    }
    int stale = 0;
    int twice = 0;
    Map<String, Long> runs = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("runs"))) {
      String[] parts = line.split(" ", 3);
      if (parts.length < 3) {
        continue;
      }
      long at = Long.parseLong(parts[1]);
      twice += runs.put(parts[0], at) == null ? 0 : 1;
      Call call = calls.get(parts[0]);
      boolean wasToldNever = call != null && call.outcome().endsWith(" not");
      boolean ranAfterTimeOut =
          call != null && call.outcome().startsWith("TIMED_OUT") && at > call.end();
      stale += wasToldNever || ranAfterTimeOut ? 1 : 0;
    }
    long longest =
        calls.values().stream().mapToLong(call -> call.end() - call.begin()).max().orElse(0);
    Map<String, Integer> outcomes = new TreeMap<>();
    calls.values().forEach(call -> outcomes.merge(call.outcome(), 1, Integer::sum));
    List<String> healed = new ArrayList<>();
    for (long event : events) {
      long first =
          calls.values().stream()
              .filter(call -> call.begin() >= event && call.outcome().equals("answered"))
              .mapToLong(Call::end)
              .min()
              .orElse(Long.MAX_VALUE);
      healed.add(first == Long.MAX_VALUE ? "never" : "%.2f".formatted((first - event) / 1e9));
    }
    System.out.printf(
        "%d calls %s; longest %.2f s; stale runs %d, run twice %d; answered again after %s s%n",
        calls.size(), outcomes, longest / 1e9, stale, twice, healed);
    return stale == 0
        && twice == 0
        && longest <= CALL_TIMEOUT_NANOS + SLACK_NANOS
        && !healed.contains("never");
  }
}

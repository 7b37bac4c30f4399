package parigot.actors;

import com.google.protobuf.StringValue;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import parigot.kernel.CallView;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/**
 * Guests under load that are killed at random and started again, for as long as one likes: some
 * answer, some take all that they get of names, timers, calls, log lines, files, messages and
 * databases and are killed with it, and clients from outside leave their requests half done. Every
 * call must end exactly once, with its own answer or an error of the model, and neither memory nor
 * threads nor open files may grow. Run by {@code actors/hostile soak}.
 */
final class Soak {
  private static final int ENDS = 6;
  private static final int IN_FLIGHT = 64;
  private static final int HUNGRY_GUESTS = 4;
  private static final double MEGABYTE = 1 << 20;

  private final Map<Reason, LongAdder> errors = new EnumMap<>(Reason.class);
  private final LongAdder answers = new LongAdder();
  private final AtomicLong started = new AtomicLong();
  private final LongAdder ended = new LongAdder();
  private final LongAdder kills = new LongAdder();
  private final List<String> wrong = new ArrayList<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Semaphore room = new Semaphore(IN_FLIGHT);

  /** What the hungry guests take, by method. */
  private static final List<String> HUNGRY =
      List.of(
          "Names take-names 200 200",
          "Long take-names 200 4000",
          "Timers take-timers 200",
          "Calls take-calls 50 100000",
          "Repeat repeat-parameter 8 100000",
          "Shout shout 50",
          "Files take-files 20 300",
          "Queues take-queues 5 20",
          "Databases take-databases 5 20",
          "Trap trap",
          "Exit proc-exit 3");

  /** What the process took up at one moment. */
  record Sample(long heap, int threads, long files) {
    static Sample now() {
      // A measurement of what is in use, not of what waits to be collected.
      System.gc();
      return new Sample(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          openFiles());
    }

    private static long openFiles() {
      return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
          ? unix.getOpenFileDescriptorCount()
          : 0;
    }
  }

  Soak() {
    for (Reason reason : Reason.values()) {
      errors.put(reason, new LongAdder());
    }
  }

  public static void main(String[] args) {
    Duration duration = Duration.ofSeconds((long) (Double.parseDouble(args[0]) * 60));
    Soak soak = new Soak();
    soak.run(duration, Duration.ofSeconds(Math.max(2, duration.toSeconds() / 40)), true);
    soak.judgeGrowth();
    soak.wrong.forEach(line -> System.out.println("WRONG: " + line));
    System.out.println(soak.wrong.isEmpty() ? "All as it should be." : "Not as it should be.");
    System.exit(soak.wrong.isEmpty() ? 0 : 1);
  }

  /** What was not as it should be. */
  List<String> wrong() {
    return wrong;
  }

  long kills() {
    return kills.sum();
  }

  long answers() {
    return answers.sum();
  }

  void run(Duration duration, Duration sampleEvery, boolean prints) {
    SplittableRandom random = new SplittableRandom(20261125);
    int port = HostileClients.freePort();
    try (TestApplication application = application(port)) {
      application.log().close();
      application.launched();
      long end = System.nanoTime() + duration.toNanos();
      long nextKill = System.nanoTime();
      long nextSample = System.nanoTime() + sampleEvery.toNanos();
      while (System.nanoTime() < end) {
        load(application, random);
        if (System.nanoTime() > nextKill) {
          nextKill = System.nanoTime() + random.nextLong(10_000_000, 200_000_000);
          kill(application, random);
          feed(application, random);
          HostileClients.leaveHalfDone(port, random.nextInt(3));
        }
        if (System.nanoTime() > nextSample) {
          nextSample = System.nanoTime() + sampleEvery.toNanos();
          samples.add(Sample.now());
          if (prints) {
            print();
          }
        }
      }
      // What is still open ends, at the latest by its time-out.
      room.acquireUninterruptibly(IN_FLIGHT);
      samples.add(Sample.now());
      // Those of the guests have their time-outs, too.
      long patience = System.nanoTime() + Within.LIMIT.toNanos();
      List<CallView> left = application.application().calls();
      while (!left.isEmpty() && System.nanoTime() < patience) {
        left = application.application().calls();
      }
      if (!left.isEmpty()) {
        wrong.add("calls are left: " + left);
      }
      if (!application.trouble().isEmpty()) {
        wrong.add(application.trouble());
      }
    }
    if (started.get() != ended.sum()) {
      wrong.add("%d calls were made and %d ended".formatted(started.get(), ended.sum()));
    }
    if (prints) {
      print();
    }
  }

  private static TestApplication application(int port) {
    TestApplication application =
        TestApplication.with(
            "parigot.guest-defaults { method-limit = 1500 ms, restart = always, restart-backoff {"
                + " min = 20 ms, max = 100 ms, ceiling = 1000000 } }");
    for (int i = 0; i < ENDS; i++) {
      GuestShape shape = i % 2 == 0 ? GuestShape.REACTOR : GuestShape.LOOP;
      application.service(
          "end" + i, shape, "Echo", "Trap trap", "Exit proc-exit 3", "Loop loop", "Never never");
    }
    for (int i = 0; i < HUNGRY_GUESTS; i++) {
      application
          .guest(
              "hungry" + i,
              "server",
              TestApplication.module(i % 2 == 0 ? "hungry-reactor" : "hungry-loop"),
              hungryScript(i))
          .set("hungry" + i, "plugins = [file, log, nutsdb, queue]");
    }
    HostileClients.frontDoor(application, GuestShape.REACTOR, port, "page 1000");
    return application
        .service("sink", GuestShape.REACTOR, "Never never")
        .server(
            "relay",
            GuestShape.REACTOR,
            "register relay",
            "export relay.v1 relay",
            "require end0.v1 end0",
            "bind Echo forward end0.v1 end0 Echo",
            "launch");
  }

  private static String[] hungryScript(int number) {
    List<String> script = new ArrayList<>();
    script.add("register hungry" + number);
    script.add("export hungry%d.v1 hungry%d".formatted(number, number));
    script.add("require sink.v1 sink");
    HUNGRY.forEach(method -> script.add("bind " + method));
    script.add("launch");
    script.add("locate sink.v1 sink");
    return script.toArray(String[]::new);
  }

  private void load(TestApplication application, SplittableRandom random) {
    int which = random.nextInt(ENDS + 1);
    call(application, which == ENDS ? "relay" : "end" + which, "Echo");
  }

  private void kill(TestApplication application, SplittableRandom random) {
    int how = random.nextInt(20);
    String method = how < 10 ? "Trap" : how < 18 ? "Exit" : how < 19 ? "Loop" : "Never";
    kills.increment();
    call(application, "end" + random.nextInt(ENDS), method);
  }

  /** Has a guest take something, or end with what it has. */
  private void feed(TestApplication application, SplittableRandom random) {
    String action = HUNGRY.get(random.nextInt(HUNGRY.size()));
    String method = action.substring(0, action.indexOf(' '));
    call(application, "hungry" + random.nextInt(HUNGRY_GUESTS), method);
  }

  private void call(TestApplication application, String service, String method) {
    room.acquireUninterruptibly();
    String text = service + " " + started.incrementAndGet();
    AtomicInteger ends = new AtomicInteger();
    var unused =
        application
            .call(service, method, StringValue.of(text), StringValue.class)
            .whenComplete(
                (answer, failure) -> {
                  ended.increment();
                  if (ends.incrementAndGet() > 1) {
                    wrong("a call ended twice: " + text);
                  }
                  if (failure == null) {
                    answers.increment();
                    if (!answer.getValue().equals(text)) {
                      wrong("an answer to another call: " + text + " got " + answer.getValue());
                    }
                  } else {
                    failed(text, failure);
                  }
                  room.release();
                });
  }

  private void failed(String text, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (!(cause instanceof CallException error)) {
      wrong(text + ": " + cause);
      return;
    }
    errors.get(error.reason()).increment();
    boolean expected =
        switch (error.reason()) {
          case ENDED, NO_SUCH_SERVICE, TIMED_OUT -> true;
          // The relay answers with the error that it got.
          case SERVICE_ERROR -> text.startsWith("relay") && error.error() == 1;
          default -> false;
        };
    if (!expected) {
      wrong(text + ": " + error.reason() + ": " + error.getMessage());
    }
  }

  private synchronized void wrong(String what) {
    if (wrong.size() < 20) {
      wrong.add(what);
    }
  }

  /** What is in use at the end must be what was in use after the first quarter. */
  private void judgeGrowth() {
    int quarter = samples.size() / 4;
    Sample early = most(samples.subList(quarter, 2 * quarter + 1));
    Sample late = most(samples.subList(samples.size() - quarter - 1, samples.size()));
    if (late.heap() > early.heap() * 1.2 + 8 * MEGABYTE) {
      wrong("the heap grew from %d to %d bytes".formatted(early.heap(), late.heap()));
    }
    if (late.threads() > early.threads() + 8) {
      wrong("the threads grew from %d to %d".formatted(early.threads(), late.threads()));
    }
    if (late.files() > early.files() + 32) {
      wrong("the open files grew from %d to %d".formatted(early.files(), late.files()));
    }
  }

  private static Sample most(List<Sample> samples) {
    return new Sample(
        samples.stream().mapToLong(Sample::heap).max().orElse(0),
        samples.stream().mapToInt(Sample::threads).max().orElse(0),
        samples.stream().mapToLong(Sample::files).max().orElse(0));
  }

  private void print() {
    Sample last = samples.get(samples.size() - 1);
    System.out.printf(
        "%,12d calls, %,d answered, %,d kills, errors %s, heap %.1f MB, %d threads, %d files%n",
        started.get(),
        answers.sum(),
        kills.sum(),
        errors,
        last.heap() / MEGABYTE,
        last.threads(),
        last.files());
  }
}

package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An interrupt ends what it means, on any kind of thread, and nothing else. */
@Timeout(60)
class InterruptTest {
  private static final String IMPORT =
      "(import \"host\" \"call_\" (func $call (param i32 i32 i32 i32) (result i64)))";
  private static final String CALL =
      "(drop (call $call (i32.const 0) (i32.const 0) (i32.const 64) (i32.const 8)))";

  /** Tells its host that it runs, and then spins for ever. */
  private static final String SPINNING = Guests.program(IMPORT, CALL + "(loop $ever (br $ever))");

  @TempDir Path folder;

  private final ExecutorService platform = Executors.newSingleThreadExecutor();

  @AfterEach
  void leaveNoThread() throws InterruptedException {
    platform.shutdownNow();
    assertThat(platform.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** One thread of a pool, and where Java has them a virtual one. */
  static Stream<ExecutorService> threads() throws Exception {
    Stream<ExecutorService> platform = Stream.of(Executors.newSingleThreadExecutor());
    if (Runtime.version().feature() < 21) {
      return platform;
    }
    return Stream.concat(
        platform,
        Stream.of(
            (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null)));
  }

  private GuestInstance instantiate(String text, HostFunction function) throws ModuleException {
    return Guests.load(folder, text)
        .instantiate(Guests.settings(ClockAndRandom.ofThisMachine()), Guests.host(function));
  }

  private static <T> T within20Seconds(Future<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void close(ExecutorService threads) throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aGuestThatSpinsIsEndedAndItsThreadIsClean(ExecutorService threads) throws Exception {
    try {
      CountDownLatch running = new CountDownLatch(1);
      GuestInstance guest =
          instantiate(
              SPINNING,
              request -> {
                running.countDown();
                return HostFunction.Reply.EMPTY;
              });
      AtomicBoolean flag = new AtomicBoolean(true);
      Future<Outcome> outcome =
          threads.submit(
              () -> {
                Outcome ended = guest.start();
                flag.set(Thread.currentThread().isInterrupted());
                return ended;
              });
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(guest.runningEntry()).isEqualTo(1);
      assertThat(guest.interrupt()).isTrue();
      assertThat(within20Seconds(outcome)).isEqualTo(new Outcome.Interrupted());
      assertThat(flag).isFalse();
      assertThat(guest.runningEntry()).isZero();
    } finally {
      close(threads);
    }
  }

  /** Programs without a loop that come to no end in a lifetime, by what calls what. */
  static Stream<String> withoutLoops() {
    StringBuilder twice = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      twice.append("(func $f%d (call $f%d) (call $f%d))".formatted(i, i + 1, i + 1));
    }
    return Stream.of(
        // Each function calls the next one twice, and none calls itself.
        twice + "(func $f60) (func $run (call $f0))",
        """
        (func $tree (param i32)
          (if (local.get 0)
            (then
              (call $tree (i32.sub (local.get 0) (i32.const 1)))
              (call $tree (i32.sub (local.get 0) (i32.const 1))))))
        (func $run (call $tree (i32.const 60)))
        """,
        """
        (func $even (param i32)
          (if (local.get 0)
            (then
              (call $odd (i32.sub (local.get 0) (i32.const 1)))
              (call $odd (i32.sub (local.get 0) (i32.const 1))))))
        (func $odd (param i32) (call $even (local.get 0)))
        (func $run (call $even (i32.const 60)))
        """,
        """
        (table 1 1 funcref)
        (elem (i32.const 0) $tree)
        (type $step (func (param i32)))
        (func $tree (param i32)
          (if (local.get 0)
            (then
              (call_indirect (type $step) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0))
              (call_indirect (type $step) (i32.sub (local.get 0) (i32.const 1)) (i32.const 0)))))
        (func $run (call $tree (i32.const 60)))
        """);
  }

  @ParameterizedTest
  @MethodSource("withoutLoops")
  void aGuestThatCallsForEverIsEndedThoughItHasNoLoop(String functions) throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    GuestInstance guest =
        instantiate(
            Guests.program(IMPORT + functions, CALL + "(call $run)"),
            request -> {
              running.countDown();
              return HostFunction.Reply.EMPTY;
            });
    Future<Outcome> outcome = platform.submit(guest::start);
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    guest.interrupt();
    assertThat(within20Seconds(outcome)).isEqualTo(new Outcome.Interrupted());
  }

  @ParameterizedTest
  @MethodSource("threads")
  void aHostFunctionThatWaitsIsInterrupted(ExecutorService threads) throws Exception {
    try {
      CountDownLatch running = new CountDownLatch(1);
      GuestInstance guest =
          instantiate(
              SPINNING,
              request -> {
                running.countDown();
                try {
                  new CountDownLatch(1).await();
                  throw new AssertionError("nobody counts this down");
                } catch (InterruptedException e) {
                  throw new GuestInterrupted();
                }
              });
      Future<Outcome> outcome = threads.submit(guest::start);
      assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
      guest.interrupt();
      assertThat(within20Seconds(outcome)).isEqualTo(new Outcome.Interrupted());
    } finally {
      close(threads);
    }
  }

  @Test
  void aGuestEndsAlsoWhenItsHostFunctionSwallowsTheInterrupt() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    GuestInstance guest =
        instantiate(
            SPINNING,
            request -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                return HostFunction.Reply.failed(5);
              }
              return HostFunction.Reply.EMPTY;
            });
    Future<Outcome> outcome = platform.submit(guest::start);
    assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
    guest.interrupt();
    assertThat(within20Seconds(outcome)).isEqualTo(new Outcome.Interrupted());
  }

  @Test
  void aGuestThatSleepsIsEnded() throws Exception {
    CountDownLatch asleep = new CountDownLatch(1);
    ClockAndRandom clockAndRandom =
        new ClockAndRandom() {
          @Override
          public Instant now() {
            return Instant.EPOCH;
          }

          @Override
          public long monotonicNanos() {
            return 0;
          }

          @Override
          public void sleep(Duration time) throws InterruptedException {
            asleep.countDown();
            new CountDownLatch(1).await();
          }

          @Override
          public void random(byte[] bytes) {
            throw new AssertionError("not asked for");
          }
        };
    GuestInstance guest =
        Guests.load(
                folder,
                Guests.program(
                    "(import \"wasi_snapshot_preview1\" \"poll_oneoff\""
                        + " (func $poll (param i32 i32 i32 i32) (result i32)))",
                    // A subscription at 0 to the clock 1, relative, of 2^40 ns.
                    """
                    (i32.store (i32.const 16) (i32.const 1))
                    (i64.store (i32.const 24) (i64.const 1099511627776))
                    (drop (call $poll (i32.const 0) (i32.const 256) (i32.const 1)
                                      (i32.const 512)))
                    """))
            .instantiate(Guests.settings(clockAndRandom), List.of());
    Future<Outcome> outcome = platform.submit(guest::start);
    assertThat(asleep.await(20, TimeUnit.SECONDS)).isTrue();
    guest.interrupt();
    assertThat(within20Seconds(outcome)).isEqualTo(new Outcome.Interrupted());
  }

  @Test
  void aGuestThatDoesNotRunIsNotInterrupted() throws Exception {
    GuestInstance guest =
        instantiate(Guests.reactor(IMPORT, CALL), request -> HostFunction.Reply.EMPTY);
    assertThat(guest.interrupt()).isFalse();
    guest.start();
    assertThat(guest.interrupt()).isFalse();
    assertThat(guest.interrupt(1)).isFalse();
    assertThat(guest.deliver(new byte[1])).isEqualTo(new Outcome.Returned());
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void onlyTheEntryThatIsMeantIsInterrupted() throws Exception {
    GuestInstance[] guest = {null};
    boolean[] hit = {true, true, false};
    guest[0] =
        instantiate(
            Guests.reactor(IMPORT, CALL),
            request -> {
              hit[0] = guest[0].interrupt(1);
              hit[1] = guest[0].interrupt(3);
              hit[2] = guest[0].interrupt(2);
              return HostFunction.Reply.EMPTY;
            });
    guest[0].start();
    assertThat(guest[0].deliver(new byte[1])).isEqualTo(new Outcome.Interrupted());
    assertThat(hit).containsExactly(false, false, true);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptThatWasMeantForTheThreadIsKeptForIt() throws Exception {
    GuestInstance guest =
        instantiate(Guests.reactor(IMPORT, CALL), request -> HostFunction.Reply.EMPTY);
    Callable<Boolean> work =
        () -> {
          Thread.currentThread().interrupt();
          assertThat(guest.start()).isEqualTo(new Outcome.Returned());
          return Thread.interrupted();
        };
    assertThat(within20Seconds(platform.submit(work))).isTrue();
  }

  /**
   * Two guests take turns on one thread while another thread interrupts the first as fast as it
   * can: the second must never notice, and neither may the thread.
   */
  @Test
  void anInterruptNeverHitsTheNextGuestOnTheSameThread() throws Exception {
    CompiledModule module = Guests.load(folder, Guests.reactor(IMPORT, CALL));
    List<HostModule> host = Guests.host(request -> HostFunction.Reply.EMPTY);
    GuestInstance bystander = module.instantiate(Guests.settings(), host);
    bystander.start();
    AtomicBoolean done = new AtomicBoolean();
    int interrupted = 0;
    GuestInstance[] victim = {module.instantiate(Guests.settings(), host)};
    Thread interrupter =
        new Thread(
            () -> {
              while (!done.get()) {
                GuestInstance current;
                synchronized (victim) {
                  current = victim[0];
                }
                current.interrupt();
              }
            });
    interrupter.start();
    try {
      for (int i = 0; i < 20_000; i++) {
        GuestInstance fresh = module.instantiate(Guests.settings(), host);
        synchronized (victim) {
          victim[0] = fresh;
        }
        if (fresh.start() instanceof Outcome.Returned
            && fresh.deliver(new byte[1]) instanceof Outcome.Interrupted) {
          interrupted++;
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(bystander.deliver(new byte[0])).isEqualTo(new Outcome.Returned());
      }
    } finally {
      done.set(true);
      // The flag of this thread would hide what the assertion above has to say.
      boolean unused = Thread.interrupted();
      interrupter.join();
    }
    assertThat(interrupted).as("deliveries that were hit").isPositive();
  }
}

package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a guest has around it, for unit tests on a plain Java virtual machine: the time, random
 * numbers, arguments, a log, and the services that it calls, real ones or {@linkplain #fake fakes}.
 * Clients and services are the generated ones and speak to each other in the bytes of a running
 * application; there is no WebAssembly and no kernel.
 *
 * <pre>{@code
 * try (TestGuest test = TestGuest.open()) {
 *   Fake<Greeting> greeting = test.fake(Greeting.class);
 *   greeting.on(Greeting::fetchGreeting).after(Duration.ofSeconds(1)).answer(bonjour);
 *   Shop shop = new Shop(test.guest(), Greeting.client(test.guest()));
 *   assertThat(test.await(shop.welcome())).isEqualTo("bonjour");
 * }
 * }</pre>
 *
 * <p>Nothing happens by itself: a call is delivered, and time passes, in {@link #await} and {@link
 * #pass}. It all happens on the thread that has opened it, where it is the clock of all futures
 * until it is closed.
 */
public final class TestGuest implements AutoCloseable {
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  final Map<String, String> environment = new LinkedHashMap<>();
  final List<String> arguments = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final List<Fake<?>> fakes = new ArrayList<>();
  private final TestCalls calls;
  private final TestHost own;
  private boolean quiet;
  private Guest guest;
  private Instant begin = Instant.parse("2000-01-01T00:00:00Z");

  private TestGuest(long seed) {
    calls = new TestCalls(this, seed);
    own = calls.host("test", true);
    own.become();
    Guest.named("test")
        .ready(
            ready -> {
              guest = ready;
              return Future.done();
            })
        .start();
    runUntilIdle();
  }

  /**
   * Begins a test on this thread; to be closed at its end. Its random numbers are the same always.
   */
  public static TestGuest open() {
    return open(1);
  }

  /** As {@link #open()}, with random numbers made of this seed. */
  public static TestGuest open(long seed) {
    return new TestGuest(seed);
  }

  /** What the configuration would give a guest as {@code args}. */
  public TestGuest arguments(String... given) {
    arguments.clear();
    arguments.addAll(List.of(given));
    return this;
  }

  /**
   * A variable that the configuration would give a guest as {@code env}; {@code TZ} is the zone.
   */
  public TestGuest environment(String name, String value) {
    environment.put(requireNonNull(name), requireNonNull(value));
    return this;
  }

  /** What time it is now; without it a test begins with the year 2000. */
  public TestGuest at(Instant now) {
    begin = now.minusNanos(calls.now());
    return this;
  }

  /** Prints nothing of the log, which without this goes to standard error too. */
  public TestGuest quiet() {
    quiet = true;
    return this;
  }

  /**
   * A guest for the code under test, and for the test itself: it may locate and call whatever runs,
   * without having required it.
   */
  public Guest guest() {
    return guest;
  }

  /** Runs a service, as another guest that exports it. */
  public TestGuest provide(Service service) {
    start(Guest.named(service.names().get(0).service()).export(service));
    return this;
  }

  /**
   * Runs a service that answers as the test says.
   *
   * @param service the generated interface, as {@code Greeting.class}
   */
  public <S> Fake<S> fake(Class<S> service) {
    Fake<S> fake = new Fake<>(service, this);
    Service served;
    try {
      served = (Service) service.getMethod("service", service).invoke(null, fake.implementation());
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException(
          service.getName() + " is not the public interface that was generated of a service", e);
    }
    fakes.add(fake);
    fake.runs(start(Guest.named(served.names().get(0).service()).export(served)));
    return fake;
  }

  /** Starts a guest as its {@code main} would, up to where it waits for something. */
  public Started start(Guest.Builder program) {
    return start(program::start);
  }

  /**
   * Runs the {@code main} of a guest, up to where it waits for something: {@code test.start(() ->
   * HelloGuest.main(new String[0]))}.
   */
  public Started start(Runnable main) {
    TestHost host = calls.host("guest", false);
    host.inside(main);
    runUntilIdle();
    return new Started(host);
  }

  /** A guest that was started. */
  public static final class Started {
    private final TestHost host;

    private Started(TestHost host) {
      this.host = host;
    }

    /** What it has ended with, if it has. */
    public OptionalInt exitCode() {
      return host.exitCode();
    }

    /**
     * Ends it as if it had failed: calls to it that wait end as those to a guest that is gone, and
     * later ones are not made.
     */
    public void fail() {
      host.end(1);
    }
  }

  /** Lets time pass, with all that happens meanwhile, and all that needs no time. */
  public void pass(Duration time) {
    calls.pass(time);
  }

  /** Lets happen what needs no time: calls and their answers. */
  public void runUntilIdle() {
    calls.pass(Duration.ZERO);
  }

  /**
   * Lets things happen, and time pass, until this is done.
   *
   * @return its value
   * @throws RuntimeException what it has failed with
   * @throws IllegalStateException when nothing can complete it, or nothing does within an hour
   */
  public <T> T await(Future<T> future) {
    awaitEnd(future);
    return future.value();
  }

  private void awaitEnd(Future<?> future) {
    runUntilIdle();
    Duration waited = Duration.ZERO;
    while (!future.isDone()) {
      Optional<Duration> step = calls.untilNext();
      if (step.isEmpty() || waited.plus(step.get()).compareTo(LONGEST_WAIT) > 0) {
        throw new IllegalStateException(
            (step.isEmpty()
                    ? "nothing is left that could complete it"
                    : "it is not done in an hour")
                + calls.waiting());
      }
      waited = waited.plus(step.get());
      pass(step.get());
    }
  }

  /**
   * As {@link #await}, of a future that is to fail.
   *
   * @return what it has failed with
   * @throws IllegalStateException when it has a value, or nothing completes it
   */
  public Throwable awaitError(Future<?> future) {
    awaitEnd(future);
    return future
        .error()
        .orElseThrow(() -> new IllegalStateException("it has not failed: " + future.value()));
  }

  /** The lines of the log, as {@code greeting INFO opened database=cart}. */
  public List<String> log() {
    return List.copyOf(log);
  }

  void logged(String line) {
    log.add(line);
    if (!quiet) {
      System.err.println(line);
    }
  }

  /** Nanoseconds since 1970. */
  long realTime() {
    Instant now = begin.plusNanos(calls.now());
    return now.getEpochSecond() * 1_000_000_000 + now.getNano();
  }

  /**
   * Ends the test: this thread has no clock any more.
   *
   * @throws AssertionError when a fake was called and had not been told what to answer
   */
  @Override
  public void close() {
    TestHost.leave();
    List<String> untold = fakes.stream().flatMap(fake -> fake.untold().stream()).toList();
    if (!untold.isEmpty()) {
      throw new AssertionError(String.join("; ", untold));
    }
  }
}

package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A program that runs in Parigot, as its own code sees it: the services that it can find, the time,
 * its surroundings, its end. All of it comes from the host, so a test or a replay decides it.
 *
 * <p>A guest begins in {@code main}, which says what it is and returns:
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   Guest.named("greeting").export(Greeting.service(new GreetingService())).start();
 * }
 * }</pre>
 *
 * <p>There is one thread. Methods of services, callbacks and timers run one after the other, and
 * each must return soon: what takes time is a {@link Future}.
 */
public final class Guest {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final EventLoop loop;

  private Guest(EventLoop loop) {
    this.loop = loop;
  }

  /** Begins to say what this guest is. The name is for people who look at services and logs. */
  public static Builder named(String debugName) {
    return new Builder(debugName);
  }

  /**
   * Finds a running service that exports this name; of several, any. It must have been required.
   * The future is done when it is returned, and fails with a {@link CallNotMadeException}.
   */
  public Future<RemoteService> locate(ServiceName name) {
    requireNonNull(name);
    return Future.compute(() -> loop.remote(name));
  }

  /**
   * As {@link #locate}, without a future: the host knows at once.
   *
   * @throws CallNotMadeException when nobody that runs exports the name, or it was not required
   */
  public RemoteService remote(ServiceName name) {
    return loop.remote(requireNonNull(name));
  }

  /** What the configuration gives this guest as {@code args}. */
  public List<String> arguments() {
    return List.copyOf(loop.host().arguments());
  }

  /** The variables that the host and the configuration ({@code env}) give this guest. */
  public Map<String, String> environment() {
    return Map.copyOf(loop.host().environment());
  }

  /** The time. */
  public Instant now() {
    long nanos = loop.host().realTime();
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /** The time zone that the configuration gives the application. */
  public ZoneId zone() {
    String zone = loop.host().environment().get("TZ");
    return ZoneId.of(zone == null || zone.isEmpty() ? "UTC" : zone);
  }

  /** A new generator of random numbers; different in each, unless a replay wants them the same. */
  public Random random() {
    return new Random(loop.random().nextLong());
  }

  /** The application's log. */
  public Logger log() {
    return loop.log();
  }

  /**
   * Does something once, after this time.
   *
   * @throws IllegalStateException when too many calls and timers are open already
   */
  public Timer after(Duration delay, Runnable action) {
    return loop.after(delay, requireNonNull(action));
  }

  /**
   * Does something again and again, the first time after one period. What takes longer than a
   * period is done less often, never twice at once. It goes on when the action throws, which is
   * logged.
   *
   * @throws IllegalArgumentException when the period is not positive
   * @throws IllegalStateException when too many calls and timers are open already
   */
  public Timer every(Duration period, Runnable action) {
    return RepeatingTimer.start(loop, period, requireNonNull(action), loop.log());
  }

  /**
   * Ends this guest with a code from 0 to 192, soon: what is running now returns first. The first
   * code counts.
   */
  public void exit(int code) {
    loop.exit(code, false);
  }

  /** Ends the application, soon, with this code. */
  public void exitAll(int code) {
    loop.exit(code, true);
  }

  /** Collects what a guest is, until it is started. */
  public static final class Builder {
    private static final int FAILED = 1;

    private final String debugName;
    private final List<Service> exported = new ArrayList<>();
    private final List<ServiceName> required = new ArrayList<>();
    private Function<Guest, Future<Void>> ready = guest -> Future.done();
    private Function<Guest, Future<Integer>> main;

    private Builder(String debugName) {
      this.debugName = requireNonNull(debugName);
    }

    /** A service that it implements. */
    public Builder export(Service service) {
      exported.add(requireNonNull(service));
      return this;
    }

    /** A service that must run before this guest does, and that it may locate. */
    public Builder require(ServiceName name) {
      if (!required.contains(name)) {
        required.add(requireNonNull(name));
      }
      return this;
    }

    /**
     * What to do when all that is required runs and before the first call is served; calls that
     * arrive meanwhile wait. When it throws, or its future fails, the guest ends with 1.
     */
    public Builder ready(Function<Guest, Future<Void>> action) {
      ready = requireNonNull(action);
      return this;
    }

    /**
     * What the guest is for, when it does something and ends: begun when it is ready. The value of
     * the future is the exit code; when it throws or fails, that is logged and the code is 1. A
     * guest without it serves until it is ended.
     */
    public Builder main(Function<Guest, Future<Integer>> program) {
      main = requireNonNull(program);
      return this;
    }

    /**
     * Starts it and returns; what is to happen happens after {@code main} has returned.
     *
     * @throws IllegalStateException on a plain Java virtual machine, where there is no host
     */
    public void start() {
      Host host = Host.current();
      if (host == null) {
        throw new IllegalStateException(
            debugName
                + " runs as a guest: start it with ./parigot run. A unit"
                + " test starts it in a TestGuest, or makes an object of the service's class.");
      }
      try {
        EventLoop loop = new EventLoop(host);
        Host.deliverTo(loop);
        startIn(loop);
      } catch (Throwable thrown) {
        host.rethrowIfEnded(thrown);
        Logger.get().error(debugName.concat(" cannot start"), thrown);
        host.end(FAILED);
      }
    }

    void startIn(EventLoop loop) {
      Guest guest = new Guest(loop);
      loop.launch(debugName, exported, required)
          .flatMap(launched -> ready.apply(guest))
          .onComplete(
              (nothing, refusal) -> {
                if (refusal != null) {
                  loop.log().error(debugName.concat(" is not ready and ends"), refusal);
                  loop.exit(FAILED, false);
                } else {
                  loop.serve();
                  runMain(guest);
                }
              });
    }

    private void runMain(Guest guest) {
      if (main == null) {
        return;
      }
      Future.done()
          .flatMap(begun -> main.apply(guest))
          .onComplete(
              (code, error) -> {
                if (error != null) {
                  guest.log().error(debugName.concat(" failed"), error);
                }
                guest.exit(error == null && code != null ? code : FAILED);
              });
    }
  }
}

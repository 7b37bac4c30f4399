package parigot.jvm;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/**
 * One running guest as plain Java, with classes and a thread of its own. It is used as an instance
 * of a module is: first {@link #start}, once, then {@link #deliver} for each event, from any thread
 * but one at a time; each waits until the guest's thread has done the work. After any outcome but
 * {@link Outcome.Returned} it is spent. {@link #kill}, {@link #stack}, {@link #runningEntry} and
 * {@link #entries} may be called from any thread at any time.
 *
 * <p>What a Java virtual machine cannot do is not done: there is no limit of memory, and code that
 * computes for ever goes on when it is killed, on its thread, and reaches nobody any more.
 */
public final class JavaInstance implements AutoCloseable {
  private static final Outcome RETURNED = new Outcome.Returned();
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final byte[] NOTHING = {};

  private final JavaProgram program;
  private final InstanceSettings settings;
  private final Map<String, Bound> functions = new HashMap<>();
  private final Optional<HostFunction> others;
  private final GuestClasses classes;
  private final GuestExecution thread;
  private final Method deliver;

  /** What ends the guest, once something has; of the guest's thread. */
  private Optional<Outcome> end = Optional.empty();

  private boolean started;
  private boolean spent;
  private final AtomicLong entries = new AtomicLong();
  private volatile boolean isRunning;
  private volatile boolean closed;

  private record Bound(String name, HostModule module, HostFunction function) {}

  @FunctionalInterface
  private interface Entry {
    void run() throws ReflectiveOperationException;
  }

  /**
   * @param others carries out what is called that none of the modules has
   */
  JavaInstance(
      JavaProgram program,
      InstanceSettings settings,
      List<HostModule> modules,
      Optional<HostFunction> others)
      throws ModuleException {
    this.others = others;
    this.program = program;
    this.settings = settings;
    for (HostModule module : modules) {
      module
          .functions()
          .forEach(
              (name, function) -> {
                String full = module.name() + "." + name;
                functions.put(full, new Bound(full, module, function));
              });
    }
    try {
      classes = program.take(settings.name());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new ModuleException("the guest cannot be put back to its beginning: " + e, e);
    }
    try {
      deliver = hostMethod("deliver", byte[].class);
      install();
    } catch (ReflectiveOperationException | LinkageError e) {
      closeClasses();
      throw new ModuleException("the guest cannot be loaded: " + e, e);
    }
    thread = program.execution(settings, classes);
    StandardStreams.open();
  }

  private Method hostMethod(String name, Class<?>... types) throws ReflectiveOperationException {
    Method method =
        Class.forName(JavaProgram.HOST_CLASS, true, classes).getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method;
  }

  private void install() throws ReflectiveOperationException {
    BiFunction<String, byte[], Map.Entry<Integer, byte[]>> calls = this::call;
    LongSupplier realTime = this::realTime;
    LongSupplier monotonicTime = settings.clockAndRandom()::monotonicNanos;
    Consumer<byte[]> random = settings.clockAndRandom()::random;
    IntConsumer exit = this::exit;
    hostMethod(
            "install",
            BiFunction.class,
            List.class,
            Map.class,
            LongSupplier.class,
            LongSupplier.class,
            Consumer.class,
            IntConsumer.class)
        .invoke(
            null, calls, settings.args(), settings.env(), realTime, monotonicTime, random, exit);
  }

  /**
   * Runs the guest's {@code main}, in which it makes its preparations. To be called once, first.
   */
  public Outcome start() {
    if (started) {
      throw new IllegalStateException("the guest is started already");
    }
    started = true;
    return enter(
        () -> {
          StandardStreams.areOf(settings);
          Class.forName(program.mainClass(), true, classes)
              .getMethod("main", String[].class)
              .invoke(null, (Object) settings.args().toArray(String[]::new));
        });
  }

  /**
   * Hands the guest an event, which it works on until it returns.
   *
   * @throws IllegalStateException when the guest has not been started, or is spent
   */
  public Outcome deliver(ByteString event) {
    if (!started || spent) {
      throw new IllegalStateException("the guest is " + (spent ? "spent" : "not started"));
    }
    byte[] bytes = event.toByteArray();
    return enter(() -> deliver.invoke(null, bytes));
  }

  private Outcome enter(Entry entry) {
    long unusedNumber = entries.incrementAndGet();
    isRunning = true;
    boolean done = thread.run(() -> run(entry));
    isRunning = false;
    Outcome outcome = done ? end.orElse(RETURNED) : new Outcome.Interrupted();
    spent = outcome != RETURNED;
    return outcome;
  }

  /** On the guest's thread. What has ended the guest first counts. */
  private void run(Entry entry) {
    try {
      entry.run();
    } catch (InvocationTargetException e) {
      failed(e.getCause());
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      failed(e);
    }
  }

  private void failed(Throwable thrown) {
    if (end.isEmpty() && !(thrown instanceof GuestEnd)) {
      end = Optional.of(new Outcome.Trapped("the guest threw an exception: " + thrown, thrown));
    }
  }

  /**
   * Carries out what the guest calls of its host. The threads that a guest starts may not: its host
   * knows one thread of it.
   */
  private Map.Entry<Integer, byte[]> call(String name, byte[] request) {
    if (!thread.isCurrent()) {
      throw new IllegalStateException(
          "%s was called on a thread of the guest's own; only \"%s\" may call the host"
              .formatted(name, thread.name()));
    }
    requireAlive();
    Bound bound = bound(name);
    if (bound == null) {
      end =
          Optional.of(
              new Outcome.Trapped("it called %s, which nobody provides".formatted(name), null));
      throw new GuestEnd();
    }
    if (request.length > settings.messageLimitBytes()) {
      return Map.entry(bound.module().errors().requestTooLarge(), NOTHING);
    }
    HostFunction.Reply reply = reply(bound, request);
    requireAlive();
    if (reply.error() == 0 && reply.response().size() > settings.messageLimitBytes()) {
      return Map.entry(bound.module().errors().tooLarge(), NOTHING);
    }
    return Map.entry(reply.error(), reply.response().toByteArray());
  }

  private Bound bound(String name) {
    Bound bound = functions.get(name);
    return bound != null || others.isEmpty()
        ? bound
        : new Bound(
            name, new HostModule(name, HostModule.Errors.OF_A_SERVICE, Map.of()), others.get());
  }

  private HostFunction.Reply reply(Bound bound, byte[] request) {
    try {
      return StandardStreams.asHost(() -> bound.function().call(request));
    } catch (GuestInterrupted e) {
      end = Optional.of(new Outcome.Interrupted());
    } catch (RuntimeException | Error e) {
      end =
          Optional.of(
              new Outcome.Trapped(
                  "the host's function %s failed: %s".formatted(bound.name(), e), e));
    }
    throw new GuestEnd();
  }

  /** A guest that is over, or was killed, is to leave its code. */
  private void requireAlive() {
    if (end.isPresent() || thread.isAbandoned()) {
      throw new GuestEnd();
    }
  }

  private void exit(int code) {
    if (end.isEmpty()) {
      end = Optional.of(new Outcome.Exited(code));
    }
    throw new GuestEnd();
  }

  private long realTime() {
    Instant now = settings.clockAndRandom().now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /**
   * Has what runs in this instance return {@link Outcome.Interrupted} at once, and whatever would
   * run in it later. The guest's own code leaves at its next call of the host, or when it waits.
   */
  public void kill() {
    thread.close();
  }

  /** Where the guest's thread is, the innermost call first. */
  public StackTraceElement[] stack() {
    return thread.stack();
  }

  /** The number of the entry that is running, from 1; 0 when none is. */
  public long runningEntry() {
    return isRunning ? entries.get() : 0;
  }

  /** How many times the guest has been entered, by {@code start} and {@code deliver}. */
  public long entries() {
    return entries.get();
  }

  /** Lets go of the guest's thread and of its classes. To be called once it is entered no more. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    thread.close();
    StandardStreams.close();
    closeClasses();
  }

  private void closeClasses() {
    try {
      program.give(classes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package parigot.runtime.guest;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.SystemCall;
import parigot.kernel.guest.SystemCalls;
import parigot.plugin.GuestLog;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.settings.GuestSettings;
import parigot.wasm.GuestShape;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;
import syscall.v1.host.KernelErr;

/**
 * One running guest: its instance, tied to its system calls, its output and its world. Everything
 * but {@link #kill} belongs to the thread that runs the guest.
 */
public final class GuestProgram {
  private static final Logger LOG = LoggerFactory.getLogger(GuestLog.LOGGER);
  public static final String KERNEL_MODULE = "parigot";

  /** How many functions of a guest that has trapped are told of. */
  private static final int MOST_FRAMES = 20;

  /** Part of the contract, and without effect: guests are never asked to read. */
  private static final String BLOCK = "block_until_call_";

  private static final HostModule.Errors KERNEL_ERRORS =
      new HostModule.Errors(
          KernelErr.GuestReadFailed_VALUE,
          KernelErr.GuestWriteFailed_VALUE,
          KernelErr.DataTooLarge_VALUE);

  private final GuestPlan plan;
  private final int starts;
  private final SystemCalls calls;
  private final Function<LastPluginFailure, List<HostModule>> plugins;
  private final SharedByGuests shared;
  private final OutputLimit outputLimit;
  private final List<LineLog> logs = new ArrayList<>(2);
  private volatile Optional<GuestCode.Instance> instance = Optional.empty();
  private final RunningEvent event;
  private final CountedEvents events;
  private final SlowEvents slowEvents;
  private final Outcome.Cases<Optional<Ending>> toEnding = new ToEnding();
  private volatile boolean killed;
  private volatile boolean overLimit;

  /**
   * @param starts how often the guest was started before
   * @param plugins what it may import from the plugins that it is granted; they say there why a
   *     call of theirs has no answer
   * @param permits what its events have one of; nothing for a guest with a thread of its own
   * @param events counts its start and its events, and how long it was at them
   */
  public GuestProgram(
      GuestPlan plan,
      int starts,
      SystemCalls calls,
      Function<LastPluginFailure, List<HostModule>> plugins,
      SharedByGuests shared,
      Optional<EventPermits> permits,
      DurationHistogram events) {
    this.plan = plan;
    this.events = new CountedEvents(plan.label(), events, this::kind);
    this.starts = starts;
    this.plugins = plugins;
    this.calls = calls;
    this.shared = shared;
    this.event = new RunningEvent(plan.settings().methodLimit(), shared, permits);
    this.slowEvents = new SlowEvents(shared.time()::nanos);
    this.outputLimit = new OutputLimit(plan.label(), plan.settings().outputLimit(), shared.time());
  }

  /** Makes the instance, where that must not wait for the start. Nothing of the guest runs yet. */
  public void instantiate() throws ModuleException {
    instance = Optional.of(plan.code().instantiate(settings(), hostModules()));
  }

  /**
   * Makes the instance unless there is one, and runs the guest's start. Empty when the guest lives
   * on and waits for events.
   */
  public Optional<Ending> start() {
    if (instance.isEmpty()) {
      // Others may have the thread meanwhile; the guest's own time begins when it does.
      event.begin();
      try {
        instantiate();
      } catch (ModuleException e) {
        return Optional.of(new Ending.Failed(e.getMessage()));
      } finally {
        long unused = event.end();
      }
    }
    if (killed) {
      return Optional.of(new Ending.Stopped());
    }
    event.begin();
    events.begun();
    Outcome outcome = instance.orElseThrow().start();
    Optional<Ending> ending = outcome.giveTo(toEnding);
    events.ended(event.end());
    started();
    return ending;
  }

  /** Hands a serialized event to a reactor. Empty when the guest lives on. */
  public Optional<Ending> deliver(ByteString bytes) {
    event.begin();
    events.begun();
    Outcome outcome = instance.orElseThrow().deliver(bytes);
    eventEnded();
    return outcome.giveTo(toEnding);
  }

  /**
   * From the watchdog: has others run beside an event that takes long, and ends it if it is over
   * the limit.
   *
   * @return whether to look again soon
   */
  public boolean look() {
    LongEvent.Seen seen = event.look();
    if (isLimited()) {
      endIfOverLimit();
    }
    return seen == LongEvent.Seen.PERHAPS;
  }

  /** On the guest's thread, before an event: whether a permit was needed for it. */
  public void hasPermit(boolean has) {
    event.hasPermit(has);
  }

  private void endIfOverLimit() {
    if (event.isOverLimit()) {
      instance.ifPresent(
          running -> {
            // The event may end, and another begin, between two lines: the number tells them apart.
            long entry = running.runningEntry();
            if (entry != 0 && event.isOverLimit()) {
              overLimit = true;
              overLimit = running.interrupt(entry);
            }
          });
    }
  }

  private void eventEnded() {
    long took = event.end();
    events.ended(took);
    if (isLimited() && took > plan.settings().methodWarn().toNanos()) {
      String kind = calls.workingOn().orElse("an event");
      long leftOut = slowEvents.count(kind);
      if (leftOut >= 0) {
        MDC.put(GuestLog.GUEST, plan.label());
        LOG.warn(
            "{} took {} ms; method-warn is {} ms{}.",
            kind,
            TimeUnit.NANOSECONDS.toMillis(took),
            plan.settings().methodWarn().toMillis(),
            leftOut == 0 ? "" : ", as it was for " + leftOut + " more since this was last said");
        MDC.remove(GuestLog.GUEST);
      }
    }
  }

  /** Mains and tests may take the time that they need. */
  private boolean isLimited() {
    return plan.settings().kind() == GuestSettings.Kind.SERVER;
  }

  /** From any thread: what its memory takes now, in bytes; empty when that is not known. */
  public OptionalLong memoryBytes() {
    return instance.map(GuestCode.Instance::memoryBytes).orElse(OptionalLong.empty());
  }

  /** A checksum of all that the guest is, between two events; empty when that is not known. */
  public OptionalInt stateHash() {
    return instance.map(GuestCode.Instance::stateHash).orElse(OptionalInt.empty());
  }

  /** From any thread: ends whatever the guest is doing right now, or would do next. */
  public void kill() {
    killed = true;
    instance.ifPresent(GuestCode.Instance::kill);
  }

  /** Lets go of the instance and logs what the guest wrote last. */
  public void close() {
    instance.ifPresent(GuestCode.Instance::close);
    instance = Optional.empty();
    logs.forEach(LineLog::close);
  }

  /** How the guest ends with each outcome, if it does. */
  private final class ToEnding implements Outcome.Cases<Optional<Ending>> {
    @Override
    public Optional<Ending> returned(Outcome.Returned outcome) {
      return Optional.empty();
    }

    @Override
    public Optional<Ending> exited(Outcome.Exited outcome) {
      return Optional.of(new Ending.Exited(outcome.code()));
    }

    @Override
    public Optional<Ending> trapped(Outcome.Trapped outcome) {
      MDC.put(GuestLog.GUEST, plan.label());
      if (outcome.functions().size() > 1) {
        LOG.warn("It trapped{}", stack(outcome.functions()));
      }
      LOG.debug("{}", outcome.reason(), outcome.cause());
      MDC.remove(GuestLog.GUEST);
      return Optional.of(new Ending.Failed(outcome.reason()));
    }

    @Override
    public Optional<Ending> interrupted(Outcome.Interrupted outcome) {
      return Optional.of(overLimit ? overLimit(outcome.functions()) : new Ending.Stopped());
    }
  }

  private static String stack(List<String> functions) {
    StringBuilder lines = new StringBuilder();
    int frames = 0;
    int at = 0;
    while (at < functions.size() && frames < MOST_FRAMES) {
      String function = functions.get(at);
      int times = 1;
      while (at + times < functions.size() && functions.get(at + times).equals(function)) {
        times++;
      }
      lines.append("\n\tat ").append(function);
      if (times > 1) {
        lines.append(" (%,d times)".formatted(times));
      }
      at += times;
      frames++;
    }
    if (at < functions.size()) {
      lines.append("\n\tand %,d more".formatted(functions.size() - at));
    }
    return lines.toString();
  }

  private Ending overLimit(List<String> functions) {
    return new Ending.Failed(
        "it was at %s for longer than its method-limit of %d ms%s."
            .formatted(
                event.isStart() ? "its start" : calls.workingOn().orElse("one event"),
                plan.settings().methodLimit().toMillis(),
                Outcome.where(functions)));
  }

  private InstanceSettings settings() {
    GuestSettings guest = plan.settings();
    return new InstanceSettings(
        plan.settings().name(),
        guest.args(),
        environment(),
        guest.memoryLimit(),
        guest.messageLimit(),
        event.steppingAsideToSleep(plan.clocksAndRandom().apply(starts)),
        plan.ownsStandardOutput() ? shared.console()::write : log(),
        log());
  }

  private LineLog log() {
    LineLog log = new LineLog(plan.label(), outputLimit, calls::trace);
    logs.add(log);
    return log;
  }

  private Map<String, String> environment() {
    Id host = calls.host();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOSTID_HIGH", Long.toHexString(host.high()));
    environment.put("HOSTID_LOW", Long.toHexString(host.low()));
    environment.put("TZ", plan.timezone().getId());
    environment.putAll(plan.settings().env());
    return environment;
  }

  /** The names of the kernel's functions, as guests import them. */
  public static Set<String> kernelFunctions() {
    Set<String> names = new TreeSet<>();
    for (SystemCall call : SystemCall.values()) {
      names.add(call.importName());
    }
    names.add(BLOCK);
    names.add(LastPluginFailure.IMPORT_NAME);
    return names;
  }

  private List<HostModule> hostModules() {
    Map<String, HostFunction> functions = new HashMap<>();
    for (SystemCall call : SystemCall.values()) {
      functions.put(call.importName(), request -> reply(calls.handle(call, request)));
    }
    if (plan.code().shape() == GuestShape.LOOP) {
      functions.put(SystemCall.READ_ONE.importName(), this::readOne);
    }
    functions.put(BLOCK, request -> HostFunction.Reply.EMPTY);
    LastPluginFailure failure = new LastPluginFailure();
    functions.put(LastPluginFailure.IMPORT_NAME, request -> failure.take());
    List<HostModule> modules = new ArrayList<>();
    modules.add(new HostModule(KERNEL_MODULE, KERNEL_ERRORS, functions));
    for (HostModule module : plugins.apply(failure)) {
      Map<String, HostFunction> timed = new HashMap<>();
      module.functions().forEach((name, function) -> timed.put(name, event.pausing(function)));
      modules.add(new HostModule(module.name(), module.errors(), timed));
    }
    return modules;
  }

  /**
   * A loop guest's start ends when it asks for an event, and it is at that event until it asks for
   * the next.
   */
  private HostFunction.Reply readOne(byte[] request) {
    if (event.isStart()) {
      events.ended(event.end());
      started();
    } else {
      eventEnded();
    }
    HostFunction.Reply reply = reply(calls.handle(SystemCall.READ_ONE, request));
    event.begin();
    events.begun();
    return reply;
  }

  /** What the guest is at, in words. */
  private String kind() {
    return event.isStart() ? "its start" : calls.workingOn().orElse("an event");
  }

  private void started() {
    if (event.isStart()) {
      event.started();
      calls.started();
    }
  }

  private static HostFunction.Reply reply(Answer answer) {
    return new HostFunction.Reply(answer.error(), answer.response());
  }
}

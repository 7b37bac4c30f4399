package parigot.actors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parigot.kernel.Answer;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import parigot.kernel.SystemCall;
import parigot.kernel.SystemCalls;
import parigot.plugin.GuestLog;
import parigot.wasm.GuestInstance;
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
final class GuestProgram {
  private static final Logger LOG = LoggerFactory.getLogger(GuestLog.LOGGER);
  private static final String KERNEL_MODULE = "parigot";
  private static final HostModule.Errors KERNEL_ERRORS =
      new HostModule.Errors(
          KernelErr.GuestReadFailed_VALUE,
          KernelErr.GuestWriteFailed_VALUE,
          KernelErr.DataTooLarge_VALUE);

  private final GuestPlan plan;
  private final SystemCalls calls;
  private final Plugins plugins;
  private final Console console;
  private final List<LineLog> logs = new ArrayList<>(2);
  private volatile Optional<GuestInstance> instance = Optional.empty();
  private volatile boolean killed;

  GuestProgram(GuestPlan plan, SystemCalls calls, Plugins plugins, Console console) {
    this.plan = plan;
    this.plugins = plugins;
    this.calls = calls;
    this.console = console;
  }

  /** Makes the instance. Nothing of the guest runs yet. */
  void instantiate() throws ModuleException {
    instance = Optional.of(plan.module().instantiate(settings(), hostModules()));
  }

  /** Runs the guest's start. Empty when the guest lives on and waits for events. */
  Optional<Ending> start() {
    return killed ? Optional.of(new Ending.Stopped()) : ending(instance.orElseThrow().start());
  }

  /** Hands a serialized event to a reactor. Empty when the guest lives on. */
  Optional<Ending> deliver(byte[] event) {
    return ending(instance.orElseThrow().deliver(event));
  }

  /** From any thread: ends whatever the guest is doing right now. */
  void kill() {
    killed = true;
    instance.ifPresent(
        running -> {
          boolean unused = running.interrupt();
        });
  }

  /** Lets go of the instance and logs what the guest wrote last. */
  void close() {
    logs.forEach(LineLog::close);
    instance = Optional.empty();
  }

  private Optional<Ending> ending(Outcome outcome) {
    if (outcome instanceof Outcome.Exited exited) {
      return Optional.of(new Ending.Exited(exited.code()));
    }
    if (outcome instanceof Outcome.Trapped trapped) {
      MDC.put(GuestLog.GUEST, plan.label());
      LOG.debug("{}", trapped.reason(), trapped.cause());
      MDC.remove(GuestLog.GUEST);
      return Optional.of(new Ending.Failed(trapped.reason()));
    }
    if (outcome instanceof Outcome.Interrupted) {
      return Optional.of(new Ending.Stopped());
    }
    return Optional.empty();
  }

  private InstanceSettings settings() {
    GuestSettings guest = plan.settings();
    return new InstanceSettings(
        plan.settings().name(),
        guest.args(),
        environment(),
        guest.memoryLimit(),
        guest.messageLimit(),
        plan.world(),
        plan.ownsStandardOutput() ? console::write : log(),
        log());
  }

  private LineLog log() {
    LineLog log = new LineLog(plan.label());
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

  private List<HostModule> hostModules() {
    Map<String, HostFunction> functions = new HashMap<>();
    for (SystemCall call : SystemCall.values()) {
      functions.put(
          call.importName(),
          request -> {
            Answer answer = calls.handle(call, request);
            return new HostFunction.Reply(answer.error(), answer.response());
          });
    }
    functions.put("block_until_call_", request -> HostFunction.Reply.EMPTY);
    List<HostModule> modules = new ArrayList<>();
    modules.add(new HostModule(KERNEL_MODULE, KERNEL_ERRORS, functions));
    modules.addAll(
        plugins.modulesFor(plan.settings(), plan.label(), calls.host(), plan.spec().capacity()));
    return modules;
  }
}

package parigot.actors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apiguardian.api.API;
import parigot.kernel.Admission;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.KernelSettings;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.SystemCalls;
import parigot.kernel.rules.Kernel;
import parigot.kernel.rules.StartPlan;
import parigot.runtime.StartException;
import parigot.runtime.guest.BlockingInbox;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.JavaCode;
import parigot.runtime.guest.QueueInbox;
import parigot.runtime.guest.SharedByGuests;
import parigot.runtime.guest.WasmCode;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.ApplicationSettings;
import parigot.wasm.CompiledModule;
import parigot.wasm.GuestShape;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;

/**
 * Finds out how an application would start, without starting it: each guest runs by itself until it
 * asks to launch, what it has said until then is told to a real kernel, and nothing comes of it. No
 * plugin is started, and calls of plugins are refused. What guests write is dropped.
 */
@API(status = API.Status.INTERNAL)
public final class DryStart {
  private static final String WASI = "wasi_snapshot_preview1";
  private static final String TEAVM = "teavm";

  /** What a call of a plugin is told. */
  private static final HostFunction REFUSAL = request -> HostFunction.Reply.failed(1);

  private final Time time = Time.ofThisMachine();
  private final SharedByGuests shared =
      new SharedByGuests(
          time,
          (bytes, offset, length) -> {
            // Nobody is to see that it ran.
          },
          new HeapGate(time),
          GuestDispatchers.LONG_EVENTS,
          true);
  private final Directory directory = new Directory();
  private final Kernel kernel;
  private final Duration patience;
  private final Map<String, String> failures = new LinkedHashMap<>();

  private DryStart(ApplicationSettings settings) {
    this.kernel =
        new Kernel(
            new KernelSettings(
                settings.launchTimeout(), settings.callTimeout(), settings.exitGrace()),
            new Randomness(settings.seed()).ids(),
            host -> Id.EMPTY);
    this.patience = settings.launchTimeout();
  }

  /**
   * What is known then.
   *
   * @param plan of the services of all guests
   * @param failures why a guest did not come to its launch, by its name
   */
  public record Result(StartPlan plan, Map<String, String> failures) {}

  /**
   * Runs the starts of all guests, one after the other.
   *
   * @throws StartException when a module cannot be a guest, with a line for each
   */
  public static Result of(ApplicationSettings settings) throws InterruptedException {
    DryStart start = new DryStart(settings);
    List<GuestPlan> plans =
        LoadedApplication.withoutPlugins(settings, PlatformThreads.loaders(), start.time);
    return start.run(plans.stream().map(DryStart::refused).toList());
  }

  /** What a guest as plain Java imports is not known before it calls that. */
  private static GuestPlan refused(GuestPlan plan) {
    return plan.code() instanceof JavaCode java ? plan.with(java.with(REFUSAL)) : plan;
  }

  private Result run(List<GuestPlan> plans) throws InterruptedException {
    Map<Id, List<FromGuest>> said = new LinkedHashMap<>();
    for (GuestPlan plan : plans) {
      List<Effect> effects = new ArrayList<>();
      Admission admission = kernel.admit(plan.spec(), effects);
      changeDirectory(effects);
      said.put(admission.host(), declarations(plan, admission));
    }
    List<Effect> effects = new ArrayList<>();
    kernel.start(time.nanos(), effects);
    said.forEach(
        (host, all) -> all.forEach(what -> kernel.handle(host, what, time.nanos(), effects)));
    return new Result(StartPlan.of(kernel.services()), failures);
  }

  private void changeDirectory(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Listed listed) {
        directory.apply(listed.change());
      }
    }
  }

  /** What a guest says of its services until it asks to launch them. */
  private List<FromGuest> declarations(GuestPlan plan, Admission admission)
      throws InterruptedException {
    Said said = new Said();
    BlockingInbox blocking = new BlockingInbox(time);
    boolean isReactor = plan.code().shape() == GuestShape.REACTOR;
    SystemCalls calls =
        new SystemCalls(
            admission,
            directory,
            isReactor ? new QueueInbox() : blocking,
            new CurrentCall(),
            what -> {
              said.add(what);
              if (what instanceof FromGuest.Started) {
                // A guest that blocks for its events is through then.
                blocking.close();
              }
            });
    List<HostModule> refusing = refusing(plan);
    GuestProgram program =
        new GuestProgram(
            plan, 0, calls, failure -> refusing, shared, Optional.empty(), new DurationHistogram());
    FutureTask<Optional<Ending>> life = new FutureTask<>(program::start);
    Thread thread = new Thread(life, "parigot-dry-" + plan.label());
    thread.setDaemon(true);
    thread.start();
    Optional<String> failure = Optional.empty();
    try {
      Optional<Ending> ending = life.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      failure = ending.map(DryStart::reason);
    } catch (TimeoutException e) {
      failure = Optional.of("has not asked to launch within %d ms".formatted(patience.toMillis()));
      blocking.close();
      program.kill();
      thread.join(patience.toMillis());
    } catch (ExecutionException e) {
      throw new StartException("guest %s: %s".formatted(plan.label(), e.getCause()), e);
    } finally {
      program.close();
    }
    if (!said.hasAskedToLaunch()) {
      failures.put(plan.settings().name(), failure.orElse("does not ask to launch at its start"));
    }
    return said.all();
  }

  private static String reason(Ending ending) {
    return ending.giveTo(
        new Ending.Cases<>() {
          @Override
          public String exited(Ending.Exited exited) {
            return "ends with code %d before it asks to launch".formatted(exited.code());
          }

          @Override
          public String failed(Ending.Failed failed) {
            return "fails before it asks to launch: " + failed.reason();
          }

          @Override
          public String stopped(Ending.Stopped stopped) {
            return "does not ask to launch at its start";
          }
        });
  }

  /** Everything that the guest imports and neither the kernel nor the engine provides. */
  private static List<HostModule> refusing(GuestPlan plan) {
    if (!(plan.code() instanceof WasmCode code)) {
      return List.of();
    }
    Map<String, Map<String, HostFunction>> modules = new HashMap<>();
    for (CompiledModule.Import wanted : code.module().imports()) {
      boolean isPlugins =
          !wanted.module().equals(GuestProgram.KERNEL_MODULE)
              && !wanted.module().equals(WASI)
              && !wanted.module().startsWith(TEAVM);
      if (isPlugins) {
        modules
            .computeIfAbsent(wanted.module(), module -> new HashMap<>())
            .put(wanted.name(), REFUSAL);
      }
    }
    return modules.entrySet().stream()
        .map(
            module ->
                new HostModule(module.getKey(), HostModule.Errors.OF_A_SERVICE, module.getValue()))
        .toList();
  }

  /** What a guest says, on its own thread. */
  private static final class Said {
    private final List<FromGuest> all = new ArrayList<>();

    synchronized void add(FromGuest what) {
      all.add(what);
    }

    synchronized List<FromGuest> all() {
      return List.copyOf(all);
    }

    synchronized boolean hasAskedToLaunch() {
      return all.stream().anyMatch(FromGuest.LaunchAsked.class::isInstance);
    }
  }
}

package parigot.runtime.loading;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.GuestSpec;
import parigot.kernel.IdSource;
import parigot.kernel.KernelSettings;
import parigot.kernel.Moving;
import parigot.kernel.Nodes;
import parigot.plugin.GuestServices;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.Recorder;
import parigot.runtime.machine.Randomness;
import parigot.runtime.machine.Time;
import parigot.runtime.plugins.PluginThreads;
import parigot.runtime.plugins.Plugins;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.GuestSettings;
import parigot.runtime.settings.MovingSettings;
import parigot.runtime.settings.NodeSettings;

/**
 * An application whose modules are all loaded and compiled, so that nothing about a module can go
 * wrong any more once the first guest has started.
 *
 * @param settings what was loaded
 * @param node the node that it is part of, when there are several
 * @param time its time, for all that it does
 * @param ids where the kernel's ids come from
 * @param idsOfHostCalls where those of calls by the host's own code come from
 * @param console where mains and tests write
 * @param plugins started; whoever ends the application closes them
 * @param recording what is recorded of it
 */
public record LoadedApplication(
    ApplicationSettings settings,
    KernelSettings kernelSettings,
    Optional<NodeSettings> node,
    Time time,
    IdSource ids,
    IdSource idsOfHostCalls,
    List<GuestPlan> guests,
    Console console,
    Plugins plugins,
    Recorder.Recording recording) {

  /** What its kernel must know of the nodes. */
  public Nodes nodes() {
    return node.map(
            here ->
                new Nodes(
                    here.name(),
                    here.pool().isPresent(),
                    !here.pools().isEmpty(),
                    here.others().stream().map(NodeSettings.Address::node).toList(),
                    here.link().joinTimeout(),
                    here.link().queue(),
                    here.link().preferLocal(),
                    here.link().reroute(),
                    time.clock().millis(),
                    here.moving().map(LoadedApplication::moving)))
        .orElse(Nodes.NONE);
  }

  private static Moving moving(MovingSettings moving) {
    Map<String, Integer> instances = new TreeMap<>();
    moving.guests().forEach((guest, its) -> instances.put(guest, its.instances()));
    return new Moving(instances, moving.fenceAfter(), moving.moveAfter());
  }

  /** Whether this guest runs on one node or another, and is started when it comes to this one. */
  public boolean isMovable(GuestPlan plan) {
    return node.flatMap(NodeSettings::moving)
        .filter(moving -> moving.isMovable(plan.settings().name()))
        .isPresent();
  }

  /**
   * What is known of the services of each guest in the configuration, by the guest's name: also of
   * those that run on other nodes, from their modules as they are here.
   */
  public Map<String, ServiceDescriptors> descriptors() {
    Map<String, ServiceDescriptors> byGuest = new TreeMap<>();
    if (node.isPresent()) {
      for (GuestSettings guest : ApplicationSettings.withTests(settings.config()).guests()) {
        byGuest.put(guest.name(), GuestDescriptors.of(guest));
      }
    }
    guests.forEach(plan -> byGuest.put(plan.settings().name(), plan.code().descriptors()));
    return byGuest;
  }

  private static final Logger LOG = LoggerFactory.getLogger(LoadedApplication.class);

  /**
   * Loads every module, several at once, and starts the plugins.
   *
   * @param guests what plugins call guests through
   * @param loaders have modules compiled, several at once; shut down afterwards
   * @param threads what plugins run on; theirs from here on
   * @param time the application's, from here on
   * @throws StartException when a module or a plugin cannot be used, with a line for each; nothing
   *     is left started then
   */
  public static LoadedApplication load(
      ApplicationSettings settings,
      Console console,
      GuestServices guests,
      ExecutorService loaders,
      PluginThreads threads,
      Time time) {
    String node = settings.node().map(NodeSettings::name).orElse("");
    Randomness randomness = new Randomness(settings.seed(), node);
    try (GuestModules modules = new GuestModules(settings, loaders)) {
      Refusals refusals = new Refusals();
      modules.inspect(refusals);
      modules.sayWhatRunsAsJava();
      Plugins plugins = started(settings, time, randomness, guests, threads, refusals);
      try {
        modules.check(plugins, 0, refusals);
        refusals.throwIfAny();
        Map<String, GuestCode> codes = modules.compile(refusals);
        refusals.throwIfAny();
        Recorder.Recording recording = Recorder.of(settings);
        List<GuestPlan> plans = recorded(recording, plans(settings, codes, time, randomness));
        return new LoadedApplication(
            settings,
            new KernelSettings(
                settings.launchTimeout(), settings.callTimeout(), settings.exitGrace()),
            settings.node(),
            time,
            randomness.ids(),
            randomness.idsOfHostCalls(),
            plans,
            console,
            plugins,
            recording);
      } catch (RuntimeException | Error e) {
        plugins.close();
        throw e;
      }
    }
  }

  /** The same for who runs it {@link #anew} by the thousand, on one thread. */
  public LoadedApplication forManyRuns() {
    return new LoadedApplication(
        settings,
        kernelSettings,
        node,
        time,
        ids,
        idsOfHostCalls,
        guests.stream().map(GuestPlan::forManyInstances).toList(),
        console,
        plugins,
        recording);
  }

  /**
   * The same modules as an application of its own, whose plugins are started anew.
   *
   * @param randomness where its ids and its chance come from
   * @param itsTime its own, from here on
   * @param services what its plugins call guests through
   * @param threads what they run on; theirs from here on
   * @throws StartException when a plugin does not start; nothing is left started then
   */
  public LoadedApplication anew(
      Randomness randomness,
      Time itsTime,
      Console itsConsole,
      GuestServices services,
      PluginThreads threads) {
    return new LoadedApplication(
        settings,
        kernelSettings,
        node,
        itsTime,
        randomness.ids(),
        randomness.idsOfHostCalls(),
        guests.stream().map(plan -> plan.in(randomness, itsTime)).toList(),
        itsConsole,
        Plugins.start(settings, itsTime, randomness, services, threads),
        recording);
  }

  /**
   * Loads every module, for guests that are only to be looked at: no plugin is started, and imports
   * of plugins are taken to be there when a plugin of that name is, and the guest is granted it.
   *
   * @param loaders have modules compiled, several at once; shut down afterwards
   * @return the plan of one instance of each guest
   * @throws StartException when a module cannot be a guest, with a line for each
   */
  public static List<GuestPlan> withoutPlugins(
      ApplicationSettings settings, ExecutorService loaders, Time time) {
    try (GuestModules modules = new GuestModules(settings, loaders)) {
      Refusals refusals = new Refusals();
      modules.inspect(refusals);
      Set<String> plugins = new TreeSet<>(Plugins.onClassPath());
      plugins.addAll(settings.plugins().keySet());
      modules.checkWithoutPlugins(plugins, refusals);
      refusals.throwIfAny();
      Map<String, GuestCode> codes = modules.compile(refusals);
      refusals.throwIfAny();
      return plans(settings, codes, time, new Randomness(settings.seed())).stream()
          .filter(plan -> plan.spec().instance() == 1)
          .toList();
    }
  }

  /**
   * Loads the code of guests again, from where it was loaded: another build may have changed it.
   * What runs goes on as it is.
   *
   * @param wanted which guests
   * @param unchanged whether those count too whose code is as it was
   * @param now the plans of all guests, as they are by now
   * @param loaders have modules compiled; shut down afterwards
   * @return the guests' plans with the new code, one for each instance
   * @throws StartException when some of it cannot be a guest of this application, with a line for
   *     each reason
   */
  public List<GuestPlan> reload(
      Predicate<GuestSettings> wanted,
      boolean unchanged,
      Collection<GuestPlan> now,
      ExecutorService loaders) {
    try (GuestModules modules = new GuestModules(settings.only(wanted), loaders)) {
      Refusals refusals = new Refusals();
      modules.inspect(refusals);
      refusals.throwIfAny();
      modules.check(plugins, promisedToAllBut(wanted, now), refusals);
      refusals.throwIfAny();
      Map<String, String> before = new HashMap<>();
      now.forEach(plan -> before.put(plan.settings().name(), plan.code().fingerprint()));
      Map<String, GuestCode> codes =
          modules.compile(
              guest -> unchanged || !modules.fingerprint(guest).equals(before.get(guest.name())),
              refusals);
      refusals.throwIfAny();
      return now.stream()
          .filter(plan -> codes.containsKey(plan.settings().name()))
          .sorted(Comparator.comparing(GuestPlan::label))
          .map(plan -> plan.with(codes.get(plan.settings().name())))
          .toList();
    }
  }

  private static long promisedToAllBut(
      Predicate<GuestSettings> wanted, Collection<GuestPlan> plans) {
    return plans.stream()
        .filter(plan -> plan.code().keepsToItsMemory() && !wanted.test(plan.settings()))
        .mapToLong(plan -> plan.code().largestMemory(plan.settings().memoryLimit()))
        .sum();
  }

  /** Starts the plugins, whose functions the modules may import. */
  private static Plugins started(
      ApplicationSettings settings,
      Time time,
      Randomness randomness,
      GuestServices guests,
      PluginThreads threads,
      Refusals refusals) {
    try {
      return Plugins.start(settings, time, randomness, guests, threads);
    } catch (StartException e) {
      refusals.add(e);
      refusals.throwIfAny();
      throw e;
    }
  }

  private static List<GuestPlan> recorded(Recorder.Recording recording, List<GuestPlan> plans) {
    return plans.stream()
        .map(plan -> plan.with(recording.recorded(plan.label(), plan.code())))
        .toList();
  }

  private static List<GuestPlan> plans(
      ApplicationSettings settings,
      Map<String, GuestCode> codes,
      Time time,
      Randomness randomness) {
    List<GuestPlan> plans = new ArrayList<>();
    for (GuestSettings guest : settings.guests()) {
      GuestCode code = codes.get(guest.name());
      for (int instance = 1; instance <= guest.instances(); instance++) {
        GuestSpec spec = GuestPlan.spec(guest, instance, code);
        plans.add(GuestPlan.in(randomness, time, spec, guest, code, settings.timezone()));
      }
    }
    WorstCase.of(plans).warningIn(Runtime.getRuntime().maxMemory()).ifPresent(LOG::warn);
    return List.copyOf(plans);
  }
}

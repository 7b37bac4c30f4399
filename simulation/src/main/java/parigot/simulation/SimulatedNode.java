package parigot.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.Directory;
import parigot.kernel.rules.Kernel;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.Leave;
import parigot.runtime.guest.LongEvents;
import parigot.runtime.guest.SharedByGuests;
import parigot.runtime.loading.LoadedApplication;
import parigot.v1.host.PeerMessage;
import parigot.wasm.HostModule;

/**
 * The kernel of an application with its guests: an input in, a call of the {@link Kernel}, its
 * effects out, as the actors have it, on the one thread and at once.
 */
final class SimulatedNode implements Effect.Cases {
  private final World world;
  private final String name;
  private final LoadedApplication loaded;
  private final Kernel kernel;
  private final Directory directory;
  private final SharedByGuests shared;
  private final Map<Id, SimulatedGuest> guests = new LinkedHashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private final Map<String, GuestPlan> plans = new HashMap<>();
  private final Map<Id, Leave> leaves = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Optional<Client> client;
  private Id clientHost = Id.EMPTY;
  private OptionalInt code = OptionalInt.empty();
  private boolean closed;

  SimulatedNode(World world, String name, LoadedApplication loaded) {
    this.world = world;
    this.name = name;
    this.loaded = loaded;
    directory = new Directory(loaded.nodes().preferLocal());
    kernel = new Kernel(loaded.kernelSettings(), loaded.nodes(), loaded.ids(), this::currentCall);
    shared =
        new SharedByGuests(
            loaded.time(), loaded.console(), loaded.plugins().heapGate(), new LongEvents(), false);
    client = world.asksServices() ? Optional.of(newClient()) : Optional.empty();
    for (GuestPlan plan : loaded.guests()) {
      plans.put(plan.label(), plan);
      if (!loaded.isMovable(plan)) {
        SimulatedGuest unusedBegins = spawn(plan);
      }
    }
    kernel.start(now(), effects);
    carryOut();
  }

  private Client newClient() {
    Admission admission = admit(Client.spec());
    clientHost = admission.host();
    return new Client(this, admission, loaded.idsOfHostCalls());
  }

  /** What calls its services for those who say what must hold. */
  Optional<Client> client() {
    return client;
  }

  World world() {
    return world;
  }

  /** Where what comes to it arrives. */
  Agenda.Place place() {
    return world.place(name);
  }

  /** Whether its guests were told to run. */
  boolean hasBegun() {
    return kernel.hasBegun();
  }

  /** A movable guest is to run here. */
  void arrive(Decider.Movable movable) {
    kernel.arrive(plan(movable).spec(), now(), effects);
    carryOut();
  }

  /** A movable guest is to run elsewhere. */
  void depart(Decider.Movable movable) {
    kernel.depart(plan(movable).spec(), now(), effects);
    carryOut();
  }

  /** A guest is labelled without a number where there is one instance of it. */
  private GuestPlan plan(Decider.Movable movable) {
    GuestPlan numbered = plans.get(movable.toString());
    return numbered == null ? plans.get(movable.guest()) : numbered;
  }

  /** Whether this guest lives here and may be handed events. */
  boolean mayRun(String label) {
    return guests.values().stream()
        .anyMatch(guest -> guest.plan().label().equals(label) && guest.mayRun());
  }

  /** A guest of this node is handed something. */
  void enters(GuestPlan plan) {
    if (loaded.isMovable(plan)) {
      world.decider().ifPresent(decider -> decider.entered(name, plan.label()));
    }
  }

  Directory directory() {
    return directory;
  }

  /** A guest's name in a trace. */
  String label(String guest) {
    return loaded.nodes().label(guest);
  }

  /** What a trace calls the caller of a call to one of the guests here. */
  String labelOfCaller(String caller) {
    return plans.containsKey(caller) ? label(caller) : caller;
  }

  /** A session with another node has begun. */
  void linked(String node) {
    if (!isOver()) {
      kernel.linked(node, now(), effects);
      carryOut();
    }
  }

  /** The session with another node is over. */
  void lost(String node, String why) {
    if (!isOver()) {
      kernel.lost(node, why, Set.of(), now(), effects);
      carryOut();
    }
  }

  /** Another node's kernel has said something. */
  void heard(String node, PeerMessage what, long ageNanos) {
    if (!isOver()) {
      kernel.heard(node, what, ageNanos, now(), effects);
      carryOut();
    }
  }

  /** So many bytes of what another node was told are on their way. */
  void written(String node, long bytes) {
    kernel.written(node, bytes);
  }

  List<HostModule> modulesFor(GuestPlan plan, Id host, LastPluginFailure failure) {
    return loaded
        .plugins()
        .modulesFor(plan.settings(), plan.label(), host, plan.spec().capacity(), failure);
  }

  /** A guest has said something, and it has come here. */
  void handle(Id host, FromGuest what) {
    kernel.handle(host, what, now(), effects);
    carryOut();
  }

  /** A guest's last word has come here. */
  void ended(Id host, Ending how) {
    SimulatedGuest guest = guests.remove(host);
    leaves.remove(host);
    loaded.plugins().guestEnded(guest.plan().settings(), guest.plan().label(), host);
    kernel.ended(host, how, now(), effects);
    carryOut();
  }

  /** Ends the application in order. */
  void shutdown() {
    if (isOver()) {
      return;
    }
    kernel.shutdown(0, effects);
    carryOut();
  }

  void tick() {
    kernel.tick(now(), effects);
    carryOut();
  }

  OptionalLong nextDeadline() {
    return isOver() ? OptionalLong.empty() : kernel.nextDeadline();
  }

  boolean isOver() {
    return code.isPresent();
  }

  /** What the application has ended with, once it has. */
  OptionalInt code() {
    return code;
  }

  /** What is left when there should be nothing, a sentence for each. */
  List<String> left() {
    List<String> left = new ArrayList<>();
    kernel.calls(now()).forEach(call -> left.add("the kernel still has a call: " + call));
    guests.values().forEach(guest -> left.add("guest " + guest.label() + " has not ended"));
    return left;
  }

  private Id currentCall(Id host) {
    SimulatedGuest guest = guests.get(host);
    return guest == null ? Id.EMPTY : guest.currentCall();
  }

  private SimulatedGuest spawn(GuestPlan plan) {
    Admission admission = admit(plan.spec());
    int before = starts.merge(plan.label(), 1, Integer::sum) - 1;
    Leave leave = loaded.isMovable(plan) ? leaveOf(admission.host()) : Leave.FOR_EVER;
    SimulatedGuest guest = new SimulatedGuest(this, plan, admission, before, shared, leave);
    guests.put(admission.host(), guest);
    return guest;
  }

  private Admission admit(GuestSpec spec) {
    List<Effect> changes = new ArrayList<>();
    Admission admission = kernel.admit(spec, changes);
    changes.forEach(effect -> effect.giveTo(this));
    return admission;
  }

  private void startGuest(Id host) {
    kernel.handle(host, new FromGuest.Starting(), now(), effects);
    guests.get(host).start();
  }

  private void carryOut() {
    for (int i = 0; i < effects.size(); i++) {
      effects.get(i).giveTo(this);
    }
    effects.clear();
  }

  private long now() {
    return world.time().nanos();
  }

  @Override
  public void deliver(Effect.Deliver effect) {
    if (client.isPresent() && effect.host().equals(clientHost)) {
      client.get().take(effect.event());
      return;
    }
    SimulatedGuest guest = guests.get(effect.host());
    if (guest != null) {
      guest.deliver(effect.event());
    }
  }

  @Override
  public void tell(Effect.Tell effect) {
    world.links().tell(name, effect.node(), effect.message());
  }

  @Override
  public void begin(Effect.Begin effect) {
    List.copyOf(guests.keySet()).forEach(this::startGuest);
    world.decider().ifPresent(decider -> world.soon(decider::look));
  }

  @Override
  public void stop(Effect.Stop effect) {
    SimulatedGuest guest = guests.get(effect.host());
    if (guest != null) {
      guest.stop();
    }
  }

  @Override
  public void kill(Effect.Kill effect) {
    SimulatedGuest guest = guests.get(effect.host());
    if (guest != null) {
      guest.kill();
    }
  }

  @Override
  public void startAgain(Effect.StartAgain effect) {
    GuestPlan plan = plans.get(effect.guest().label());
    startGuest(spawn(plan).host());
  }

  @Override
  public void allLaunched(Effect.AllLaunched effect) {
    // Nobody waits for it.
  }

  @Override
  public void listed(Effect.Listed effect) {
    directory.apply(effect.change());
  }

  @Override
  public void drain(Effect.Drain effect) {
    CompletionStage<Void> others = CompletableFuture.completedFuture(null);
    CompletionStage<?> unusedDrained =
        loaded.plugins().drain(others).thenRun(() -> world.soon(this::drained));
  }

  private void drained() {
    if (closed) {
      return;
    }
    client.ifPresent(world::askBeforeTheEnd);
    kernel.drained(now(), effects);
    carryOut();
  }

  @Override
  public void applicationEnded(Effect.ApplicationEnded effect) {
    code = OptionalInt.of(effect.code());
    world.ended(name);
  }

  @Override
  public void report(Effect.Report effect) {
    world.tracer().report(label(""), effect);
  }

  @Override
  public void moved(Effect.Moved effect) {
    if (!effect.here()) {
      Decider.Movable movable = new Decider.Movable(effect.guest(), effect.instance());
      world.decider().ifPresent(decider -> world.soon(() -> decider.gone(movable)));
    }
  }

  @Override
  public void leased(Effect.Leased effect) {
    leaveOf(effect.host()).until(effect.until());
  }

  private Leave leaveOf(Id host) {
    return leaves.computeIfAbsent(host, unused -> new Leave(loaded.time()));
  }

  /** Lets go of what it holds. */
  void close() {
    closed = true;
    guests.values().forEach(SimulatedGuest::close);
    loaded.plugins().close();
  }
}

package parigot.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.NanoTime;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.MovingSettings;
import parigot.runtime.settings.NodeSettings;

/** All that there is in one run, and what goes on until its end. */
final class World implements AutoCloseable {
  /** After so many events it is taken for granted that a run does not come to its end. */
  private static final int MOST_STEPS = 1_000_000;

  private static final Duration UNTIL_STARTED_AGAIN = Duration.ofSeconds(2);

  private final Faults faults;
  private final Choices choices;
  private final VirtualTime time = new VirtualTime();
  private final Agenda agenda = new Agenda();
  private final Tracer tracer = new Tracer(time);
  private final Agenda.Line soon = agenda.line();
  private final SimulatedLinks links = new SimulatedLinks(this);
  private final Loading loading;
  private final Map<String, SimulatedNode> nodes = new TreeMap<>();
  private final Map<String, Agenda.Place> places = new TreeMap<>();
  private final Optional<Decider> decider;
  private final Disturbances disturbances;
  private final Map<String, Integer> lives = new HashMap<>();
  private final boolean hasMain;
  private final boolean hashing;
  private final Invariants invariants;
  private final List<String> brokenAtTheEnd = new ArrayList<>();
  private boolean isToldToEnd;
  private boolean isAsked;
  private boolean wasAsked;
  private final List<SimulatedRun.Memory> memories = new ArrayList<>();

  /** Makes what runs on a node. */
  interface Loading {
    /**
     * A node as it begins.
     *
     * @param life how often it was started before
     */
    LoadedApplication load(World world, String node, int life);
  }

  /**
   * @param names of the nodes; of the only one it is empty
   * @param node what holds for one of them, when there are several
   */
  World(
      List<String> names,
      Optional<NodeSettings> node,
      Faults faults,
      Choices choices,
      boolean hasMain,
      boolean hashing,
      Invariants invariants,
      Loading loading) {
    this.loading = loading;
    this.invariants = invariants;
    this.hashing = hashing;
    this.faults = faults;
    this.choices = choices;
    this.hasMain = hasMain;
    Optional<MovingSettings> moving = node.flatMap(NodeSettings::moving);
    decider = moving.map(settings -> new Decider(this, settings));
    disturbances =
        new Disturbances(
            this,
            faults,
            choices,
            decider,
            node.map(its -> its.link().silence()).orElse(Duration.ZERO),
            moving.map(MovingSettings::downAfter).orElse(Duration.ZERO));
    names.forEach(this::start);
    if (names.size() > 1) {
      disturbances.begin();
    }
  }

  Choices choices() {
    return choices;
  }

  /** What says where movable guests run, when there are some. */
  Optional<Decider> decider() {
    return decider;
  }

  Disturbances disturbances() {
    return disturbances;
  }

  /** Of the nodes that are there. */
  Set<String> names() {
    return nodes.keySet();
  }

  /** Where what comes to a node arrives. */
  Agenda.Place place(String node) {
    return places.computeIfAbsent(node, unused -> new Agenda.Place());
  }

  /** When a session between two nodes may begin. */
  long canBeLinked(String one, String other) {
    return Math.max(
        time.nanos(), Math.max(disturbances.cutUntil(one), disturbances.cutUntil(other)));
  }

  /** Whether nothing is under way, and nothing due. */
  boolean nothingGoesOn() {
    return agenda.next().isEmpty()
        && nodes.values().stream().allMatch(node -> node.nextDeadline().isEmpty());
  }

  /** A node begins, and is linked to those that are there. */
  private void start(String name) {
    int life = lives.merge(name, 1, Integer::sum) - 1;
    SimulatedNode node = new SimulatedNode(this, name, loading.load(this, name, life));
    for (String other : nodes.keySet()) {
      links.link(name, other, canBeLinked(name, other));
    }
    nodes.put(name, node);
  }

  /** A node ends at once, and comes again, unless it is the last or all are about to end. */
  void crash(String name) {
    tracer.nodeCrashed(name);
    nodes.remove(name).close();
    place(name).stand(Long.MIN_VALUE);
    decider.ifPresent(its -> its.crashed(name));
    nodes.keySet().forEach(other -> links.lose(other, name, "it crashed"));
    Agenda.Line again = agenda.line();
    again.send(
        NanoTime.after(time.nanos(), UNTIL_STARTED_AGAIN),
        () -> {
          if (!isOver() && !isToldToEnd) {
            start(name);
          }
        });
    again.close();
  }

  /** The application is over on this node, which leaves the others. */
  void ended(String name) {
    nodes.keySet().stream()
        .filter(other -> !other.equals(name))
        .forEach(other -> links.leave(name, other));
  }

  SimulatedLinks links() {
    return links;
  }

  /** A node, if it is there. */
  Optional<SimulatedNode> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** Whether a node is there, and the application not over on it. */
  boolean isThere(String name) {
    return node(name).filter(node -> !node.isOver()).isPresent();
  }

  private boolean isOver() {
    return nodes.values().stream().allMatch(SimulatedNode::isOver);
  }

  /** A node that is over may have ended without another's knowing, and that is no mistake. */
  private boolean nobodyIsOver() {
    return nodes.values().stream().noneMatch(SimulatedNode::isOver);
  }

  private void shutdown() {
    isToldToEnd = true;
    List.copyOf(nodes.values()).forEach(SimulatedNode::shutdown);
  }

  private List<String> left() {
    return nodes.values().stream().flatMap(node -> node.left().stream()).toList();
  }

  VirtualTime time() {
    return time;
  }

  Agenda agenda() {
    return agenda;
  }

  Tracer tracer() {
    return tracer;
  }

  /** Does this as soon as what is going on is over. */
  void soon(Runnable what) {
    soon.send(time.nanos(), what);
  }

  /** When what a guest says comes to its kernel. */
  long arrival(FromGuest what) {
    boolean hop = what instanceof FromGuest.Dispatched || what instanceof FromGuest.Returned;
    return hop ? later() : time.nanos();
  }

  /** When an event comes to its guest. */
  long arrival(Event event) {
    boolean hop = event instanceof Event.Call || event instanceof Event.Resolved;
    return hop ? later() : time.nanos();
  }

  /** When something that is said now is heard. */
  long later() {
    if (isAsked || !faults.have(Fault.LATE)) {
      return time.nanos();
    }
    int longest = (int) Math.min(Integer.MAX_VALUE - 1, faults.longestDelay().toMillis());
    int millis = choices.next(Choices.Question.DELAY, longest + 1);
    return time.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /**
   * Has it go on until it is over.
   *
   * @return what went wrong, a sentence for each
   */
  List<String> play() {
    long end = NanoTime.after(0, faults.lasting());
    List<String> wrong = new ArrayList<>();
    for (int steps = 0; !isOver(); steps++) {
      if (steps == MOST_STEPS) {
        return List.of("it has not ended after %,d events".formatted(steps));
      }
      if (!isToldToEnd && time.passed() >= end) {
        shutdown();
      } else if (!step()) {
        if (isToldToEnd || (hasMain && nobodyIsOver())) {
          wrong.add("it goes on no more, and has not ended");
          wrong.addAll(left());
          wrong.addAll(tracer.waiting());
          return wrong;
        }
        shutdown();
      }
      Optional<String> broken = broken();
      if (broken.isPresent()) {
        return List.of(broken.get());
      }
    }
    wrong.addAll(tracer.broken());
    wrong.addAll(tracer.waiting());
    wrong.addAll(left());
    wrong.addAll(brokenAtTheEnd);
    invariants.atTheEnd(observation()).ifPresent(wrong::add);
    return wrong;
  }

  private Observation observation() {
    return new Observation(tracer, time, code());
  }

  boolean asksServices() {
    return invariants.ask();
  }

  /** Services are asked once, on the first of several nodes that is about to end. */
  void askBeforeTheEnd(Client client) {
    if (!wasAsked) {
      wasAsked = true;
      isAsked = true;
      invariants.askedAtTheEnd(observation(), client).ifPresent(brokenAtTheEnd::add);
      isAsked = false;
    }
  }

  /** What must hold after each event and does not. */
  private Optional<String> broken() {
    Optional<String> broken = invariants.afterAnEvent(observation());
    Optional<Client> client =
        nodes.values().stream()
            .filter(node -> !node.isOver())
            .findFirst()
            .flatMap(SimulatedNode::client);
    if (broken.isPresent() || client.isEmpty()) {
      return broken;
    }
    isAsked = true;
    try {
      return invariants.asked(observation(), client.get());
    } finally {
      isAsked = false;
    }
  }

  /** The next event; false when there is none any more. */
  boolean step() {
    OptionalLong deadline = OptionalLong.empty();
    SimulatedNode due = null;
    for (SimulatedNode node : nodes.values()) {
      OptionalLong its = node.nextDeadline();
      long done = its.isEmpty() ? Long.MAX_VALUE : node.place().doneAt(its.getAsLong());
      if (its.isPresent() && (deadline.isEmpty() || done < deadline.getAsLong())) {
        deadline = OptionalLong.of(done);
        due = node;
      }
    }
    OptionalLong next = NanoTime.earlier(agenda.next(), deadline);
    if (next.isEmpty()) {
      return false;
    }
    time.reach(next.getAsLong());
    // A deadline that has come is seen before what comes at the same moment, unless the node has
    // stood still: then its threads go on in any order.
    if (due != null
        && deadline.getAsLong() <= time.nanos()
        && !(due.place().goesOnAt(time.nanos())
            && agenda.next().orElse(Long.MAX_VALUE) <= time.nanos()
            && choices.next(Choices.Question.ORDER, 2) == 1)) {
      due.tick();
      return true;
    }
    Optional<Agenda.Message> message = agenda.take(time.nanos(), choices);
    message.orElseThrow().reach().run();
    return true;
  }

  /** What happens to an event in the place of reaching its guest. */
  enum Fate {
    REACHES,
    IS_LOST,
    CRASHES_THE_GUEST,
    HANGS_THE_GUEST
  }

  /** What becomes of an event that is about to reach this guest. */
  Fate fate(Event event, boolean isServer) {
    if (isAsked) {
      return Fate.REACHES;
    }
    List<Fate> fates = new ArrayList<>(4);
    fates.add(Fate.REACHES);
    if (faults.have(Fault.LOST) && event instanceof Event.Call) {
      fates.add(Fate.IS_LOST);
    }
    boolean isWork = event instanceof Event.Call || event instanceof Event.Resolved;
    if (faults.have(Fault.CRASH) && isServer && isWork) {
      fates.add(Fate.CRASHES_THE_GUEST);
    }
    if (faults.have(Fault.HANG) && isServer && isWork) {
      fates.add(Fate.HANGS_THE_GUEST);
    }
    return fates.get(choices.next(Choices.Question.FAULT, fates.size()));
  }

  /** What happens in the place of a message's reaching another node. */
  enum FateOfNodes {
    REACHES,
    LINK_BREAKS,
    NODE_CRASHES
  }

  /** What becomes of a message that is about to reach another node. */
  FateOfNodes fateOfNodes() {
    if (isAsked) {
      return FateOfNodes.REACHES;
    }
    List<FateOfNodes> fates = new ArrayList<>(3);
    fates.add(FateOfNodes.REACHES);
    if (faults.have(Fault.LINK_LOSS)) {
      fates.add(FateOfNodes.LINK_BREAKS);
    }
    if (faults.have(Fault.NODE_CRASH)) {
      fates.add(FateOfNodes.NODE_CRASHES);
    }
    return fates.get(choices.next(Choices.Question.FAULT, fates.size()));
  }

  /** Whether a call of a plugin is not carried out. */
  boolean losesCallOf(String plugin) {
    boolean loses =
        !isAsked
            && faults.have(Fault.PLUGIN_TIMEOUT)
            && choices.next(Choices.Question.FAULT, 2) == 1;
    if (loses) {
      tracer.fault("", tracer.current(), "the plugin " + plugin + " does not answer");
    }
    return loses;
  }

  /** A guest has come to its end: keeps a checksum of what its memory is, if that is wanted. */
  void hashMemory(String guest, GuestProgram program) {
    if (hashing) {
      program.stateHash().ifPresent(hash -> memories.add(new SimulatedRun.Memory(guest, hash)));
    }
  }

  List<SimulatedRun.Memory> memories() {
    return memories;
  }

  /** What the application ended with, the worst of its nodes; empty when it did not end. */
  Optional<Integer> code() {
    return isOver()
        ? nodes.values().stream().map(node -> node.code().getAsInt()).max(Integer::compare)
        : Optional.empty();
  }

  @Override
  public void close() {
    nodes.values().forEach(SimulatedNode::close);
  }
}

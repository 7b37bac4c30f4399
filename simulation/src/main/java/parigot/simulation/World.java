package parigot.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.NanoTime;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.loading.LoadedApplication;

/** All that there is in one run, and what goes on until its end. */
final class World implements AutoCloseable {
  /** After so many events it is taken for granted that a run does not come to its end. */
  private static final int MOST_STEPS = 1_000_000;

  private final Faults faults;
  private final Choices choices;
  private final VirtualTime time = new VirtualTime();
  private final Agenda agenda = new Agenda();
  private final Tracer tracer = new Tracer(time);
  private final Agenda.Line soon = agenda.line();
  private final SimulatedNode node;
  private final boolean hasMain;
  private final boolean hashing;
  private final Invariants invariants;
  private final List<SimulatedRun.Memory> memories = new ArrayList<>();

  World(
      Faults faults,
      Choices choices,
      boolean hasMain,
      boolean hashing,
      Invariants invariants,
      Function<World, LoadedApplication> loading) {
    this.invariants = invariants;
    this.hashing = hashing;
    this.faults = faults;
    this.choices = choices;
    this.hasMain = hasMain;
    this.node = new SimulatedNode(this, loading.apply(this));
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

  private long later() {
    if (!faults.have(Fault.LATE)) {
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
    boolean toldToEnd = false;
    List<String> wrong = new ArrayList<>();
    for (int steps = 0; !node.isOver(); steps++) {
      if (steps == MOST_STEPS) {
        return List.of("it has not ended after %,d events".formatted(steps));
      }
      if (!toldToEnd && time.passed() >= end) {
        toldToEnd = true;
        node.shutdown();
      } else if (!step()) {
        if (toldToEnd || hasMain) {
          wrong.add("it goes on no more, and has not ended");
          wrong.addAll(node.left());
          wrong.addAll(tracer.waiting());
          return wrong;
        }
        toldToEnd = true;
        node.shutdown();
      }
      Optional<String> broken = invariants.afterAnEvent(observation());
      if (broken.isPresent()) {
        return List.of(broken.get());
      }
    }
    wrong.addAll(tracer.broken());
    wrong.addAll(tracer.waiting());
    wrong.addAll(node.left());
    invariants.atTheEnd(observation()).ifPresent(wrong::add);
    return wrong;
  }

  private Observation observation() {
    return new Observation(tracer, time, code());
  }

  /** The next event; false when there is none any more. */
  private boolean step() {
    OptionalLong deadline = node.nextDeadline();
    OptionalLong next = NanoTime.earlier(agenda.next(), deadline);
    if (next.isEmpty()) {
      return false;
    }
    time.reach(next.getAsLong());
    // A deadline that has come is seen before what comes at the same moment.
    if (deadline.isPresent() && deadline.getAsLong() <= time.nanos()) {
      node.tick();
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
    CRASHES_THE_GUEST
  }

  /** What becomes of an event that is about to reach this guest. */
  Fate fate(Event event, boolean isServer) {
    List<Fate> fates = new ArrayList<>(3);
    fates.add(Fate.REACHES);
    if (faults.have(Fault.LOST) && event instanceof Event.Call) {
      fates.add(Fate.IS_LOST);
    }
    if (faults.have(Fault.CRASH)
        && isServer
        && (event instanceof Event.Call || event instanceof Event.Resolved)) {
      fates.add(Fate.CRASHES_THE_GUEST);
    }
    return fates.get(choices.next(Choices.Question.FAULT, fates.size()));
  }

  /** Whether a call of a plugin is not carried out. */
  boolean losesCallOf(String plugin) {
    boolean loses =
        faults.have(Fault.PLUGIN_TIMEOUT) && choices.next(Choices.Question.FAULT, 2) == 1;
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

  /** What the application ended with; empty when it did not. */
  Optional<Integer> code() {
    return node.code().isPresent() ? Optional.of(node.code().getAsInt()) : Optional.empty();
  }

  @Override
  public void close() {
    node.close();
  }
}

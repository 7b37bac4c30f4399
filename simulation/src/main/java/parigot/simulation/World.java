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
  private final List<SimulatedRun.Memory> memories = new ArrayList<>();

  World(
      Faults faults,
      Choices choices,
      boolean hasMain,
      boolean hashing,
      Function<World, LoadedApplication> loading) {
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
      if (!toldToEnd && time.nanos() >= end) {
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
    }
    wrong.addAll(tracer.broken());
    wrong.addAll(tracer.waiting());
    wrong.addAll(node.left());
    return wrong;
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

package parigot.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import parigot.kernel.NanoTime;

/**
 * What befalls whole nodes, and where movable guests are to run: it is asked for once a second,
 * until shortly before the application is told to end, so that it has the time to be well again.
 */
final class Disturbances {
  private static final Duration EACH = Duration.ofSeconds(1);

  /** Before the end nothing of this begins. */
  private static final Duration CALM = Duration.ofSeconds(40);

  /** For how many seconds a node is away: mostly so long that it matters. */
  private static final int[] SECONDS = {7, 1, 3, 5, 9, 12, 20};

  private static final int MILLIS = 1000;

  private final World world;
  private final Faults faults;
  private final Choices choices;
  private final Optional<Decider> decider;
  private final Duration silence;
  private final Duration downAfter;
  private final Agenda.Line line;
  private final Map<String, Long> cutUntil = new HashMap<>();

  /**
   * @param silence after which a node is lost to the others
   * @param downAfter after which what it ran is given to others
   */
  Disturbances(
      World world,
      Faults faults,
      Choices choices,
      Optional<Decider> decider,
      Duration silence,
      Duration downAfter) {
    this.world = world;
    this.faults = faults;
    this.choices = choices;
    this.decider = decider;
    this.silence = silence;
    this.downAfter = downAfter;
    line = world.agenda().line();
  }

  /** Begins to ask, if there is anything that may happen. */
  void begin() {
    if (decider.isPresent() || faults.have(Fault.NODE_STANDS) || faults.have(Fault.NODE_CUT)) {
      next();
    }
  }

  private void next() {
    line.send(NanoTime.after(world.time().nanos(), EACH), this::look);
  }

  private void look() {
    if (world.nothingGoesOn()) {
      return;
    }
    decider.ifPresent(Decider::look);
    if (world.time().passed() < faults.lasting().minus(CALM).toNanos()) {
      List<Runnable> possible = possible();
      int chosen = choices.next(Choices.Question.FAULT, possible.size() + 1);
      if (chosen > 0) {
        possible.get(chosen - 1).run();
      }
    }
    next();
  }

  private List<Runnable> possible() {
    List<Runnable> possible = new ArrayList<>();
    for (String node : world.names()) {
      if (world.isThere(node) && !isAway(node)) {
        if (faults.have(Fault.NODE_STANDS)) {
          possible.add(() -> stand(node));
        }
        if (faults.have(Fault.NODE_CUT)) {
          possible.add(() -> cut(node));
        }
      }
    }
    if (faults.have(Fault.MOVE)) {
      decider.ifPresent(its -> addMoves(its, possible));
    }
    return possible;
  }

  private void addMoves(Decider its, List<Runnable> possible) {
    for (Decider.Movable movable : its.all()) {
      Optional<String> home = its.home(movable);
      for (String node : its.candidates(movable)) {
        if (home.isPresent() && !home.get().equals(node)) {
          possible.add(
              () -> {
                world.tracer().fault(home.get(), node, "%s is to move".formatted(movable));
                its.move(movable, node);
              });
          possible.add(
              () -> {
                world.tracer().fault(home.get(), node, "%s is taken for gone".formatted(movable));
                its.misplace(movable, node);
              });
        }
      }
    }
  }

  private boolean isAway(String node) {
    return stands(node) || isCut(node);
  }

  /** Whether a node stands still now. */
  boolean stands(String node) {
    return world.place(node).standsAt(world.time().nanos());
  }

  private boolean isCut(String node) {
    return cutUntil(node) > world.time().nanos();
  }

  private Duration howLong() {
    int seconds = SECONDS[choices.next(Choices.Question.ORDER, SECONDS.length)];
    return Duration.ofSeconds(seconds).plusMillis(choices.next(Choices.Question.DELAY, MILLIS));
  }

  /** The node does nothing, and what comes to it waits. */
  private void stand(String node) {
    Duration time = howLong();
    long until = NanoTime.after(world.time().nanos(), time);
    world.tracer().fault("", node, "stands still for %d ms".formatted(time.toMillis()));
    world.place(node).stand(until);
    if (time.compareTo(silence) > 0) {
      world.links().isSilent(node, silence, until);
      loses(node, time);
    }
  }

  /** Nothing comes from it or to it. */
  private void cut(String node) {
    Duration time = howLong();
    long until = NanoTime.after(world.time().nanos(), time);
    world.tracer().fault("", node, "is cut off for %d ms".formatted(time.toMillis()));
    if (time.compareTo(silence) > 0) {
      cutUntil.put(node, until);
      world.links().cut(node, silence, until);
      loses(node, time);
    } else {
      // It comes late, and all of it.
      world.links().holdUp(node, until);
    }
  }

  /** What it ran is given to others, if it is away for so long. */
  private void loses(String node, Duration time) {
    if (decider.isPresent() && time.compareTo(silence.plus(downAfter)) > 0) {
      long now = world.time().nanos();
      at(NanoTime.after(now, silence.plus(downAfter)), () -> giveUp(node));
      at(NanoTime.after(now, time) + TimeUnit.SECONDS.toNanos(2), () -> decider.get().isBack(node));
    }
  }

  private void giveUp(String node) {
    if (isAway(node)) {
      decider.orElseThrow().giveUp(node);
    }
  }

  private void at(long moment, Runnable what) {
    Agenda.Line once = world.agenda().line();
    once.send(moment, what);
    once.close();
  }

  /** Until when no session with it can begin. */
  long cutUntil(String node) {
    return cutUntil.getOrDefault(node, Long.MIN_VALUE);
  }
}

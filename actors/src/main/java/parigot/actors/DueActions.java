package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What is to be done at moments of a time that is set. Run by who sets it. */
final class DueActions {
  private final ManualTime time;
  private final TreeMap<Moment, Action> actions = new TreeMap<>();
  private long number;

  /** Of those at one moment comes first what was asked for first. */
  private record Moment(long nanos, long number) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = Long.compare(nanos, other.nanos);
      return byTime == 0 ? Long.compare(number, other.number) : byTime;
    }
  }

  private record Action(Object owner, Runnable what) {}

  DueActions(ManualTime time) {
    this.time = time;
  }

  private synchronized Moment put(Object owner, long nanos, Runnable what) {
    Moment moment = new Moment(time.nanos() + Math.max(0, nanos), number++);
    actions.put(moment, new Action(owner, what));
    return moment;
  }

  private synchronized void remove(Moment moment) {
    actions.remove(moment);
  }

  private synchronized void removeAllOf(Object owner) {
    actions.values().removeIf(action -> action.owner() == owner);
  }

  /** When the first is due. */
  synchronized OptionalLong next() {
    return actions.isEmpty() ? OptionalLong.empty() : OptionalLong.of(actions.firstKey().nanos());
  }

  /** Does what is due by then. */
  void run(long moment) {
    takeDue(moment).forEach(Runnable::run);
  }

  private synchronized List<Runnable> takeDue(long moment) {
    List<Runnable> due = new ArrayList<>();
    while (!actions.isEmpty() && actions.firstKey().nanos() <= moment) {
      due.add(actions.pollFirstEntry().getValue().what());
    }
    return due;
  }

  /** Those of one owner, who may close them. */
  Deadlines of() {
    return new Owned();
  }

  private final class Owned implements Deadlines {
    @Override
    public void after(long nanos, Runnable action) {
      Moment unusedIsNeverMoved = put(this, nanos, action);
    }

    @Override
    public Deadline deadline(Runnable action) {
      Object owner = this;
      return new Deadline() {
        private Optional<Moment> armed = Optional.empty();

        @Override
        public void after(long nanos) {
          cancel();
          armed = Optional.of(put(owner, nanos, action));
        }

        @Override
        public void cancel() {
          armed.ifPresent(DueActions.this::remove);
          armed = Optional.empty();
        }
      };
    }

    @Override
    public void close() {
      removeAllOf(this);
    }
  }
}

package parigot.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is going to happen: messages under way. Each goes along a line, such as from a guest to its
 * kernel, on which none overtakes another.
 */
final class Agenda {
  /** Something that is under way. */
  record Message(long arrival, long number, Runnable reach) {}

  private static final Place NOWHERE = new Place();

  private final List<Line> lines = new ArrayList<>();
  private long numbers;

  /** Where messages arrive: at a node, which may stand still. What comes to it then waits. */
  static final class Place {
    private long standsUntil = Long.MIN_VALUE;

    /** It does nothing until then. */
    void stand(long until) {
      standsUntil = until;
    }

    /** Whether it does nothing at this moment. */
    boolean standsAt(long now) {
      return standsUntil > now;
    }

    /** Whether it has just begun again. */
    boolean goesOnAt(long now) {
      return standsUntil == now;
    }

    /** When something that is due then is done. */
    long doneAt(long due) {
      return Math.max(due, standsUntil);
    }
  }

  /** Where messages stay in their order. */
  final class Line {
    private final Place place;
    private final Deque<Message> messages = new ArrayDeque<>();
    private long latest;
    private boolean closed;

    private Line(Place place) {
      this.place = place;
    }

    private long arrival() {
      return place.doneAt(messages.getFirst().arrival());
    }

    /** One more, which arrives then, or when the one before it does if that is later. */
    void send(long arrival, Runnable reach) {
      latest = Math.max(latest, arrival);
      messages.addLast(new Message(latest, numbers++, reach));
    }

    /** What was under way is lost. */
    void clear() {
      messages.clear();
      latest = 0;
    }

    /** Nothing goes along here any more, but what is under way. */
    void close() {
      closed = true;
      removeIfDone();
    }

    private Message takeFirst() {
      Message first = messages.removeFirst();
      removeIfDone();
      return first;
    }

    private void removeIfDone() {
      if (closed && messages.isEmpty()) {
        lines.remove(this);
      }
    }
  }

  /** A line to nowhere in particular. */
  Line line() {
    return line(NOWHERE);
  }

  /** A line to this place. */
  Line line(Place place) {
    Line line = new Line(place);
    lines.add(line);
    return line;
  }

  /** When the next message arrives. */
  OptionalLong next() {
    long earliest = Long.MAX_VALUE;
    boolean any = false;
    for (Line line : lines) {
      if (!line.messages.isEmpty()) {
        any = true;
        earliest = Math.min(earliest, line.arrival());
      }
    }
    return any ? OptionalLong.of(earliest) : OptionalLong.empty();
  }

  /** Takes one of those that have arrived: the oldest, or another one that is chosen. */
  Optional<Message> take(long now, Choices choices) {
    List<Line> arrived = new ArrayList<>();
    for (Line line : lines) {
      if (!line.messages.isEmpty() && line.arrival() <= now) {
        arrived.add(line);
      }
    }
    if (arrived.isEmpty()) {
      return Optional.empty();
    }
    if (arrived.size() > 1) {
      arrived.sort(
          Comparator.comparingLong(Line::arrival)
              .thenComparingLong(line -> line.messages.getFirst().number()));
    }
    int chosen = choices.next(Choices.Question.ORDER, arrived.size());
    return Optional.of(arrived.get(chosen).takeFirst());
  }
}

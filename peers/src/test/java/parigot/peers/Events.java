package parigot.peers;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps what a listener was told, and lets a test wait for what it needs. */
final class Events implements LinkListener {
  sealed interface Event {
    String node();
  }

  record Linked(String node, long session) implements Event {}

  record Received(String node, long session, ByteString frame, long ageNanos) implements Event {}

  record Written(String node, long session, long bytes) implements Event {}

  record Lost(String node, long session, String why, List<Long> unwritten) implements Event {}

  record Refused(String node, String sentence) implements Event {}

  private record Stand(CountDownLatch over, Duration most) {}

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final List<Event> events = new ArrayList<>();
  private final Map<Class<? extends Event>, Stand> held = new ConcurrentHashMap<>();
  private int looked;

  private void add(Event event) {
    synchronized (this) {
      events.add(event);
      notifyAll();
    }
    Stand stand = held.get(event.getClass());
    if (stand == null) {
      return;
    }
    try {
      boolean unusedTold = stand.over().await(stand.most().toMillis(), TimeUnit.MILLISECONDS);
      stand.over().countDown();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Stops the links' thread, and so what a process does, at each event of the kind. */
  CountDownLatch standStillAt(Class<? extends Event> kind) {
    CountDownLatch until = new CountDownLatch(1);
    held.put(kind, new Stand(until, Duration.ofNanos(PATIENCE_NANOS)));
    return until;
  }

  /** Stops the links' thread, and so what a process does, for so long at the first such event. */
  void standStillFor(Duration time, Class<? extends Event> kind) {
    held.put(kind, new Stand(new CountDownLatch(1), time));
  }

  @Override
  public void linked(String node, long session) {
    add(new Linked(node, session));
  }

  @Override
  public void received(String node, long session, ByteString frame, long ageNanos) {
    add(new Received(node, session, frame, ageNanos));
  }

  @Override
  public void written(String node, long session, long bytes) {
    add(new Written(node, session, bytes));
  }

  @Override
  public void lost(String node, long session, String why, List<Long> unwritten) {
    add(new Lost(node, session, why, unwritten));
  }

  @Override
  public void refused(String node, String sentence) {
    add(new Refused(node, sentence));
  }

  /** The next event of the kind after the one that was returned last. Waits for it. */
  synchronized <E extends Event> E next(Class<E> kind) {
    return next(kind, event -> true);
  }

  synchronized <E extends Event> E next(Class<E> kind, Predicate<E> wanted) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      while (looked < events.size()) {
        Event event = events.get(looked++);
        if (kind.isInstance(event) && wanted.test(kind.cast(event))) {
          return kind.cast(event);
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("no " + kind.getSimpleName() + " came; there were " + shown());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private String shown() {
    return events.stream()
        .filter(event -> !(event instanceof Received) && !(event instanceof Written))
        .toList()
        .toString();
  }

  /** All of the kind so far. */
  synchronized <E extends Event> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}

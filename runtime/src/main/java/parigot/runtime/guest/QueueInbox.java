package parigot.runtime.guest;

import java.util.ArrayDeque;
import java.util.Optional;
import parigot.kernel.Event;
import parigot.kernel.guest.Inbox;

/** The inbox of a reactor guest: filled and emptied on its actor's turn, and never waited for. */
public final class QueueInbox implements Inbox {
  private final ArrayDeque<Event> events = new ArrayDeque<>(2);

  public void put(Event event) {
    events.add(event);
  }

  @Override
  public Optional<Event> poll() {
    return Optional.ofNullable(events.poll());
  }

  @Override
  public boolean await(int timeoutMillis) {
    return events.stream().anyMatch(Event::wakes);
  }
}

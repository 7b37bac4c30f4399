package parigot.kernel.guest;

import java.util.Optional;
import parigot.kernel.Event;

/**
 * Where a guest's events wait until its {@link SystemCalls} takes them. The kernel's side puts them
 * in from another thread; {@link SystemCalls} takes them out on the guest's.
 */
public interface Inbox {

  /** The next event in the order of arrival, if there is one. Never waits. */
  Optional<Event> poll();

  /**
   * Waits until there is an event that {@linkplain Event#wakes wakes}, or until the time has
   * passed.
   *
   * @param timeoutMillis negative waits for ever, 0 does not wait
   * @return whether there is such an event
   * @throws RuntimeException of the caller's own kind when the guest is being ended; it passes
   *     through {@link SystemCalls} unchanged
   */
  boolean await(int timeoutMillis);
}

package parigot.kernel;

import java.time.Duration;
import java.util.List;

/** What a guest has done, as its {@link SystemCalls} tells the kernel. In the order it happened. */
public sealed interface FromGuest {

  /** The guest's start is about to begin. It comes before all else. */
  record Starting() implements FromGuest {}

  /** The guest's start has ended: a classic guest asks for its first event, or it has returned. */
  record Started() implements FromGuest {}

  record Registered(Id service, String debugName) implements FromGuest {}

  record Bound(Id service, Id method, String methodName) implements FromGuest {}

  record Exported(Id service, List<ServiceName> names) implements FromGuest {}

  record Required(Id service, List<ServiceName> names) implements FromGuest {}

  record LaunchAsked(Id service, Id call) implements FromGuest {}

  /**
   * The guest has made a call.
   *
   * @param timeoutMillis how long it is to wait at most; 0 leaves that to others
   */
  record Dispatched(Id call, Id service, Id method, Payload param, long timeoutMillis)
      implements FromGuest {}

  /** The caller waits no longer for this call of its own: it is as if it had never been made. */
  record Withdrawn(Id call) implements FromGuest {}

  record Returned(Id call, Payload result, int error) implements FromGuest {}

  /** The guest has answered with more than its caller can take, and was told so. */
  record ReturnedTooMuch(Id call, int size, int capacity) implements FromGuest {}

  /** The guest has answered a call that no longer waited, and was told so. */
  record ReturnedLate(Id call) implements FromGuest {}

  record ExitAsked(Id call, Id service, int code, boolean shutdownAll) implements FromGuest {}

  /** The guest has answered its own exit call and was handed the exit event. */
  record ExitDelivered(Id call) implements FromGuest {}

  record TimerSet(Id call, Duration delay) implements FromGuest {}

  record TimerCancelled(Id call) implements FromGuest {}

  /** The guest has taken note that so many calls to it, of so many bytes, wait no longer. */
  record Forgot(int calls, long bytes) implements FromGuest {}

  /** The guest has taken results of so many bytes. Said of several at a time. */
  record Took(long bytes) implements FromGuest {}

  /**
   * Something that the guest asked for was over one of its limits, and was refused. Said of each
   * limit once an event.
   *
   * @param key the limit's, in the configuration
   */
  record Refused(String key, String sentence) implements FromGuest {}

  /** The guest has come to an {@link Event.Probe} and has nothing to do. */
  record Idle() implements FromGuest {}
}

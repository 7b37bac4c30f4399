package parigot.runtime.guest;

import com.google.protobuf.ByteString;
import java.util.Optional;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.guest.SystemCalls;

/**
 * A guest that is entered once an event: the events that wait for it, and the turns in which it
 * works on them. Of one thread at a time; between two turns it is memory and nothing else.
 */
public final class Reactor {
  private final GuestProgram program;
  private final SystemCalls calls;
  private final QueueInbox inbox;
  private boolean toStart;
  private boolean started;

  /**
   * @param inbox that of the system calls
   */
  public Reactor(GuestProgram program, SystemCalls calls, QueueInbox inbox) {
    this.program = program;
    this.calls = calls;
    this.inbox = inbox;
  }

  /** Its next turn begins with its start. */
  public void toStart() {
    toStart = true;
  }

  /** One more event waits. */
  public void put(Event event) {
    inbox.put(event);
  }

  /**
   * A turn: runs the start, if that is due, and then all events that wait. Before the start they
   * wait on.
   *
   * @return how the guest has ended; empty when it lives on
   */
  public Optional<Ending> work() {
    if (toStart && !started) {
      started = true;
      Optional<Ending> ending = program.start();
      if (ending.isPresent()) {
        return ending;
      }
    }
    if (!started) {
      return Optional.empty();
    }
    Optional<ByteString> event = calls.nextEvent();
    while (event.isPresent()) {
      Optional<Ending> ending = program.deliver(event.get());
      if (ending.isPresent()) {
        return ending;
      }
      event = calls.nextEvent();
    }
    return Optional.empty();
  }
}

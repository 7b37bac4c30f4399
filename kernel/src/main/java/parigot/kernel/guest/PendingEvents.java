package parigot.kernel.guest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;

/**
 * What has arrived for one guest and waits for it, and the calls that it was handed and has not
 * answered. Lives on the guest's thread.
 */
final class PendingEvents implements Event.Cases {
  /**
   * How many calls that nobody waits for any more are remembered, to tell a guest that answers one
   * why that came too late. A guest need never answer, so there must be a bound.
   */
  private static final int FORGOTTEN_CALLS_REMEMBERED = 1024;

  private final Inbox inbox;
  private final Queue<Event.Resolved> resolved = new ArrayDeque<>();
  private final Map<Id, Event.Call> calls = new LinkedHashMap<>();
  private final Map<Id, Event.Call> serving = new HashMap<>();
  private final Map<Id, Id> callersOfForgotten = new Remembered();
  private Optional<Event.Exit> exit = Optional.empty();
  private final List<Id> unbegun = new ArrayList<>();
  private int forgotten;
  private long forgottenBytes;
  private boolean probed;

  PendingEvents(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Takes in what has arrived. Never waits. */
  void takeIn() {
    for (Optional<Event> next = inbox.poll(); next.isPresent(); next = inbox.poll()) {
      next.get().giveTo(this);
    }
  }

  @Override
  public void call(Event.Call event) {
    calls.put(event.call(), event);
  }

  @Override
  public void resolved(Event.Resolved event) {
    resolved.add(event);
  }

  @Override
  public void exit(Event.Exit event) {
    exit = Optional.of(event);
  }

  @Override
  public void forget(Event.Forget event) {
    forgotten++;
    forgottenBytes += event.bytes();
    forget(event.call());
  }

  /** Only the host's own code makes use of it, which has no events. */
  @Override
  public void over(Event.Over event) {}

  @Override
  public void probe(Event.Probe event) {
    probed = true;
  }

  /** The calls that were taken back since this was last asked, if any were. */
  Optional<FromGuest.Forgot> takeForgotten() {
    if (forgotten == 0) {
      return Optional.empty();
    }
    FromGuest.Forgot taken = new FromGuest.Forgot(forgotten, forgottenBytes, unbegun);
    unbegun.clear();
    forgotten = 0;
    forgottenBytes = 0;
    return Optional.of(taken);
  }

  /** Whether the kernel has asked since this was last asked. */
  boolean takeProbe() {
    boolean taken = probed;
    probed = false;
    return taken;
  }

  private void forget(Id call) {
    if (calls.remove(call) != null) {
      unbegun.add(call);
      return;
    }
    Event.Call served = serving.remove(call);
    if (served != null) {
      callersOfForgotten.put(call, served.callerHost());
    }
  }

  Optional<Event.Exit> nextExit() {
    Optional<Event.Exit> next = exit;
    exit = Optional.empty();
    return next;
  }

  Optional<Event.Resolved> nextResolved() {
    return Optional.ofNullable(resolved.poll());
  }

  /** The next call, which from now on may be answered. */
  Optional<Event.Call> nextCall() {
    Iterator<Event.Call> first = calls.values().iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Event.Call call = first.next();
    first.remove();
    serving.put(call.call(), call);
    return Optional.of(call);
  }

  /** Whether a call with this id is waiting here or being served. */
  boolean knows(Id call) {
    return calls.containsKey(call) || serving.containsKey(call);
  }

  /** A call that the guest was handed and that still waits for its answer. */
  Optional<Event.Call> served(Id call) {
    return Optional.ofNullable(serving.get(call));
  }

  void answered(Id call) {
    serving.remove(call);
  }

  /** The caller of a call that was handed over and no longer waits. Says so once. */
  Optional<Id> callerOfForgotten(Id call) {
    return Optional.ofNullable(callersOfForgotten.remove(call));
  }

  private static final class Remembered extends LinkedHashMap<Id, Id> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Id, Id> eldest) {
      return size() > FORGOTTEN_CALLS_REMEMBERED;
    }
  }
}

package parigot.kernel.rules;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Label;

/** Whom calls are made by and go to: a guest that has not ended, or another node. */
abstract sealed class Host permits Guest, Peer {
  private final Id id;
  private final GuestSpec spec;
  private final String label;
  private final Label callerName;
  private final HostCalls calls = new HostCalls();
  private final Map<Id, Service> services = new LinkedHashMap<>();

  /** How many of its services have not asked to launch. */
  private int notAsked;

  /** How many of its services have asked to launch and are not running. */
  private int waiting;

  /**
   * @param label its name in logs, with its node's if there are several
   */
  Host(Id id, GuestSpec spec, String label) {
    this.id = id;
    this.spec = spec;
    this.label = label;
    this.callerName = new Label(spec.label());
  }

  final Id id() {
    return id;
  }

  final GuestSpec spec() {
    return spec;
  }

  final String label() {
    return label;
  }

  /** What those that it calls are told: a guest's name, or a node's. */
  final Label callerName() {
    return callerName;
  }

  /** Its calls and those to it, and whether it is at an event. */
  final HostCalls calls() {
    return calls;
  }

  /** Whether it is another node. */
  abstract boolean isPeer();

  /** Whether it is one that is away, and may come back as it was. */
  abstract boolean isAway();

  /** Whether it has said that it takes no more calls. */
  abstract boolean isLeaving();

  /**
   * Why so many bytes more cannot be on their way to it; nothing when they can. Its mailbox is
   * another thing.
   */
  abstract Optional<String> whyFull(int bytes);

  /** Has a call brought to it. */
  abstract void bring(Call call, long now, List<Effect> out);

  /** Has an event delivered to it. */
  abstract void deliver(Event event, List<Effect> out);

  /** Whether calls may go to it. */
  final boolean takesCalls() {
    return !isAway() && !isLeaving();
  }

  /** Everything that it has registered, in that order. */
  final Collection<Service> services() {
    return Collections.unmodifiableCollection(services.values());
  }

  /** It has registered one more service. */
  final void add(Service service) {
    services.put(service.id(), service);
    notAsked++;
  }

  /** One of its services is there no more. */
  final void remove(Service service) {
    services.remove(service.id());
  }

  /** One of its services has asked to launch. */
  final void oneAsks() {
    notAsked--;
    waiting++;
  }

  /** One of its services runs, or was refused. */
  final void oneWaitsNoMore() {
    waiting--;
  }

  /** Whether one of its services has asked to launch and is not running. */
  final boolean isWaiting() {
    return waiting > 0;
  }

  /** Whether nothing more is to be expected of its start: it has asked to launch all it has. */
  final boolean isSettled() {
    return !services.isEmpty() && notAsked == 0;
  }

  /** Whether all that it registered is running. */
  final boolean isLaunched() {
    return isSettled() && waiting == 0;
  }
}

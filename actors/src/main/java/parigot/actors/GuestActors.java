package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.Admission;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.SystemCalls;
import parigot.plugin.GuestLog;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.guest.BlockingInbox;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.EventPermits;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.Leave;
import parigot.runtime.guest.QueueInbox;
import parigot.runtime.guest.Reactor;
import parigot.runtime.guest.SharedByGuests;
import parigot.runtime.jfr.RestartEvent;
import parigot.runtime.loading.LoadedApplication;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;

/**
 * The guests that live, each under an actor that is a child of the kernel's: how it is spawned and
 * reached, and what it ended with. Of the kernel's turns only.
 */
final class GuestActors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.kernel");

  /** A guest's actor, and what can interrupt it from outside. */
  private record Guest(
      GuestPlan plan,
      ActorRef<GuestActor.Command> actor,
      GuestProgram program,
      CurrentCall current) {}

  /** A guest whose actor is gone. */
  record Ended(String label, Ending how) {}

  private final ActorContext<KernelActor.Command> context;
  private final LoadedApplication loaded;
  private final Directory directory;
  private final Lives lives;
  private final GuestDispatchers.Shared dispatcher;
  private final EventPermits permits;
  private final SharedByGuests shared;
  private final Watchdog watchdog;
  private final Map<Id, Guest> guests = new LinkedHashMap<>();
  private final Map<Id, Ending> endings = new HashMap<>();
  private final Map<Id, Leave> leaves = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();

  /**
   * @param lives told of each life that begins
   */
  GuestActors(
      ActorContext<KernelActor.Command> context,
      LoadedApplication loaded,
      Directory directory,
      Lives lives) {
    this.context = context;
    this.loaded = loaded;
    this.directory = directory;
    this.lives = lives;
    watchdog = new Watchdog(loaded.time());
    dispatcher = GuestDispatchers.shared(loaded.guests());
    permits = dispatcher.permits();
    shared =
        new SharedByGuests(
            loaded.time(),
            loaded.console(),
            loaded.plugins().heapGate(),
            GuestDispatchers.LONG_EVENTS,
            loaded.settings().furtherThreads());
  }

  /** Those that live, in the order in which they were spawned. */
  Set<Id> hosts() {
    return guests.keySet();
  }

  /** The call that this guest is at; empty when there is none, or no such guest. */
  Id currentCall(Id host) {
    Guest guest = guests.get(host);
    return guest == null ? Id.EMPTY : guest.current().get();
  }

  /** What a guest may import of plugins. */
  private Function<LastPluginFailure, List<HostModule>> plugins(GuestPlan plan, SystemCalls calls) {
    return failure ->
        loaded
            .plugins()
            .modulesFor(
                plan.settings(),
                plan.label(),
                calls.host(),
                plan.spec().capacity(),
                failure,
                calls::trace);
  }

  /** An actor for a guest that the kernel has admitted; it does nothing until it is started. */
  GuestProgram spawn(GuestPlan plan, Admission admission) {
    Id host = admission.host();
    CurrentCall current = new CurrentCall();
    int before = starts.merge(plan.label(), 1, Integer::sum) - 1;
    ActorRef<KernelActor.Command> kernel = context.getSelf();
    Consumer<FromGuest> tell = what -> kernel.tell(new KernelActor.GuestSaid(host, what));
    Consumer<Ending> ended = how -> kernel.tell(new KernelActor.GuestEnded(host, how));
    DurationHistogram events = lives.events(plan.label());
    Leave leave = loaded.isMovable(plan) ? leaveOf(host) : Leave.FOR_EVER;
    GuestProgram program;
    Behavior<GuestActor.Command> behavior;
    if (plan.code().shape() == GuestShape.REACTOR) {
      QueueInbox inbox = new QueueInbox();
      SystemCalls calls = new SystemCalls(admission, directory, inbox, current, tell);
      program =
          new GuestProgram(
              plan, before, calls, plugins(plan, calls), shared, Optional.of(permits), events);
      behavior =
          ReactorGuest.create(ended, program, new Reactor(program, calls, inbox), permits, leave);
    } else {
      BlockingInbox inbox = new BlockingInbox(loaded.time(), leave);
      SystemCalls calls = new SystemCalls(admission, directory, inbox, current, tell);
      program =
          new GuestProgram(
              plan, before, calls, plugins(plan, calls), shared, Optional.empty(), events);
      behavior = LoopGuest.create(ended, program, inbox);
    }
    ActorRef<GuestActor.Command> actor =
        context.spawn(behavior, plan.label(), dispatcher.selector());
    context.watchWith(actor, new KernelActor.ActorStopped(host));
    guests.put(host, new Guest(plan, actor, program, current));
    lives.begun(plan.label(), before, program);
    if (before > 0) {
      RestartEvent.happened(plan.label(), before);
    }
    watchdog.watch(program);
    return program;
  }

  /** This guest, which is or will be spawned, may run until then. */
  void mayRunUntil(Id host, long until) {
    leaveOf(host).until(until);
  }

  private Leave leaveOf(Id host) {
    return leaves.computeIfAbsent(host, unused -> new Leave(loaded.time()));
  }

  void start(Id host) {
    guests.get(host).actor().tell(GuestActor.Start.INSTANCE);
  }

  /** Gives a guest an event, if it lives. */
  void deliver(Id host, Event event) {
    Guest guest = guests.get(host);
    if (guest != null) {
      guest.actor().tell(new GuestActor.Deliver(event));
    }
  }

  /** Tells a guest to end after the event that it is at, if it lives. */
  void stop(Id host) {
    Guest guest = guests.get(host);
    if (guest != null) {
      guest.actor().tell(GuestActor.Stop.INSTANCE);
    }
  }

  /** Ends a guest wherever it is, if it lives. */
  void kill(Id host) {
    Guest guest = guests.get(host);
    if (guest != null) {
      guest.actor().tell(GuestActor.Kill.INSTANCE);
      guest.program().kill();
    }
  }

  /** The last word of a guest's actor, which is not gone yet. */
  void ended(Id host, Ending how) {
    endings.put(host, how);
  }

  /**
   * An actor is gone.
   *
   * @return the guest that it was of, which counts as ended from now on; empty when it was of none
   */
  Optional<Ended> stopped(Id host) {
    leaves.remove(host);
    Guest guest = guests.remove(host);
    Ending how = endings.remove(host);
    if (guest == null) {
      return Optional.empty();
    }
    watchdog.forget(guest.program());
    if (how == null) {
      how = new Ending.Failed("its actor failed: the cause stands in the log");
    }
    String label = guest.plan().label();
    Ending known = how;
    GuestLog.about(label, () -> LOG.debug("{} has ended: {}", label, known));
    loaded.plugins().guestEnded(guest.plan().settings(), label, host);
    return Optional.of(new Ended(label, how));
  }

  /** Looks from now on for guests that are at one event for long. */
  void watch() {
    watchdog.start();
  }

  @Override
  public void close() {
    watchdog.close();
  }
}

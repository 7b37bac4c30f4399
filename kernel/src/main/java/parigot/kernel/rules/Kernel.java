package parigot.kernel.rules;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parigot.kernel.Admission;
import parigot.kernel.CallObserver;
import parigot.kernel.CallSpan;
import parigot.kernel.CallView;
import parigot.kernel.CurrentCalls;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.ExitCode;
import parigot.kernel.FailedCallView;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.GuestView;
import parigot.kernel.Id;
import parigot.kernel.IdSource;
import parigot.kernel.KernelSettings;
import parigot.kernel.KernelStats;
import parigot.kernel.Listing;
import parigot.kernel.MovableView;
import parigot.kernel.NanoTime;
import parigot.kernel.NodeView;
import parigot.kernel.Nodes;
import parigot.kernel.RestartView;
import parigot.kernel.ServiceView;
import parigot.v1.host.PeerMessage;

/**
 * The kernel as a value: it orders the start of the guests, finds services by name, matches answers
 * with calls and ends the application. It never waits, reads no clock and makes no random number,
 * so the same inputs give the same effects.
 *
 * <p>First {@link #admit} every configured guest, then {@link #start}; a guest may run as soon as
 * it was admitted and the kernel was started, with the {@code SystemCalls} made for it. From then
 * on everything that a guest's system calls say goes into {@link #handle}, in the order in which
 * that guest said it, and its end into {@link #ended}. Whenever {@link #nextDeadline} has come,
 * {@link #tick} is due. Each of these appends effects to a list, and they must be carried out in
 * that order.
 *
 * <p>Not for several threads at once: one actor owns it. Only the {@code Directory}, which its
 * effects change, and the {@code SystemCalls} live on other threads. Time is in nanoseconds since
 * an origin of the owner's choice, and never goes back.
 */
public final class Kernel {
  private final CallDeadlocks deadlocks = new CallDeadlocks();
  private final Traces traces = new Traces();
  private final Counters counters = new Counters(traces);
  private final Timers timers = new Timers(deadlocks);
  private final Services services = new Services(new DependencyGraph());
  private final Guests guests;
  private final Peers peers;
  private final Calls calls;
  private final Restarts restarts;
  private final NodeDeadlocks nodeDeadlocks;
  private final ExitGrace grace;
  private final Launches launches;
  private final Outcome outcome;
  private final ApplicationStart start;
  private final ApplicationEnd end;
  private final Application application;
  private final FromGuests fromGuests;
  private final FromPeers fromPeers;
  private final GuestEnds ends;
  private final Movables movables;

  /**
   * @param ids where host ids and the seeds of all other ids come from: hard to guess in production
   * @param current which calls guests are working on, asked while an input is taken
   */
  public Kernel(KernelSettings settings, IdSource ids, CurrentCalls current) {
    this(settings, Nodes.NONE, ids, current);
  }

  /**
   * @param nodes over which the application is spread
   * @param ids as above; another on each node
   */
  public Kernel(KernelSettings settings, Nodes nodes, IdSource ids, CurrentCalls current) {
    requireNonNull(ids);
    Optional<Instances> instances =
        nodes.reroute() ? Optional.of(new Instances(services.graph())) : Optional.empty();
    guests = new Guests(ids, nodes);
    peers = new Peers(nodes, ids);
    calls = new Calls(settings.callTimeout(), deadlocks, current, instances, counters, traces);
    nodeDeadlocks = new NodeDeadlocks(nodes.self(), peers, calls);
    restarts = new Restarts(ids);
    grace = new ExitGrace(settings.exitGrace());
    launches = new Launches(settings.launchTimeout(), services.graph(), peers);
    outcome = new Outcome(nodes, guests, restarts, peers);
    movables = new Movables(nodes, ids, guests, restarts, grace, peers);
    if (movables.exist()) {
      launches.placing();
    }
    start = new ApplicationStart(settings, nodes, peers, guests, launches, restarts, movables);
    end = new ApplicationEnd(grace, start, guests, restarts, outcome, peers, deadlocks, movables);
    application = new Application(start, end, outcome, launches, calls, peers, movables);
    fromGuests =
        new FromGuests(
            services,
            launches,
            calls,
            timers,
            deadlocks,
            restarts,
            grace,
            start,
            end,
            application,
            peers,
            counters);
    fromPeers =
        new FromPeers(
            peers, guests, services, restarts, calls, nodeDeadlocks, start, end, movables);
    ends =
        new GuestEnds(
            grace, services, calls, timers, deadlocks, restarts, outcome, start, end, peers,
            movables);
  }

  /**
   * Makes a host for a guest that is about to be loaded or started again. A guest that had the same
   * name and instance must have ended; its services and methods will have the ids that they had.
   *
   * @return what the guest's own half is made from, with the id of its new host
   * @throws IllegalStateException when that guest still lives, or the application is ending
   */
  public Admission admit(GuestSpec spec, List<Effect> out) {
    if (guests.living(spec).isPresent()) {
      throw new IllegalStateException(
          "%s is admitted already and has not ended.".formatted(spec.label()));
    }
    if (end.isShuttingDown() && spec.kind() != GuestKind.EMBEDDER) {
      throw new IllegalStateException(
          "%s cannot start: the application is ending.".formatted(spec.label()));
    }
    OptionalLong began = restarts.beganAgain(GuestKey.of(spec));
    Guest guest = guests.admit(spec, began.isPresent());
    out.add(new Effect.Listed(new Listing.Admitted(guest.id())));
    outcome.admitted(guest);
    start.admitted(guest, began);
    movables.tellLease(guest, out);
    return guests.admission(guest, !start.hasBegun(), movables.ids(spec));
  }

  /**
   * Every configured guest was admitted and its module is loaded. With {@link Effect.Begin}, which
   * comes at once when there is no other node, the guests may run and the launch time-out begins.
   */
  public void start(long now, List<Effect> out) {
    start.ready(now);
    application.conclude(now, out);
  }

  /**
   * A session with another node has begun. One that was not among those of the constructor is of a
   * pool, and known while it is linked.
   */
  public void linked(String node, long now, List<Effect> out) {
    fence(now, out);
    Peer peer = peers.linked(node);
    fromPeers.lost(peer, Set.of(), "it has come anew", now, out);
    fromPeers.linked(peer, now, out);
    application.conclude(now, out);
  }

  /**
   * The session with another node is over.
   *
   * @param why in some words for people
   * @param unwritten the calls among what it was to be told that certainly did not get there
   */
  public void lost(String node, String why, Set<Id> unwritten, long now, List<Effect> out) {
    fence(now, out);
    fromPeers.lost(peers.get(node), unwritten, why, now, out);
    application.conclude(now, out);
  }

  /**
   * Takes what another node's kernel has said, in the order in which it said it. Nothing, when no
   * session with it is under way.
   *
   * @param ageNanos for how long it was under way at most
   */
  public void heard(String node, PeerMessage said, long ageNanos, long now, List<Effect> out) {
    fence(now, out);
    end.released(fromPeers.heard(peers.get(node), said, ageNanos, now, out), out);
    if (said.hasLeased() || said.hasRegistered()) {
      placed(now, out);
    }
    if (said.hasCall() || said.hasResolved() || said.hasWithdrawn()) {
      end.stopWhenDrained(now, out);
    } else {
      application.conclude(now, out);
    }
    deadlocks.check(out);
  }

  /** So many bytes of what another node was to be told are on their way. */
  public void written(String node, long bytes) {
    peers.get(node).written(bytes);
  }

  /** Takes what a guest has done. Nothing, when that guest has ended. */
  public void handle(Id host, FromGuest said, long now, List<Effect> out) {
    fence(now, out);
    Optional<Guest> from = guests.find(host);
    if (from.isEmpty()) {
      return;
    }
    said.giveTo(fromGuests, from.get(), now, out);
    movables.look(now, out);
    if (end.isDrained()) {
      end.stopWhenDrained(now, out);
    }
    deadlocks.check(out);
  }

  /** A guest has come to its end, by itself or as the kernel wanted. Nothing, the second time. */
  public void ended(Id id, Ending how, long now, List<Effect> out) {
    fence(now, out);
    if (movables.buried(id)) {
      placed(now, out);
      end.endWhenNobodyIsLeft(out);
      return;
    }
    Optional<Guest> found = guests.remove(id);
    if (found.isEmpty()) {
      return;
    }
    over(found.get(), how, now, out);
  }

  private void over(Guest guest, Ending how, long now, List<Effect> out) {
    ends.ended(guest, how, now, out);
    if (!end.isShuttingDown()) {
      application.advance(now, out);
    }
    end.stopWhenDrained(now, out);
    if (guest.isReplaced()) {
      restarts.expire(now, out);
      nodeDeadlocks.tick(now, out);
    }
    end.endWhenNobodyIsLeft(out);
    application.tellStatus(out);
    deadlocks.check(out);
  }

  /**
   * Ends a guest and has it started again at once, whatever its policy says: its owner has other
   * code for it. Calls to it end as at any end of a guest, its services and methods keep their ids,
   * and neither the end nor ends before are held against it. One that has ended is started. A
   * movable guest answers first what it was asked.
   *
   * @return whether it will be; not, when the application is ending, or it {@link #isElsewhere}
   */
  public boolean replace(GuestSpec spec, long now, List<Effect> out) {
    if (end.isDecided()) {
      return false;
    }
    if (movables.isMovable(GuestKey.of(spec))) {
      boolean isHere = !isElsewhere(spec);
      if (isHere) {
        movables.replace(spec, now, out);
        placed(now, out);
      }
      return isHere;
    }
    Optional<Guest> living = guests.living(spec);
    if (living.isEmpty()) {
      restarts.startNow(spec, now);
      restarts.expire(now, out);
      nodeDeadlocks.tick(now, out);
    } else if (!living.get().isReplaced()) {
      grace.begin(living.get(), now);
      living.get().stopToBeReplaced(out);
    }
    return true;
  }

  /** Whether this guest is a movable one that is not to run on this node, or no longer. */
  public boolean isElsewhere(GuestSpec spec) {
    return movables.isElsewhere(GuestKey.of(spec));
  }

  /** Whether this guest lives, and all that it offers runs. */
  public boolean runs(GuestSpec spec) {
    return guests
        .living(spec)
        .filter(guest -> !guest.isReplaced() && guest.isLaunched())
        .isPresent();
  }

  /**
   * The answer to {@link Effect.Drain}: nothing more comes from outside, and what had come is done.
   * Guests are stopped now. Nothing, when they are being stopped already.
   */
  public void drained(long now, List<Effect> out) {
    end.drained(now, out);
  }

  /**
   * Ends the application from outside: once it has {@link #drained}, guests are stopped, those
   * first on which no other depends. Nothing, when it is ending already. The application goes on on
   * the other nodes, if there are any.
   *
   * @param code what the application ends with
   */
  public void shutdown(int code, List<Effect> out) {
    end.byOwner(code, out);
  }

  private void placed(long now, List<Effect> out) {
    movables.leased(end.isDecided(), now, out);
    if (movables.haveBeenPlaced()) {
      launches.placed(now);
    }
  }

  /** What may not run any more is over before anything else is looked at. */
  private void fence(long now, List<Effect> out) {
    if (movables.fenceDue() <= now) {
      for (Guest guest : movables.fenced(now, out)) {
        out.add(new Effect.Kill(guest.id(), "most nodes have not said that it may run here."));
        guests.remove(guest.id());
        over(guest, new Ending.Stopped(), now, out);
      }
    }
  }

  /**
   * A movable guest is to run here, once most nodes say that it may: it is started then as one is
   * that has ended, with the ids that it has on each node. Its owner sees to it that it is to run
   * on one node at a time; when it is not, it runs on one of them.
   *
   * @throws IllegalArgumentException when that guest is not among the movable ones
   */
  public void arrive(GuestSpec spec, long now, List<Effect> out) {
    if (!movables.isMovable(GuestKey.of(spec))) {
      throw new IllegalArgumentException("%s is not movable.".formatted(spec.label()));
    }
    if (!end.isDecided()) {
      fence(now, out);
      movables.arrive(spec, now);
      movables.tick(now, out);
      placed(now, out);
    }
  }

  /**
   * A movable guest is to run on another node: it takes no more calls, answers those that it has,
   * for {@code exit-grace} at most, and ends; {@link Effect.Moved} says so.
   */
  public void depart(GuestSpec spec, long now, List<Effect> out) {
    fence(now, out);
    movables.depart(GuestKey.of(spec), now, out);
    application.tellStatus(out);
  }

  /** This node asks to be the one that founds the group that decides about places. */
  public void seekGroup(long now, List<Effect> out) {
    movables.seekGroup(now);
    movables.tick(now, out);
    placed(now, out);
  }

  /** Whether it may, now. */
  public boolean mayFoundGroup(long now) {
    return movables.mayFound(now);
  }

  /** This node has become a member of this group; of none, when that is empty. */
  public void memberOf(String group, List<Effect> out) {
    movables.memberOf(group, out);
    application.tellStatus(out);
  }

  /** The movable guests, in the order of their names. */
  public List<MovableView> movables() {
    return movables.views();
  }

  /** Whether this node ends, and the application does not. */
  public boolean isLeaving() {
    return end.isOfThisNodeAlone();
  }

  /** Whether the guests of this node were told to run. */
  public boolean hasBegun() {
    return start.hasBegun();
  }

  /** Does what is due. It may be called at any time. */
  public void tick(long now, List<Effect> out) {
    fence(now, out);
    movables.tick(now, out);
    placed(now, out);
    calls.expire(now, out);
    timers.expire(now, out);
    grace.expire(now, out);
    start.expireLaunchesAgain(now, out);
    end.expire(now, out);
    if (!end.isDecided() && start.expire(now, out)) {
      end.byOutcome(ExitCode.NOT_LAUNCHED, out);
    }
    restarts.expire(now, out);
    nodeDeadlocks.tick(now, out);
    if (!end.isDecided() && start.expireJoin(now, out)) {
      end.notJoined(out);
    }
    end.stopWhenDrained(now, out);
    end.endWhenNobodyIsLeft(out);
    application.tellStatus(out);
    deadlocks.check(out);
  }

  /**
   * From now on sampled calls are kept as spans, for {@link #takeSpans}, and traces begin here.
   *
   * @param share of the traces that begin here, which are sampled: from 0 to 1
   */
  public void keepTraces(double share) {
    traces.keep(share);
  }

  /** The sampled calls that have ended since this was last asked. */
  public List<CallSpan> takeSpans() {
    return traces.takeEnded();
  }

  /** When the next {@link #tick} is due, if nothing else happens before. */
  public OptionalLong nextDeadline() {
    OptionalLong next = NanoTime.earlier(calls.nextDeadline(), timers.nextDeadline());
    next = NanoTime.earlier(next, grace.nextDeadline());
    next = NanoTime.earlier(next, restarts.nextDeadline());
    next = NanoTime.earlier(next, nodeDeadlocks.nextDeadline());
    next = NanoTime.earlier(next, movables.nextDeadline());
    next = NanoTime.earlier(next, start.nextDeadline(end.isDecided()));
    return NanoTime.earlier(next, end.nextDeadline());
  }

  /** How many answers came for calls that did not wait for them any more. */
  public long lateAnswers() {
    return calls.lateAnswers();
  }

  /** Has somebody see the calls from now on. */
  public void observe(CallObserver observer) {
    counters.observe(observer);
  }

  /** What was counted until now. */
  public KernelStats stats() {
    return counters.stats();
  }

  /** The guests that have not ended, in the order in which they were admitted. */
  public List<GuestView> guests() {
    return guests.all().stream().map(Guest::view).toList();
  }

  /** The guests that have ended and will be started again, the next one first. */
  public List<RestartView> restarts(long now) {
    return restarts.views(now);
  }

  /** The other nodes, in the order of their names. */
  public List<NodeView> nodes() {
    return peers.expected().map(peer -> peer.nodeView(guests::codeOf)).toList();
  }

  /** The services of all the guests that have not ended. */
  public List<ServiceView> services() {
    return services.all().stream().map(Service::view).toList();
  }

  /** The service with this printed id: {@code [svc-a1b2]} or its long form. */
  public Optional<ServiceView> findService(String printedId) {
    return paths().printedAs(printedId).stream().findFirst().map(Service::view);
  }

  /**
   * Whether what one requires leads, directly or through others, to the other.
   *
   * @param from a printed name, such as {@code greeting.v1.greeting}, or a service's printed id
   * @param to the same
   */
  public boolean pathExists(String from, String to) {
    return paths().exists(from, to);
  }

  private DependencyQueries paths() {
    return new DependencyQueries(services.graph().names(), services.all());
  }

  /** The calls that wait for an answer, the oldest first. */
  public List<CallView> calls(long now) {
    return calls(Integer.MAX_VALUE, now);
  }

  /** At most so many of them. */
  public List<CallView> calls(int most, long now) {
    return calls.open().stream()
        .limit(most)
        .map(call -> call.view(calls.chain(call, now).links(), now))
        .toList();
  }

  /**
   * The last calls of guests here that have failed, the last one first: a few of each caller and
   * method, and a few hundred in all.
   */
  public List<FailedCallView> failures(long now) {
    return calls.failures(now);
  }

  /** How many calls wait for an answer. */
  public int openCalls() {
    return calls.open().size();
  }

  /** How often the search for deadlocks has gone from one guest on to another, until now. */
  long deadlockSteps() {
    return deadlocks.steps();
  }

  /** How often the search for launches that wait for each other has looked at one, until now. */
  long launchesLookedAt() {
    return launches.lookedAt();
  }

  /** Whether nothing is kept of any guest or call, but for the ids of a guest's next life. */
  boolean isEmpty() {
    return guests.isEmpty()
        && services.isEmpty()
        && calls.isEmpty()
        && timers.isEmpty()
        && deadlocks.isEmpty()
        && grace.isEmpty()
        && start.isEmpty()
        && outcome.isEmpty()
        && restarts.isEmpty()
        && peers.isEmpty()
        && movables.isEmpty();
  }
}

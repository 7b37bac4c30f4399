package parigot.kernel.rules;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Identities;
import parigot.kernel.NodeView;
import parigot.kernel.Payload;
import parigot.kernel.RestartPolicy;
import parigot.kernel.TraceContext;
import parigot.v1.host.CallContext;
import parigot.v1.host.PeerCall;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerResolved;
import parigot.v1.host.PeerStatus;
import parigot.v1.host.PeerWithdrawn;

/**
 * What the kernel keeps of another node: to calls it is one more host, which calls what runs here
 * and has what runs there.
 */
final class Peer extends Host {
  /** How many services and methods are remembered of each guest of another node. */
  private static final int REMEMBERED = 100_000;

  /** Of how many of its processes. */
  private static final int REMEMBERED_LIVES = 2;

  private final long queue;
  private OptionalLong linkedAt = OptionalLong.empty();
  private PeerStatus status = PeerStatus.getDefaultInstance();
  private boolean announced;
  private boolean leaving;
  private boolean seesLeaving;
  private long queued;

  /** Its services that are not there and stay listed under their ids. */
  private final Map<Id, Service> away = new LinkedHashMap<>();

  /** Those of them of which this session has said nothing. */
  private final Set<Id> unheard = new LinkedHashSet<>();

  /** Which guest each of its services belongs to. */
  private final Map<Id, GuestKey> programs = new LinkedHashMap<>();

  /** The ids that its guests' names have had, for its next life: by when its processes began. */
  private final Map<GuestKey, NavigableMap<Long, Identities>> known = new LinkedHashMap<>();

  private long startedAt;

  /** What it said last of its guests' code. */
  private final Map<String, String> codes = new TreeMap<>();

  Peer(Id id, String node, long queue) {
    super(id, spec(node), node);
    this.queue = queue;
  }

  private static GuestSpec spec(String node) {
    return new GuestSpec(
            node,
            1,
            1,
            GuestKind.PEER,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            RestartPolicy.NEVER)
        .with(CallTimeouts.PATIENT);
  }

  @Override
  boolean isPeer() {
    return true;
  }

  /** Its name in the placement. */
  String node() {
    return label();
  }

  // The session.

  boolean isLinked() {
    return linkedAt.isPresent();
  }

  /** A session begins. What is away is gone for good, if this session does not speak of it. */
  void linked(long now) {
    linkedAt = OptionalLong.of(now);
    leaving = false;
    unheard.addAll(away.keySet());
  }

  /** A session is over: nothing of it waits any more. */
  void unlinked() {
    linkedAt = OptionalLong.empty();
    announced = false;
    seesLeaving = false;
    queued = 0;
  }

  /** What it said of itself last, in whichever session. */
  PeerStatus status() {
    return status;
  }

  void says(PeerStatus now) {
    status = now;
  }

  /**
   * It has said in this session all that runs there.
   *
   * @return the services that were there before and are not any more, which are forgotten
   */
  Set<Id> announced() {
    announced = true;
    Set<Id> gone = new LinkedHashSet<>(unheard);
    unheard.clear();
    away.keySet().removeAll(gone);
    return gone;
  }

  boolean hasAnnounced() {
    return announced;
  }

  /** It has said that it stops. */
  void leaving() {
    leaving = true;
  }

  @Override
  boolean isLeaving() {
    return leaving;
  }

  @Override
  boolean isAway() {
    return !isLinked();
  }

  /** It has said that it calls no more, as this node stops. */
  void seesLeaving() {
    seesLeaving = true;
  }

  boolean hasSeenLeaving() {
    return seesLeaving;
  }

  // Its services.

  /** A service is there; the ids of its guest's names are remembered. */
  void add(Service service, GuestKey program) {
    add(service);
    programs.put(service.id(), program);
    away.remove(service.id());
    unheard.remove(service.id());
    NavigableMap<Long, Identities> lives =
        known.computeIfAbsent(program, unused -> new TreeMap<>());
    Identities ids = lives.computeIfAbsent(startedAt, unused -> new Identities());
    if (lives.size() > REMEMBERED_LIVES) {
      lives.pollFirstEntry();
    }
    ids.trim(REMEMBERED, REMEMBERED);
    ids.remember(service.debugName(), service.id());
    service.methods().forEach(method -> ids.remember(service.id(), method.name(), method.id()));
  }

  /** One more method of one of its services. */
  void bind(Service service, String name, Id method) {
    service.bind(method, name);
    // What began last may be no more among them, when a clock was put back.
    Optional.ofNullable(known.get(programs.get(service.id())).get(startedAt))
        .ifPresent(ids -> ids.remember(service.id(), name, method));
  }

  /** A service is there no more. */
  void drop(Service service) {
    remove(service);
    programs.remove(service.id());
  }

  /** The same, and it stays listed under its id. */
  void leave(Service service) {
    drop(service);
    isAway(service);
  }

  /** It stays listed under its id. */
  void isAway(Service service) {
    away.put(service.id(), service);
  }

  /** The service with this id, when it is not there and stays listed. */
  Optional<Service> away(Id service) {
    return Optional.ofNullable(away.get(service));
  }

  /** This session has spoken of this service. */
  void heardOf(Id service) {
    unheard.remove(service);
  }

  /** Whether a service that was listed is forgotten. */
  boolean forget(Id service) {
    return away.remove(service) != null;
  }

  /**
   * It runs this code of a guest.
   *
   * @return whether it has said so before
   */
  boolean runs(String guest, String code) {
    return code.equals(codes.put(guest, code));
  }

  /** When its process began with which this session is. */
  void startedAt(long its) {
    startedAt = its;
  }

  long startedAt() {
    return startedAt;
  }

  /** The guests that have services there. */
  Collection<GuestKey> programs() {
    return programs.values();
  }

  /** The ids that its guests' names have had, by when its processes began. */
  Map<GuestKey, NavigableMap<Long, Identities>> known() {
    return known;
  }

  // What it is told.

  @Override
  Optional<String> whyFull(int bytes) {
    return queued <= queue - bytes
        ? Optional.empty()
        : Optional.of(
            "%,d bytes wait for the link to node %s, which is its queue."
                .formatted(queued, node()));
  }

  void written(long bytes) {
    queued -= bytes;
  }

  void tell(PeerMessage message, List<Effect> out) {
    if (isLinked()) {
      queued += message.getSerializedSize();
      out.add(new Effect.Tell(node(), message));
    }
  }

  @Override
  void bring(Call call, long now, List<Effect> out) {
    PeerCall.Builder said =
        PeerCall.newBuilder()
            .setCall(call.id().raw())
            .setService(call.service().id().raw())
            .setMethod(call.method().raw())
            .setTimeoutMicros(Duration.ofNanos(call.deadline() - now).toNanos() / 1000)
            .setCaller(call.callerLabel())
            .setCallerCapacity(call.callerCapacity());
    if (call.param().present()) {
      said.setParam(call.param().any());
    }
    if (!call.param().headers().isEmpty()) {
      CallContext context = call.param().context();
      said.putAllHeader(context.getHeaderMap());
      if (context.hasClient()) {
        said.setClient(context.getClient());
      }
    }
    TraceContext trace = call.param().trace();
    if (trace.isPresent()) {
      said.setTraceparent(trace.traceparent()).setTracestate(trace.state());
    }
    tell(PeerMessage.newBuilder().setCall(said).build(), out);
  }

  /** Only what ends a call concerns another node. */
  @Override
  void deliver(Event event, List<Effect> out) {
    event.giveTo(
        new Event.Cases() {
          @Override
          public void call(Event.Call call) {
            throw new IllegalStateException("A call to another node has its time with it.");
          }

          @Override
          public void resolved(Event.Resolved resolved) {
            tell(resolved, out);
          }

          @Override
          public void forget(Event.Forget forget) {
            PeerWithdrawn said = PeerWithdrawn.newBuilder().setCall(forget.call().raw()).build();
            tell(PeerMessage.newBuilder().setWithdrawn(said).build(), out);
          }

          @Override
          public void exit(Event.Exit exit) {
            // It is told by EndApplication, and its own kernel tells its guests.
          }

          @Override
          public void over(Event.Over over) {
            // Its own kernel knows when a call from there is over.
          }

          @Override
          public void probe(Event.Probe probe) {
            // It may always act by itself.
          }
        });
  }

  private void tell(Event.Resolved resolved, List<Effect> out) {
    PeerResolved.Builder said =
        PeerResolved.newBuilder().setCall(resolved.call().raw()).setError(resolved.error());
    if (resolved.result().present()) {
      said.setResult(resolved.result().any());
    }
    resolved.failure().ifPresent(said::setFailure);
    tell(PeerMessage.newBuilder().setResolved(said).build(), out);
  }

  /** What a frame carries as a payload. */
  static Payload payload(boolean present, ByteString bytes) {
    return present ? Payload.of(bytes) : Payload.ABSENT;
  }

  /**
   * As it stands.
   *
   * @param here the code of a guest on this node
   */
  NodeView nodeView(Function<String, Optional<String>> here) {
    return new NodeView(
        node(),
        linkedAt.isPresent() ? Optional.of(linkedAt.getAsLong()) : Optional.empty(),
        status.getReady(),
        status.getBegun(),
        status.getGroup(),
        announced && status.getSettled(),
        leaving,
        services().size(),
        (int) services().stream().filter(Service::isRunning).count(),
        calls().servingCount(),
        calls().madeCount(),
        queued,
        codes.entrySet().stream()
            .filter(
                known ->
                    here.apply(known.getKey())
                        .filter(own -> !own.equals(known.getValue()))
                        .isPresent())
            .map(Map.Entry::getKey)
            .toList());
  }
}

package parigot.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
  private final long queue;

  /** When the session began that is under way. */
  OptionalLong linkedAt = OptionalLong.empty();

  /** What it said of itself last, in whichever session. */
  PeerStatus status = PeerStatus.getDefaultInstance();

  /** Whether it has said in this session all that runs there. */
  boolean announced;

  /** Whether it has said that it stops. */
  boolean leaving;

  /** Whether it has said that it calls no more, as this node stops. */
  boolean seesLeaving;

  /** Its services that are not there and stay listed under their ids. */
  final Map<Id, Service> away = new LinkedHashMap<>();

  /** Those of them of which this session has said nothing. */
  final Set<Id> unheard = new LinkedHashSet<>();

  /** Which guest each of its services belongs to. */
  final Map<Id, Program> programs = new LinkedHashMap<>();

  /** The ids that its guests' names have had, for its next life. */
  final Map<Program, Identities> known = new LinkedHashMap<>();

  private long queued;

  Peer(Id id, String node, long queue) {
    super(id, spec(node), node, new Identities());
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

  /** Its name in the placement. */
  String node() {
    return label();
  }

  boolean isLinked() {
    return linkedAt.isPresent();
  }

  @Override
  boolean isPeer() {
    return true;
  }

  /** Whether so many bytes more may wait for the link. */
  boolean hasRoomFor(int bytes) {
    return queued <= queue - bytes;
  }

  long queued() {
    return queued;
  }

  void written(long bytes) {
    queued -= bytes;
  }

  /** A session is over: nothing of it waits any more. */
  void unlinked() {
    linkedAt = OptionalLong.empty();
    announced = false;
    seesLeaving = false;
    queued = 0;
  }

  void tell(PeerMessage message, List<Effect> out) {
    if (isLinked()) {
      queued += message.getSerializedSize();
      out.add(new Effect.Tell(node(), message));
    }
  }

  /** Has this call made there. */
  void call(Call call, long now, List<Effect> out) {
    PeerCall.Builder said =
        PeerCall.newBuilder()
            .setCall(Wire.raw(call.id()))
            .setService(Wire.raw(call.service().id()))
            .setMethod(Wire.raw(call.method()))
            .setTimeoutMicros(Duration.ofNanos(call.deadline() - now).toNanos() / 1000)
            .setCaller(call.callerLabel())
            .setCallerCapacity(call.callerCapacity());
    if (call.param().present()) {
      said.setParam(call.param().any());
    }
    tell(PeerMessage.newBuilder().setCall(said).build(), out);
  }

  /** Only what ends a call concerns another node. */
  @Override
  void deliver(Event event, List<Effect> out) {
    if (event instanceof Event.Resolved resolved) {
      tell(resolved, out);
    } else if (event instanceof Event.Forget forget) {
      PeerWithdrawn said = PeerWithdrawn.newBuilder().setCall(Wire.raw(forget.call())).build();
      tell(PeerMessage.newBuilder().setWithdrawn(said).build(), out);
    }
  }

  private void tell(Event.Resolved resolved, List<Effect> out) {
    PeerResolved.Builder said =
        PeerResolved.newBuilder().setCall(Wire.raw(resolved.call())).setError(resolved.error());
    if (resolved.result().present()) {
      said.setResult(resolved.result().any());
    }
    resolved.failure().ifPresent(said::setFailure);
    tell(PeerMessage.newBuilder().setResolved(said).build(), out);
  }

  /** What a frame carries as a payload. */
  static Payload payload(boolean present, com.google.protobuf.ByteString bytes) {
    return present ? Payload.of(bytes) : Payload.ABSENT;
  }

  NodeView nodeView() {
    return new NodeView(
        node(),
        linkedAt.isPresent() ? Optional.of(linkedAt.getAsLong()) : Optional.empty(),
        status.getReady(),
        status.getBegun(),
        announced && status.getSettled(),
        leaving,
        services.size(),
        serving.size(),
        made.size(),
        queued);
  }
}

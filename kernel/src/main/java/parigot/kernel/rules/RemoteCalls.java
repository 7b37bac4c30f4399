package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import parigot.kernel.Budgets;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.Failures;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.Printable;
import parigot.kernel.TraceContext;
import parigot.v1.host.CallContext;
import parigot.v1.host.PeerCall;
import parigot.v1.host.PeerResolved;
import syscall.v1.host.KernelErr;

/** The calls that guests of other nodes make here, and the answers to calls that went there. */
final class RemoteCalls {
  /** How much earlier than its caller's kernel this one fails a call, and at most which part. */
  private static final long EARLIER_NANOS = 100_000_000;

  private static final int EARLIER_PART = 8;

  private final Services services;
  private final Calls calls;

  RemoteCalls(Services services, Calls calls) {
    this.services = services;
    this.calls = calls;
  }

  /**
   * A guest there has made a call.
   *
   * @param age for how long it was under way at most, in nanoseconds
   * @param leaving whether this node takes no more calls from others
   */
  void made(Peer peer, PeerCall said, long age, boolean leaving, long now, List<Effect> out) {
    Id id = Id.of(said.getCall());
    Id method = Id.of(said.getMethod());
    Optional<Service> service =
        services.find(Id.of(said.getService())).filter(found -> !found.isRemote());
    long waits = Math.max(0, said.getTimeoutMicros()) * 1000 - age;
    waits -= Math.min(EARLIER_NANOS, waits / EARLIER_PART);
    if (leaving) {
      calls.notThere(peer, id, method, "The node of the called guest is stopping.", out);
    } else if (service.isEmpty()) {
      calls.notThere(peer, id, method, "The called guest ended before the call reached it.", out);
    } else if (waits <= 0) {
      resolveLate(peer, id, method, out);
    } else {
      CallContext.Builder context = CallContext.newBuilder().putAllHeader(said.getHeaderMap());
      if (said.hasClient()) {
        context.setClient(said.getClient());
      }
      Payload param =
          Peer.payload(said.hasParam(), said.getParam())
              .with(context.build())
              .within(TraceContext.of(said.getTraceparent(), said.getTracestate()));
      Call call =
          new Call(
              id,
              peer,
              Printable.of(said.getCaller(), Budgets.LONGEST_NAME),
              Math.max(GuestSpec.LEAST_CAPACITY, said.getCallerCapacity()),
              service.get(),
              method,
              method,
              param,
              now,
              waits);
      calls.dispatchFrom(call, now, out);
    }
  }

  private static void resolveLate(Peer peer, Id call, Id method, List<Effect> out) {
    Event.Resolved resolved =
        new Event.Resolved(
            call,
            method,
            Payload.ABSENT,
            Failures.DISPATCH_ERROR,
            Optional.of(
                Failures.of(
                    KernelErr.RunTimeout,
                    "The call was under way for longer than its caller waits.",
                    List.of(),
                    false)));
    peer.deliver(resolved, out);
  }

  /** A call that went there has been answered, or failed. */
  void resolved(Peer peer, PeerResolved said, long now, List<Effect> out) {
    FromGuest.Returned answer =
        new FromGuest.Returned(
            Id.of(said.getCall()),
            Peer.payload(said.hasResult(), said.getResult()),
            said.getError(),
            said.hasFailure() ? Optional.of(said.getFailure()) : Optional.empty());
    calls.returned(peer, answer, now, out);
  }
}

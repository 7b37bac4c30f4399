package parigot.kernel.guest;

import static syscall.v1.host.KernelErr.BadCallId;
import static syscall.v1.host.KernelErr.BadId;
import static syscall.v1.host.KernelErr.WriteTimeout;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import parigot.kernel.Admission;
import parigot.kernel.ExitCode;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExitResponse;

/**
 * The system call in which a guest asks to exit. It answers that call itself, and the next event
 * then tells it to end.
 */
final class Exits {
  private final Id host;
  private final GuestSpec spec;
  private final OwnServices services;
  private final Unresolved unresolved;
  private final Refusals refusals;
  private final Consumer<FromGuest> kernel;
  private final Map<Id, ExitPair> toAnswer = new HashMap<>();
  private final Queue<Answered> answered = new ArrayDeque<>();

  private record Answered(Id call, ExitPair pair) {}

  Exits(
      Admission admission,
      OwnServices services,
      Unresolved unresolved,
      Refusals refusals,
      Consumer<FromGuest> kernel) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.services = services;
    this.unresolved = unresolved;
    this.refusals = refusals;
    this.kernel = kernel;
  }

  Answer exit(ExitRequest request) {
    Id call = Id.of(request.getCallId());
    Id service = Id.of(request.getPair().getServiceId());
    // A guest without a service of its own names the service that stands for exiting.
    if (!Id.of(request.getHostId()).equals(host)
        || !(services.find(service).isPresent() || service.equals(Id.EXIT_SERVICE))
        || !Id.of(request.getMethodId()).equals(Id.EXIT_METHOD)
        || !call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (unresolved.isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (request.getShutdownAll() && !spec.grants().mayEndApplication()) {
      return refusals.refused(
          BadId,
          "may-end-application",
          () -> "wanted to end the application, and its may-end-application is false.");
    }
    // Not counted among its calls: a guest that may make no more of them may still end.
    if (toAnswer.size() + answered.size() >= spec.callsInFlight()) {
      return Answer.refused(WriteTimeout);
    }
    int code = ExitCode.ofGuest(request.getPair().getCode());
    ExitPair pair = Wire.exitPair(service, code);
    unresolved.addExit(call);
    toAnswer.put(call, pair);
    kernel.accept(new FromGuest.ExitAsked(call, service, code, request.getShutdownAll()));
    return Answer.of(ExitResponse.newBuilder().setPair(pair).build().toByteArray());
  }

  /** Whether the guest has answered an exit call of its own with this. */
  boolean answer(Id call) {
    ExitPair pair = toAnswer.remove(call);
    if (pair == null) {
      return false;
    }
    answered.add(new Answered(call, pair));
    return true;
  }

  /** The event that tells the guest to end, if it has answered its exit call. */
  Optional<ByteString> next() {
    Answered exit = answered.poll();
    if (exit == null) {
      return Optional.empty();
    }
    Optional<Unresolved.Open> unusedSinceTheGuestEnds = unresolved.remove(exit.call());
    kernel.accept(new FromGuest.ExitDelivered(exit.call()));
    return Optional.of(Wire.resolvedExit(host, exit.call(), exit.pair()));
  }
}

package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import parigot.actors.CallException;
import parigot.plugin.GuestCallException;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.descriptors.DescribedService;
import parigot.v1.host.CallFailure;
import parigot.v1.host.GrpcCode;
import parigot.v1.host.Options;
import parigot.v1.host.SharedError;

/** What clients are told of calls that gave no response. */
final class CallFailures {
  private CallFailures() {}

  /**
   * What to say of a failed call.
   *
   * @param service what was called
   * @param cause what the call was completed with
   */
  static Failure of(DescribedService service, Throwable cause) {
    Throwable root = cause instanceof CompletionException ? cause.getCause() : cause;
    if (!(root instanceof GuestCallException failed)) {
      return Failure.of(Code.INTERNAL, service.fullName() + ": " + root);
    }
    Optional<CallFailure> onItsWay =
        failed instanceof CallException known ? known.failure() : Optional.empty();
    if (onItsWay.isPresent()) {
      return new Failure(
          code(failed.reason(), onItsWay.get()),
          sentence(failed),
          List.of(Any.pack(onItsWay.get())));
    }
    return failed.reason() == Reason.SERVICE_ERROR
        ? ofService(service, failed.error())
        : Failure.of(Code.INTERNAL, sentence(failed));
  }

  private static String sentence(GuestCallException failed) {
    String message = failed.getMessage();
    return message.endsWith(".") ? message : message + ".";
  }

  private static Code code(Reason reason, CallFailure failure) {
    if (reason == Reason.NO_SUCH_METHOD) {
      return Code.UNIMPLEMENTED;
    }
    return switch (failure.getReason()) {
      case RunTimeout -> Code.DEADLINE_EXCEEDED;
      case WriteTimeout, DataTooLarge -> Code.RESOURCE_EXHAUSTED;
      case ExecError -> Code.INTERNAL;
      // Clients try again what is unavailable, so it must not be what may have run.
      default -> failure.getMayHaveRun() ? Code.UNKNOWN : Code.UNAVAILABLE;
    };
  }

  private static Failure ofService(DescribedService service, int error) {
    Optional<EnumValueDescriptor> constant = service.error(error);
    String name = constant.map(EnumValueDescriptor::getName).orElse("");
    String what =
        "%s answered with %s."
            .formatted(
                service.fullName(), name.isEmpty() ? "error " + error : name + " (" + error + ")");
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setReason(name.isEmpty() ? "ERROR_" + error : name)
            .setDomain(service.fullName())
            .putMetadata("number", Integer.toString(error))
            .build();
    return new Failure(code(error, constant), what, List.of(Any.pack(info)));
  }

  private static Code code(int error, Optional<EnumValueDescriptor> constant) {
    return switch (error) {
      case SharedError.UnmarshalError_VALUE -> Code.INVALID_ARGUMENT;
      case SharedError.DispatchError_VALUE, SharedError.MarshalError_VALUE -> Code.INTERNAL;
      default -> constant.flatMap(CallFailures::stated).orElse(Code.FAILED_PRECONDITION);
    };
  }

  /** What the .proto says of its error. */
  private static Optional<Code> stated(EnumValueDescriptor constant) {
    GrpcCode code = constant.getOptions().getExtension(Options.grpcCode);
    return code == GrpcCode.OK || code == GrpcCode.UNRECOGNIZED
        ? Optional.empty()
        : Optional.of(Status.fromCodeValue(code.getNumber()).getCode());
  }
}

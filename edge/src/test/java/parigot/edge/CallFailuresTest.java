package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.testing.Within;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;
import trial.v1.host.Nothing;
import trial.v1.host.Words;

/** What a gRPC client is told, for each way in which a call can fail. */
@Timeout(60)
class CallFailuresTest {
  private static StatusRuntimeException failure(GrpcClient client, String method) {
    return catchThrowableOfType(
        StatusRuntimeException.class, () -> client.call(method, "anything"));
  }

  private static List<Any> details(StatusRuntimeException failure) {
    return StatusProto.fromThrowable(failure).getDetailsList();
  }

  private static CallFailure callFailure(StatusRuntimeException failure) {
    try {
      return details(failure).get(0).unpack(CallFailure.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static ErrorInfo errorInfo(StatusRuntimeException failure) {
    try {
      return details(failure).get(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static Code code(StatusRuntimeException failure) {
    return failure.getStatus().getCode();
  }

  private static StatusRuntimeException failure(CompletableFuture<Words> call)
      throws InterruptedException, java.util.concurrent.TimeoutException {
    try {
      Words unexpected = call.get(Within.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("it answered " + unexpected);
    } catch (ExecutionException e) {
      return (StatusRuntimeException) e.getCause();
    }
  }

  @Test
  void anErrorOfTheServicesOwnIsAFailedPreconditionWithItsName() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException failure = failure(client, "Fail");

      assertThat(code(failure)).isEqualTo(Code.FAILED_PRECONDITION);
      assertThat(failure.getStatus().getDescription())
          .isEqualTo("trial.v1.Trial answered with OutOfStock (4).");
      assertThat(errorInfo(failure))
          .isEqualTo(
              ErrorInfo.newBuilder()
                  .setReason("OutOfStock")
                  .setDomain("trial.v1.Trial")
                  .putMetadata("number", "4")
                  .build());

      StatusRuntimeException unnamed = failure(client, "FailUnnamed");
      assertThat(code(unnamed)).isEqualTo(Code.FAILED_PRECONDITION);
      assertThat(errorInfo(unnamed).getReason()).isEqualTo("ERROR_77");
    }
  }

  @Test
  void theProtoMayGiveAnErrorACodeOfItsOwn() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException failure = failure(client, "FailMissing");

      assertThat(code(failure)).isEqualTo(Code.NOT_FOUND);
      assertThat(errorInfo(failure).getReason()).isEqualTo("Missing");
    }
  }

  @Test
  void theSharedErrorsSayWhoseFaultItIs() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      assertThat(code(failure(client, "FailUnread"))).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(code(failure(client, "FailUnwritten"))).isEqualTo(Code.INTERNAL);
      assertThat(code(failure(client, "FailUndone"))).isEqualTo(Code.INTERNAL);
    }
  }

  @Test
  void aCallThatTakesTooLongExceedsItsDeadline() {
    try (TrialApplication application =
            TrialApplication.open("parigot.call-timeout = 200 ms").trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException failure = failure(client, "Never");

      assertThat(code(failure)).isEqualTo(Code.DEADLINE_EXCEEDED);
      assertThat(callFailure(failure).getReason()).isEqualTo(KernelErr.RunTimeout);
      assertThat(callFailure(failure).getMayHaveRun()).isTrue();
    }
  }

  @Test
  void aCallWhoseGuestEndsInTheMiddleOfItIsUnknown() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException ran = failure(client, "Trap");
      assertThat(code(ran)).isEqualTo(Code.UNKNOWN);
      assertThat(callFailure(ran).getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
      assertThat(callFailure(ran).getMayHaveRun()).isTrue();
    }
  }

  @Test
  void aCallToAGuestThatHasEndedIsUnavailable() {
    try (TrialApplication application =
            TrialApplication.open("parigot.guests.trial.restart-backoff { min = 1 h, max = 1 h }")
                .trial()
                .launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException unused = failure(client, "Trap");

      StatusRuntimeException notRun = failure(client, "Echo");

      assertThat(code(notRun)).isEqualTo(Code.UNAVAILABLE);
      assertThat(callFailure(notRun).getReason()).isEqualTo(KernelErr.NotFound);
      assertThat(callFailure(notRun).getMayHaveRun()).isFalse();
    }
  }

  @Test
  void aCallThatOneBoundOrAnotherKeepsOutExhaustsAResource() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.guests.trial { mailbox = 1, message-limit = 8 KiB }")
                .trial()
                .launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException tooLarge =
          catchThrowableOfType(
              StatusRuntimeException.class, () -> client.call("Echo", "x".repeat(20_000)));
      assertThat(code(tooLarge)).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(tooLarge.getStatus().getDescription()).contains("its message-limit");
      assertThat(callFailure(tooLarge).getReason()).isEqualTo(KernelErr.DataTooLarge);
      assertThat(callFailure(tooLarge).getMayHaveRun()).isFalse();

      List<CompletableFuture<Words>> calls =
          List.of(client.begin("Spin", "a"), client.begin("Spin", "b"), client.begin("Spin", "c"));
      StatusRuntimeException full = failure(calls.get(2));
      assertThat(code(full)).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(callFailure(full).getReason()).isEqualTo(KernelErr.WriteTimeout);
    }
  }

  @Test
  void aServiceThatNobodyExportsNowIsUnavailable() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException away =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> client.call("trial.v1.Absent/Echo", Words.getDefaultInstance()));
      assertThat(code(away)).isEqualTo(Code.UNAVAILABLE);
      assertThat(away.getStatus().getDescription()).contains("nobody that runs exports");
      assertThat(callFailure(away).getReason()).isEqualTo(KernelErr.NotFound);
      assertThat(callFailure(away).getMayHaveRun()).isFalse();
    }
  }

  @Test
  void whatIsNotOpenOrNotThereOrStreamsIsUnimplemented() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      for (String path :
          List.of(
              "trial.v1.Nobody/Echo",
              "trial.v1.Trial/Nothing",
              "trial.v1.Trial/Watch",
              "trial.v1.Trial/Unbound",
              "file.v1.File/Open",
              "nonsense")) {
        StatusRuntimeException failure =
            catchThrowableOfType(
                StatusRuntimeException.class, () -> client.call(path, Words.getDefaultInstance()));
        assertThat(code(failure)).as(path).isEqualTo(Code.UNIMPLEMENTED);
      }
      assertThat(failure(client, "Ecoh").getStatus().getDescription())
          .isEqualTo("trial.v1.Trial has no method Ecoh; did you mean Echo?");
      assertThat(
              catchThrowableOfType(
                      StatusRuntimeException.class,
                      () -> client.call("trial.v1.Tiral/Echo", Words.getDefaultInstance()))
                  .getStatus()
                  .getDescription())
          .isEqualTo("There is no service trial.v1.Tiral here; did you mean trial.v1.Trial?");
      StatusRuntimeException streaming = failure(client, "Watch");
      assertThat(streaming.getStatus().getDescription())
          .isEqualTo("trial.v1.Trial/Watch streams, and services here answer once.");
    }
  }

  @Test
  void anAnswerOfAnotherTypeIsTheServicesFault() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      StatusRuntimeException failure =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client.call(
                      "trial.v1.Trial/Other",
                      Words.getDefaultInstance(),
                      Nothing.getDefaultInstance()));
      assertThat(code(failure)).isEqualTo(Code.INTERNAL);
      assertThat(failure.getStatus().getDescription())
          .isEqualTo(
              "trial.v1.Trial/Other answered with a trial.v1.Words, and its answer is a"
                  + " trial.v1.Nothing.");
    }
  }
}

package trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.plugin.GuestCallException.Reason;
import parigot.testkit.WithApplication;
import syscall.v1.host.KernelErr;
import trouble.v1.host.LeaveRequest;
import trouble.v1.host.TroubleClient;

/** What goes wrong in a guest goes wrong in the same way with each engine. */
@Timeout(120)
class TroubleTest {
  private static final String TROUBLE =
      """
      parigot.search-path = ["target/guests"]
      parigot.guests.trouble {
        wasm = "trouble.wasm", restart = always, restart-backoff { min = 1 ms, max = 1 ms }
      }
      """;

  private static <R> R get(CompletionStage<R> result) throws Exception {
    return result.toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static CallException failure(CompletionStage<?> call) {
    return (CallException)
        Assertions.catchThrowableOfType(ExecutionException.class, () -> get(call)).getCause();
  }

  private static List<Object> ids(Application application) {
    return application.services().stream()
        .<Object>map(service -> List.of(service.id(), service.methods()))
        .toList();
  }

  private static LeaveRequest leave(int code, boolean withAll) {
    return LeaveRequest.newBuilder().setCode(code).setWithAll(withAll).build();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = TROUBLE)
  void aGuestThatExitsIsStartedAgainWithNothingInItsMemoryAndTheIdsThatItHad(
      Application application) throws Exception {
    TroubleClient trouble = TroubleClient.of(application);
    assertThat(get(trouble.count()).getCalls()).isEqualTo(1);
    assertThat(get(trouble.count()).getCalls()).isEqualTo(2);
    List<Object> before = ids(application);
    CompletionStage<?> underWay = trouble.never();
    CompletionStage<?> left = trouble.leave(leave(3, false));

    CallException lost = failure(underWay);
    assertThat(lost.reason()).isEqualTo(Reason.ENDED);
    assertThat(lost.failure().orElseThrow().getMayHaveRun()).isTrue();
    assertThat(left.toCompletableFuture()).isCompleted();
    get(application.running("trouble.v1", "trouble"));
    assertThat(get(trouble.count()).getCalls()).isEqualTo(1);
    assertThat(ids(application)).isEqualTo(before);
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = TROUBLE)
  void aCallThatHasNoAnswerInItsTimeFailsAndTheGuestGoesOn(Application application)
      throws Exception {
    TroubleClient trouble = TroubleClient.of(application);

    CallException late = failure(trouble.withTimeout(Duration.ofMillis(100)).never());

    assertThat(late.reason()).isEqualTo(Reason.TIMED_OUT);
    assertThat(late.failure().orElseThrow().getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(late.failure().orElseThrow().getMayHaveRun()).isTrue();
    assertThat(get(trouble.count()).getCalls()).isEqualTo(1);
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = TROUBLE)
  void aGuestEndsTheApplicationWithItsCode(Application application) throws Exception {
    CompletionStage<?> left = TroubleClient.of(application).leave(leave(7, true));

    assertThat(get(application.ended())).isEqualTo(7);
    assertThat(left.toCompletableFuture()).isDone();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = TROUBLE + "parigot.guests.broken { wasm = broken.wasm, kind = main }",
      awaitLaunch = false)
  void aMainThatThrowsEndsWithOne(Application application) throws Exception {
    assertThat(get(application.ended())).isEqualTo(1);
  }
}

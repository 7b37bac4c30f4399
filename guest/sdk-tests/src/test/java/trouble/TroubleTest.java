package trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.plugin.GuestCallException.Reason;
import parigot.testkit.WithApplication;
import syscall.v1.host.KernelErr;
import trouble.v1.host.LeaveRequest;
import trouble.v1.host.SpinRequest;
import trouble.v1.host.TroubleClient;

/** What goes wrong in a guest goes wrong in the same way with each engine, but for what is said. */
@Timeout(120)
class TroubleTest {
  private static final String TROUBLE =
      """
      parigot.search-path = ["target/guests"]
      parigot.guests.trouble {
        wasm = "trouble.wasm", restart = always, restart-backoff { min = 1 ms, max = 1 ms }
      }
      """;

  private static final String LIMITED =
      "parigot.guests.trouble { method-limit = 1 s, method-warn = 500 ms }";

  /** What is logged meanwhile from warnings on. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger("parigot");
    private final Level level = logger.getLevel();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    Warnings() {
      logger.setLevel(Level.WARN);
      start();
      logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      said.add(event.getFormattedMessage());
    }

    /** The first of them with these words, once it is there. */
    String await(String words) throws InterruptedException {
      String next = "";
      while (!next.contains(words)) {
        next = said.poll(1, TimeUnit.MINUTES);
        assertThat(next).as("a warning with the words: " + words).isNotNull();
      }
      return next;
    }

    @Override
    public void close() {
      logger.detachAppender(this);
      logger.setLevel(level);
    }
  }

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

  private static SpinRequest spin(long millis) {
    return SpinRequest.newBuilder().setMillis(millis).build();
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
    get(left);
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
  @WithApplication(engines = WASM, config = TROUBLE + LIMITED)
  void aMethodThatRunsOverItsLimitEndsAGuestAndTheLogSaysWhere(Application application)
      throws Exception {
    try (Warnings warnings = new Warnings()) {
      CallException lost = failure(TroubleClient.of(application).spin(spin(600_000)));

      assertThat(lost.reason()).isEqualTo(Reason.ENDED);
      assertThat(warnings.await("trouble failed"))
          .contains(
              "method-limit of 1000 ms in its function trouble.TroubleGuest.spin, called by ");
    }
  }

  /** Nothing can end code of a JVM that does not come back. */
  @TestTemplate
  @WithApplication(engines = JVM, config = TROUBLE + LIMITED)
  void amongPlainJavaTheLogSaysWhereItIsAndItGoesOn(Application application) throws Exception {
    try (Warnings warnings = new Warnings()) {
      CompletionStage<?> spinning =
          TroubleClient.of(application).withTimeout(Duration.ofMinutes(1)).spin(spin(4_000));

      assertThat(warnings.await("longer than method-limit"))
          .contains("A guest that runs as plain Java is not ended for that. It is here:\n\tat ")
          .contains("trouble.TroubleGuest.spin(TroubleGuest.java:");
      assertThat(get(spinning)).isNotNull();
      assertThat(get(TroubleClient.of(application).count()).getCalls()).isEqualTo(1);
    }
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

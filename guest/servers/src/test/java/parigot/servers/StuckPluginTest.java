package parigot.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.testkit.WithApplication;
import parigot.v1.host.CallFailure;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.QueueErr;
import syscall.v1.host.KernelErr;

/** What the callers of a server learn when the plugin behind it does not answer. */
@Timeout(60)
@ClassTemplate
@WithApplication(
    engines = {WASM, JVM},
    config =
        """
        parigot {
          search-path = [target/guests]
          guests {
            log { wasm = "log.wasm" }
            queue { wasm = "queue.wasm", plugins = [log, stuck] }
          }
          plugins.stuck { class = "parigot.servers.StuckQueue" }
          plugin-dispatcher { threads = 1, replacements = 0 }
        }
        """)
class StuckPluginTest {
  private static CallFailure failure(Application application) {
    ExecutionException failed =
        Assertions.catchThrowableOfType(
            ExecutionException.class,
            () ->
                application
                    .call(
                        "queue.v1",
                        "queue",
                        "CreateQueue",
                        CreateQueueRequest.newBuilder().setQueueName("orders").build(),
                        CreateQueueResponse.class)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS));
    CallException call = (CallException) failed.getCause();
    assertThat(call.error()).isEqualTo(QueueErr.DispatchError_VALUE);
    return call.failure().orElseThrow();
  }

  @Test
  void aCallerLearnsWhetherItsCallMayHaveBeenCarriedOut(Application application) {
    CallFailure slow = failure(application);
    assertThat(slow.getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(slow.getDetail()).isEqualTo("queue.v1.Queue/CreateQueue took longer than 200 ms.");
    assertThat(slow.getMayHaveRun()).isTrue();

    CallFailure notBegun = failure(application);
    assertThat(notBegun.getReason()).isEqualTo(KernelErr.RunTimeout);
    assertThat(notBegun.getDetail())
        .isEqualTo(
            "queue.v1.Queue/CreateQueue did not begin within 200 ms, as all threads of the plugin"
                + " were busy.");
    assertThat(notBegun.getMayHaveRun()).isFalse();

    StuckQueue.release();
  }
}

package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;

/** Nodes that are restarted one after the other, each with an instance of a service. */
@Timeout(120)
@WithApplication(
    value = NodesTest.CONF,
    // With more patience for a process that gets no processor: that is another matter.
    placement = "src/test/resources/patient-nodes.conf",
    config = NodesTest.IDLE + "\nparigot.call-timeout = 2900 ms")
class RollingRestartTest {
  /** Calls without a pause, so many at a time, until it is told to stop. */
  private static final class Load {
    private static final int AT_A_TIME = 16;

    private final Application application;
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch enough;
    private final CountDownLatch open = new CountDownLatch(AT_A_TIME);
    private volatile boolean over;

    Load(Application application, int atLeast) {
      this.application = application;
      enough = new CountDownLatch(atLeast);
      for (int i = 0; i < AT_A_TIME; i++) {
        call();
      }
    }

    private void call() {
      if (over) {
        open.countDown();
        return;
      }
      CompletionStage<?> unusedNext =
          application
              .call(
                  "greeting.v1",
                  "greeting",
                  "Echo",
                  StringValue.of("all the time"),
                  StringValue.class)
              .whenCompleteAsync(
                  (answer, failure) -> {
                    if (failure == null) {
                      answered.incrementAndGet();
                    } else {
                      failures.add(failure);
                    }
                    enough.countDown();
                    call();
                  });
    }

    /** Waits until there were enough of them, and for the last ones. */
    void stop() throws InterruptedException {
      enough.await();
      over = true;
      open.await();
    }
  }

  @Test
  void nodesAreRestartedOneAfterTheOtherUnderLoadAndNoCallFails(
      Application application, Nodes nodes) throws Exception {
    nodes.await("a", "b", true);
    nodes.await("a", "c", true);
    Load load = new Load(application, 10_000);
    for (String node : List.of("b", "c")) {
      nodes.stop(node);
      nodes.await("a", node, false);
      nodes.start(node).launched().toCompletableFuture().join();
      nodes.await("a", node, true);
    }
    load.stop();

    assertThat(load.failures).isEmpty();
    assertThat(load.answered.get()).isGreaterThanOrEqualTo(10_000);
  }
}

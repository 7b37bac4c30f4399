package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.testing.Within;

/** What gRPC clients see of an application that ends while they are served. */
@Timeout(60)
class StopUnderLoadTest {
  private static final int CLIENTS = 40;
  private static final int BEFORE = 3;

  @Test
  void eachCallIsAnsweredOrCertainlyNotCarriedOut() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (TrialApplication application = TrialApplication.open().trial().launched()) {
      CountDownLatch served = new CountDownLatch(CLIENTS * BEFORE);
      List<Future<Code>> ends = new ArrayList<>();
      int port = application.grpcPort();
      for (int i = 0; i < CLIENTS; i++) {
        String text = "client " + i;
        ends.add(threads.submit(() -> untilTheEnd(port, text, served)));
      }
      assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();

      CompletionStage<Integer> ended = application.application().stop();

      for (Future<Code> end : ends) {
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(Code.UNAVAILABLE);
      }
      assertThat(Within.limit(ended)).isZero();
      assertThat(application.log().lines()).noneMatch(line -> line.contains("stop-grace"));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Code untilTheEnd(int port, String text, CountDownLatch served) {
    try (GrpcClient client = new GrpcClient(port)) {
      while (true) {
        try {
          assertThat(client.call("Echo", text).getText()).isEqualTo(text);
          served.countDown();
        } catch (StatusRuntimeException e) {
          return e.getStatus().getCode();
        }
      }
    }
  }
}

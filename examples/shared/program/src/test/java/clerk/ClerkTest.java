package clerk;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.kernel.ServiceName;
import stock.v1.host.StockErr;

/** Three projects share a contract: one has the .proto, one the service, one the program. */
@Timeout(60)
class ClerkTest {
  private static String answer(Clerk clerk, int count) throws Exception {
    return clerk.take(count, "bolts").toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Test
  void aProgramCallsTheGuestWhoseModuleIsInAJar() throws Exception {
    try (Clerk clerk = new Clerk()) {
      assertThat(answer(clerk, 4)).isEqualTo("6 are left");
      assertThat(answer(clerk, 7)).isEqualTo("there are not enough");
      assertThat(answer(clerk, 6)).isEqualTo("0 are left");
    }
  }

  /** The .proto of the contract's jar is in the service's module. */
  @Test
  void theModuleSaysWhatTheServiceOfTheContractIs() {
    try (Application application =
        Parigot.start(ConfigFactory.parseString("parigot.guests.stock.wasm = stock.wasm"))) {
      assertThat(
              application
                  .descriptors()
                  .get("stock")
                  .service(new ServiceName("stock.v1", "stock"))
                  .orElseThrow()
                  .error(StockErr.NotEnough_VALUE)
                  .orElseThrow()
                  .getName())
          .isEqualTo("NotEnough");
    }
  }

  /** Others may import it, or generate from it. */
  @Test
  void theProtoIsInTheJarOfTheContract() {
    assertThat(ClerkTest.class.getResource("/stock/v1/stock.proto")).isNotNull();
  }
}

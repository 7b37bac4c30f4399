package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.GuestNode;

/** What a test sees that has an application of its own, or shares its class's. */
@Timeout(60)
@WithApplication(WithApplicationTest.CONF)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WithApplicationTest {
  static final String CONF = "src/test/resources/greeting.conf";

  private static final String WITH_A_MAIN =
      "parigot.guests.hello { wasm = loop.wasm, kind = main, args = [\"register hello\","
          + " \"require greeting.v1 greeting\", launch, \"print bonjour world\", serve] }";

  private static final String WITH_A_TEST =
      "parigot.guests.smoke { wasm = loop.wasm, kind = test, args = [\"register smoke\", launch,"
          + " \"print tested\", serve] }";

  private static Application shared;

  private final Application constructed;

  WithApplicationTest(Application application) {
    constructed = application;
  }

  static String echo(Application application, String text) {
    CompletionStage<StringValue> answer =
        application.call(
            "greeting.v1", "greeting", "Echo", StringValue.of(text), StringValue.class);
    return answer.toCompletableFuture().join().getValue();
  }

  @Test
  @WithApplication(value = CONF, config = WITH_A_TEST)
  void guestsThatAreTestsAreLeftOut(Application application) {
    assertThat(application.guests()).extracting(GuestNode::name).containsExactly("greeting");
  }

  @Test
  @WithApplication(value = CONF, config = WITH_A_TEST, tests = true)
  void guestsThatAreTestsRunWhenTheyAreAskedFor(Application application, RecordedOutput output)
      throws InterruptedException {
    output.await("tested\n");
    assertThat(application.guests())
        .extracting(GuestNode::name)
        .containsExactly("greeting", "smoke");
  }

  @Test
  @Order(1)
  void theApplicationHasLaunchedAndIsGivenToConstructorAndTest(Application application) {
    assertThat(application).isSameAs(constructed);
    assertThat(application.guests()).extracting(GuestNode::name).containsExactly("greeting");
    assertThat(echo(application, "bonjour")).isEqualTo("bonjour");
    shared = application;
  }

  @Test
  @Order(2)
  void theTestsOfAClassShareItsApplication(Application application) {
    assertThat(application).isSameAs(shared);
    assertThat(echo(application, "encore")).isEqualTo("encore");
  }

  @Test
  @Order(3)
  @WithApplication(value = CONF, config = WITH_A_MAIN)
  void aTestMayHaveAnApplicationOfItsOwnAndReadWhatItsMainsWrite(
      Application application, RecordedOutput output) throws InterruptedException {
    assertThat(application).isNotSameAs(shared);
    assertThat(application.guests())
        .extracting(GuestNode::path)
        .containsExactly("akka://parigot/user/kernel/greeting", "akka://parigot/user/kernel/hello");
    assertThat(echo(application, "mine")).isEqualTo("mine");
    output.await("bonjour world\n");
    assertThat(output.text()).isEqualTo("bonjour world\n");
    assertThat(output.bytes()).hasSize(14);
  }

  @Test
  @Order(4)
  void theClassesApplicationIsStillThereAfterwards(Application application) {
    assertThat(application).isSameAs(shared);
    assertThat(echo(application, "still here")).isEqualTo("still here");
  }

  @Test
  @Order(5)
  @WithApplication(
      value = CONF,
      config =
          "parigot.guests.greeting.args = [\"register greeting\", \"require no.v1 body\", launch]",
      awaitLaunch = false)
  void aTestMayBeginBeforeTheGuestsHaveLaunched(Application application) {
    assertThat(application.launched().toCompletableFuture()).isNotDone();
  }

  @Nested
  class Inside {
    @Test
    void aNestedClassSharesTheApplicationOfTheOneAroundIt(Application application) {
      assertThat(application).isSameAs(constructed);
      assertThat(echo(application, "nested")).isEqualTo("nested");
    }
  }
}

package helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import greeting.v1.host.FetchGreetingRequest;
import greeting.v1.host.FetchGreetingResponse;
import greeting.v1.host.GreetErr;
import greeting.v1.host.Tongue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** Tests the guests as the modules that they are compiled to, in a kernel. */
class ApplicationTest {
  private static final String GREETING_ALONE =
      "parigot.guests.greeting.wasm = \"target/guests/greeting.wasm\"";

  private static CompletionStage<FetchGreetingResponse> greet(
      Application application, Tongue tongue) {
    return application.call(
        "greeting.v1",
        "greeting",
        "FetchGreeting",
        FetchGreetingRequest.newBuilder().setTongue(tongue).build(),
        FetchGreetingResponse.class);
  }

  @TestTemplate
  @WithApplication(
      value = "application.conf",
      engines = {WASM, JVM})
  void theWorldIsGreetedAndTheApplicationEndsWell(Application application, RecordedOutput output)
      throws Exception {
    int code = application.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(output.text()).isEqualTo("bonjour world\n");
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = GREETING_ALONE)
  void greetsWhoeverCallsFromOutside(Application application) throws Exception {
    FetchGreetingResponse response =
        greet(application, Tongue.German).toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(response.getGreeting()).isEqualTo("guten Tag");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = GREETING_ALONE)
  void aTongueThatNobodySpeaksIsTheServicesError(Application application) {
    assertThatThrownBy(
            () ->
                greet(application, Tongue.Unspecified)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .hasMessageContaining(Integer.toString(GreetErr.UnknownLang_VALUE));
  }
}

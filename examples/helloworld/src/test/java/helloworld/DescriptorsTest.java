package helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import com.google.protobuf.Any;
import greeting.v1.host.GreetErr;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.plugin.CallOptions;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;
import parigot.testkit.WithApplication;

/** A module that the build has made says itself what its services are. */
class DescriptorsTest {
  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = "parigot.guests.greeting.wasm = \"target/guests/greeting.wasm\"")
  void aServiceIsCalledWithJsonByWhoKnowsItsNameAlone(Application application) throws Exception {
    DescribedService service =
        application
            .descriptors()
            .get("greeting")
            .service(new ServiceName("greeting.v1", "greeting"))
            .orElseThrow();
    DescribedMethod method = service.method("FetchGreeting").orElseThrow();
    Any response =
        application
            .begin(
                service.name(),
                method.name(),
                method.request("{\"tongue\": \"French\"}"),
                CallOptions.NONE)
            .response()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    assertThat(method.json(response)).isEqualTo("{\n  \"greeting\": \"bonjour\"\n}");
    assertThat(service.error(GreetErr.UnknownLang_VALUE).orElseThrow().getName())
        .isEqualTo("UnknownLang");
  }
}

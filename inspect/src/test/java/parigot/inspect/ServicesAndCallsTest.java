package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static parigot.inspect.Started.guest;
import static parigot.inspect.Started.launched;
import static parigot.inspect.Started.one;

import com.google.protobuf.StringValue;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.v1.host.CallReport;
import parigot.v1.host.CallsReport;
import parigot.v1.host.MethodReport;
import parigot.v1.host.Refusal;
import parigot.v1.host.ServiceReport;
import parigot.v1.host.ServicesReport;

/** The services of a running application, calls of them with JSON, and the calls that wait. */
@Timeout(60)
class ServicesAndCallsTest {
  @TempDir Path folder;
  private String config;

  @BeforeEach
  void aServiceAndOneThatForwardsToIt() throws Exception {
    config =
        guest(
                "bottom",
                "register bottom",
                "export b.v1 bb",
                "bind Echo echo",
                "bind Fail error 4",
                "bind Never never",
                "bind Trap trap",
                "launch")
            + "parigot.guests.bottom.descriptors = \"%s\"\n"
                .formatted(Started.descriptors(folder, "Echo", "Fail", "Never", "Trap", "Unbound"))
            + guest(
                "top",
                "register top",
                "export t.v1 t",
                "require b.v1 bb",
                "bind Ask forward b.v1 bb Never",
                "launch",
                "locate b.v1 bb");
  }

  private static ServicesReport services() throws Exception {
    ServicesReport.Builder services = ServicesReport.newBuilder();
    one().get("/v1/services", services);
    return services.build();
  }

  private static Refusal refused(String service, String method, String json, String timeout) {
    return catchThrowableOfType(
            InspectionException.class,
            () -> one().call(service, method, json, Optional.ofNullable(timeout)))
        .refusal();
  }

  @Test
  void servicesAreToldAsTheirGuestsDescribeThemOrAsTheKernelKnowsThem() throws Exception {
    try (Application application = launched(config)) {
      assertThat(application.services()).hasSize(2);
      assertThat(services().getServicesList())
          .extracting(ServiceReport::getName)
          .containsExactly("b.v1.bb", "t.v1.t");
      ServiceReport described = services().getServices(0);
      assertThat(described.getFullName()).isEqualTo("b.v1.Bb");
      assertThat(described.getRunning()).isTrue();
      assertThat(described.getGuestsList()).containsExactly("bottom");
      assertThat(described.getMethods(0).getRequest()).isEqualTo("google.protobuf.StringValue");
      assertThat(described.getErrors(4).getName()).isEqualTo("TooLate");
      ServiceReport known = services().getServices(1);
      assertThat(known.getFullName()).isEmpty();
      assertThat(known.getMethodsList()).extracting(MethodReport::getName).containsExactly("Ask");
    }
  }

  @Test
  void aCallWithJsonIsAnsweredWithJson() throws Exception {
    try (Application application = launched(config)) {
      assertThat(one().call("b.v1.Bb", "Echo", "\"grüß dich\"", Optional.empty()))
          .isEqualTo("\"grüß dich\"");
      assertThat(one().call("b.v1.bb", "Echo", "\"a\"", Optional.of("5 s"))).isEqualTo("\"a\"");
      assertThat(application.calls()).isEmpty();
    }
  }

  @Test
  void theErrorOfAServiceHasItsName() throws Exception {
    try (Application application = launched(config)) {
      Refusal refusal = refused("b.v1.Bb", "Fail", "\"x\"", null);
      assertThat(refusal.getError()).isEqualTo("b.v1.Bb/Fail answers with the error TooLate (4).");
      assertThat(refusal.getReason()).isEqualTo("SERVICE_ERROR");
      assertThat(refusal.getNumber()).isEqualTo(4);
      assertThat(refusal.getName()).isEqualTo("TooLate");
      assertThat(application.calls()).isEmpty();
    }
  }

  @Test
  void aCallThatIsNotAnsweredInTimeTellsWhoWaitedForWhom() throws Exception {
    try (Application application = launched(config)) {
      Refusal refusal = refused("b.v1.Bb", "Never", "\"x\"", "100ms");
      assertThat(refusal.getReason()).isEqualTo("TIMED_OUT");
      assertThat(refusal.getMayHaveRun()).isTrue();
      assertThat(refusal.getChainList())
          .singleElement()
          .asString()
          .endsWith(" -> bottom.Never (not answered)");
      assertThat(application.calls()).isEmpty();
    }
  }

  @Test
  void aGuestThatTrapsIsTold() throws Exception {
    try (Application application = launched(config)) {
      assertThat(refused("b.v1.Bb", "Trap", "\"x\"", null).getReason()).isEqualTo("ENDED");
      assertThat(application.calls()).isEmpty();
    }
  }

  @Test
  void whatCannotBeCalledIsSaid() throws Exception {
    try (Application application = launched(config)) {
      assertThat(refused("b.v1.Bb", "Echo", "{", null).getError())
          .startsWith("The request is no google.protobuf.StringValue: ")
          .doesNotContain("Exception")
          .doesNotContain("\n");
      assertThat(refused("b.v1.Bb", "None", "{}", null).getError())
          .isEqualTo(
              "The service b.v1.Bb has no method None; it has Echo, Fail, Never, Trap, Unbound.");
      assertThat(refused("b.v1.Bb", "Unbound", "\"\"", null).getReason())
          .isEqualTo("NO_SUCH_METHOD");
      assertThat(refused("t.v1.t", "Ask", "{}", null).getError())
          .isEqualTo("No guest tells what the service t.v1.t is.");
      assertThat(refused("nothing", "Ask", "{}", null).getError())
          .isEqualTo("nothing is no name of a service, as greeting.v1.Greeting.");
      assertThat(refused("b.v1.Bb", "Echo", "\"x\"", "5").getError())
          .isEqualTo("timeout must be a duration with its unit, such as 5s, and is \"5\".");
      assertThat(refused("b.v1.Bb", "Echo", "\"x\"", "0s").getError())
          .startsWith("timeout must be");
      assertThat(application.calls()).isEmpty();
    }
  }

  @Test
  void theCallsThatWaitAreToldWithWhoWaitsForWhom() throws Exception {
    try (Application application = launched(config)) {
      CompletionStage<StringValue> waits =
          application.call("t.v1", "t", "Ask", StringValue.of("x"), StringValue.class);
      CallsReport calls;
      do {
        CallsReport.Builder report = CallsReport.newBuilder();
        one().get("/v1/calls", report);
        calls = report.build();
      } while (calls.getOpen() < 2);
      CallReport first = calls.getCalls(0);
      assertThat(first.getCallee()).isEqualTo("top");
      assertThat(first.getService()).isEqualTo("t.v1.t");
      assertThat(first.getMethod()).isEqualTo("Ask");
      assertThat(first.getTimeoutSeconds()).isEqualTo(2.5);
      assertThat(first.getChainList())
          .hasSize(2)
          .last()
          .isEqualTo("top -> bottom.Never (not answered)");
      assertThat(calls.getCalls(1).getCaller()).isEqualTo("top");
      waits.toCompletableFuture().cancel(false);
    }
  }
}

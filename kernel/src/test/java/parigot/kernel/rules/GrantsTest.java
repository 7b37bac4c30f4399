package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.kernel.Budgets;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Effect;
import parigot.kernel.Grants;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.NamePatterns;
import parigot.kernel.RestartPolicy;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;

/** What a guest may do to others where the operator says so. */
@Timeout(20)
class GrantsTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest greeting = application.server("greeting");
  private final TestGuest bound =
      admit(
          "bound",
          new Grants(
              new NamePatterns(List.of("own.v1.*")),
              new NamePatterns(List.of("greeting.v1.greeting")),
              false));

  private TestGuest admit(String name, Grants grants) {
    return application.admit(
        new GuestSpec(
            name,
            1,
            1,
            GuestKind.SERVER,
            4096,
            100,
            100,
            100,
            Budgets.NONE,
            grants,
            CallTimeouts.OF_THE_APPLICATION,
            RestartPolicy.NEVER));
  }

  private List<String> warnings() {
    return application.reports(Effect.Severity.WARNING);
  }

  @Test
  void whatIsGrantedWorks() {
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    Id service = bound.register("bound");
    bound.export(service, "own.v1.one", "own.v1.two").require(service, "greeting.v1.greeting");
    bound.launch(service);
    application.start();
    bound.next();

    assertThat(bound.locate("greeting.v1.greeting", service).getBindingCount()).isEqualTo(1);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void anotherNameIsNotExported() {
    Id service = bound.register("bound");

    assertThat(
            bound.error(
                SystemCall.EXPORT,
                bound.exporting(service, "own.v1.one", "greeting.v1.greeting").build()))
        .isEqualTo(KernelErr.BadId);
    bound.launch(service);
    application.start();
    assertThat(application.kernel.services().get(0).names()).isEmpty();
    assertThat(warnings())
        .containsExactly(
            "bound wanted to export greeting.v1.greeting, which is not among its exports.");
  }

  @Test
  void anotherNameIsNeitherRequiredNorLocatedBySomebodyOrNobody() {
    greeting.serve("secret.v1.secret", "Tell");
    Id service = bound.register("bound");
    bound.launch(service);
    application.start();

    assertThat(
            bound.error(SystemCall.REQUIRE, bound.requiring(service, "secret.v1.secret").build()))
        .isEqualTo(KernelErr.BadId);
    for (Id calledBy : List.of(Id.EMPTY, service)) {
      assertThat(
              bound.error(SystemCall.LOCATE, bound.locating("secret.v1.secret", calledBy).build()))
          .isEqualTo(KernelErr.NotRequired);
    }
    assertThat(warnings())
        .contains("bound wanted to require secret.v1.secret, which is not among its requires.");
  }

  @Test
  void theApplicationIsNotEnded() {
    Id service = bound.register("bound");
    bound.launch(service);
    application.start();
    bound.next();

    assertThat(
            bound.error(
                SystemCall.EXIT,
                bound.exiting(service, bound.newCall(), 3).setShutdownAll(true).build()))
        .isEqualTo(KernelErr.BadId);
    assertThat(bound.error(SystemCall.EXIT, bound.exiting(service, bound.newCall(), 3).build()))
        .as("its own end")
        .isEqualTo(KernelErr.NoError);
    assertThat(warnings())
        .containsExactly(
            "bound wanted to end the application, and its may-end-application is false.");
  }

  @Test
  void twoGuestsThatExportOneNameAreToldOnceAndInstancesAreNot() {
    for (int i = 1; i <= 2; i++) {
      TestGuest instance =
          application.admit(new GuestSpec("many", i, 2, GuestKind.SERVER, 4096, 10, 10));
      instance.serve("greeting.v1.greeting", "FetchGreeting");
    }
    assertThat(warnings()).isEmpty();

    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    assertThat(warnings())
        .containsExactly(
            "many and greeting both export greeting.v1.greeting, and calls to it are shared among them.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "*.v1", "a**", "a-b"})
  void aTextThatIsNoPatternIsRefused(String text) {
    assertThatThrownBy(() -> new NamePatterns(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

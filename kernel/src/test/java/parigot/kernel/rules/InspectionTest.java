package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.CallView;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

@Timeout(20)
class InspectionTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");
  private final TestGuest greeting = application.server("greeting");
  private final TestGuest store = application.server("store");

  @Test
  void aServiceShowsHowFarItHasCome() {
    Id service = greeting.register("greeting");
    assertThat(view(service).exported()).isFalse();
    greeting.export(service, "greeting.v1.greeting").require(service, "store.v1.store");
    Id method = greeting.bind(service, "FetchGreeting");
    assertThat(view(service).runRequested()).isFalse();
    greeting.launch(service);
    assertThat(view(service).runRequested()).isTrue();
    assertThat(view(service).started()).isFalse();
    store.serve("store.v1.store");

    ServiceView view = view(service);
    assertThat(view.started()).isTrue();
    assertThat(view.exported()).isTrue();
    assertThat(view.debugName()).isEqualTo("greeting");
    assertThat(view.guest()).isEqualTo("greeting");
    assertThat(view.host()).isEqualTo(greeting.host);
    assertThat(view.names()).containsExactly(new ServiceName("greeting.v1", "greeting"));
    assertThat(view.requires()).containsExactly(new ServiceName("store.v1", "store"));
    assertThat(view.methods()).containsExactly(new ServiceView.Method("FetchGreeting", method));
  }

  private ServiceView view(Id service) {
    return application.kernel.services().stream()
        .filter(view -> view.id().equals(service))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aServiceIsFoundByItsPrintedIdShortOrLong() {
    Id service = greeting.register("greeting");

    assertThat(application.kernel.findService(service.print(IdKind.SERVICE)))
        .contains(view(service));
    assertThat(application.kernel.findService(service.printLong(IdKind.SERVICE)))
        .contains(view(service));
    assertThat(application.kernel.findService("[svc-zero]")).isEmpty();
    assertThat(application.kernel.findService("")).isEmpty();
  }

  @Test
  void aPathLeadsAlongRequirementsByNamesAndByPrintedIds() {
    Id client = hello.register("hello");
    hello.require(client, "greeting.v1.greeting");
    Id service = greeting.register("greeting");
    greeting.export(service, "greeting.v1.greeting").require(service, "store.v1.store");
    Id end = store.register("store");
    store.export(end, "store.v1.store").require(end, "missing.v1.missing");
    Kernel kernel = application.kernel;

    assertThat(kernel.pathExists("hello", "store.v1.store")).isTrue();
    assertThat(kernel.pathExists(client.print(IdKind.SERVICE), end.printLong(IdKind.SERVICE)))
        .isTrue();
    assertThat(kernel.pathExists("greeting.v1.greeting", "store.v1.store")).isTrue();
    assertThat(kernel.pathExists("greeting.v1.greeting", "missing.v1.missing")).isTrue();
    assertThat(kernel.pathExists("store.v1.store", "greeting.v1.greeting")).isFalse();
    assertThat(kernel.pathExists("store.v1.store", "hello")).isFalse();
    assertThat(kernel.pathExists("store.v1.store", "store.v1.store")).isFalse();
    assertThat(kernel.pathExists("unknown", "store.v1.store")).isFalse();
    store.require(end, "greeting.v1.greeting");
    assertThat(kernel.pathExists("store.v1.store", "store.v1.store")).isTrue();
  }

  @Test
  void callsShowWhoWaitsForWhomAndForHowLong() {
    application.start();
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    Id call = hello.dispatch(hello.find("greeting.v1.greeting"), "");
    application.pass(Duration.ofMillis(7));

    assertThat(application.kernel.calls(application.now()))
        .containsExactly(
            new CallView(
                call,
                "hello",
                "greeting",
                "greeting.v1.greeting",
                "FetchGreeting",
                Duration.ofMillis(7),
                Duration.ofMillis(2500),
                List.of("hello -> greeting.FetchGreeting (not answered)")));
  }

  @Test
  void guestsShowHowFarTheyHaveCome() {
    application.start();
    assertThat(states()).containsExactly("hello STARTING", "greeting STARTING", "store STARTING");
    hello.useOnly("greeting.v1.greeting");
    assertThat(states().get(0)).isEqualTo("hello WAITING");
    greeting.serve("greeting.v1.greeting");
    store.serve("store.v1.store");
    assertThat(states()).containsExactly("hello LAUNCHED", "greeting LAUNCHED", "store LAUNCHED");
    application.obedient = false;
    application.shutdown(0);
    assertThat(states()).containsExactly("hello ENDING", "greeting LAUNCHED", "store ENDING");
  }

  private List<String> states() {
    return application.kernel.guests().stream()
        .map(view -> view.label() + " " + view.state())
        .toList();
  }
}

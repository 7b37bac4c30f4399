package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;

@Timeout(20)
class LocateTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");
  private final TestGuest greeting = application.server("greeting");
  private Id service;

  @BeforeEach
  void start() {
    application.start();
    service = hello.register("hello");
    hello.require(service, "greeting.v1.greeting");
  }

  @Test
  void aRunningServiceIsFoundWithItsHostAndItsMethodsInOrder() {
    Id served = greeting.register("greeting");
    greeting.export(served, "greeting.v1.greeting");
    Id first = greeting.bind(served, "FetchGreeting");
    Id second = greeting.bind(served, "Another");
    greeting.launch(served);

    assertThat(hello.locate("greeting.v1.greeting", service))
        .isEqualTo(
            LocateResponse.newBuilder()
                .setHostId(greeting.host.raw())
                .setServiceId(served.raw())
                .addBinding(
                    MethodBinding.newBuilder()
                        .setMethodName("FetchGreeting")
                        .setMethodId(first.raw()))
                .addBinding(
                    MethodBinding.newBuilder().setMethodName("Another").setMethodId(second.raw()))
                .build());
  }

  @Test
  void aNameThatNobodyExportsIsNotFound() {
    greeting.serve("greeting.v1.greeting");

    assertThat(error("other.v1.greeting", Id.EMPTY)).isEqualTo(KernelErr.NotFound);
    assertThat(error("greeting.v1.other", Id.EMPTY)).isEqualTo(KernelErr.NotFound);
  }

  @Test
  void aServiceThatDoesNotRunIsNotFound() {
    Id served = greeting.register("greeting");
    greeting.export(served, "greeting.v1.greeting");
    assertThat(error("greeting.v1.greeting", service)).isEqualTo(KernelErr.NotFound);

    greeting.launch(served);
    assertThat(error("greeting.v1.greeting", service)).isEqualTo(KernelErr.NoError);

    application.end(greeting, new Ending.Failed("it trapped"));
    assertThat(error("greeting.v1.greeting", service)).isEqualTo(KernelErr.NotFound);
  }

  @Test
  void aServiceThatTheCallerHasNotRequiredIsRefused() {
    greeting.serve("greeting.v1.greeting");
    Id other = hello.register("other");

    assertThat(error("greeting.v1.greeting", other)).isEqualTo(KernelErr.NotRequired);
  }

  @Test
  void anEmptyCallerIsNotCheckedAndAZeroOneHasRequiredNothing() {
    greeting.serve("greeting.v1.greeting");

    assertThat(error("greeting.v1.greeting", Id.EMPTY)).isEqualTo(KernelErr.NoError);
    assertThat(error("greeting.v1.greeting", new Id(0x7300_0000_0000_0000L, 0)))
        .as("empty with a letter")
        .isEqualTo(KernelErr.NoError);
    assertThat(error("greeting.v1.greeting", new Id(-1, -1))).isEqualTo(KernelErr.NotRequired);
  }

  @Test
  void aCallerThatIsAnothersServiceIsRefused() {
    Id others = greeting.serve("greeting.v1.greeting");

    assertThat(error("greeting.v1.greeting", others)).isEqualTo(KernelErr.BadId);
  }

  @Test
  void severalProvidersTakeTurns() {
    Set<Id> hosts = new HashSet<>();
    for (int i = 1; i <= 3; i++) {
      TestGuest guest =
          application.admit(new GuestSpec("many", i, 3, GuestKind.SERVER, 4096, 10, 10));
      guest.serve("many.v1.many");
      hosts.add(guest.host);
      assertThat(guest.label).isEqualTo("many." + i);
    }
    Set<Id> found = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      found.add(Id.of(hello.locate("many.v1.many", Id.EMPTY).getHostId()));
    }
    assertThat(found).isEqualTo(hosts);
  }

  private KernelErr error(String name, Id caller) {
    return hello.error(SystemCall.LOCATE, hello.locating(name, caller).build());
  }
}

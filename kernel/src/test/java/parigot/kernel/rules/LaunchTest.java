package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.ExitPair;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchResponse;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

@Timeout(20)
class LaunchTest {
  private static final Duration LAUNCH_TIMEOUT = TestApplication.SETTINGS.launchTimeout();

  private final TestApplication application = new TestApplication();

  @Test
  void registeringGivesANewServiceEachTime() {
    TestGuest guest = application.server("greeting");

    Id first = guest.register("one");
    Id second = guest.register("two");
    Id sameName = guest.register("one");

    assertThat(first.is(IdKind.SERVICE)).isTrue();
    assertThat(first).isNotEqualTo(second).isNotEqualTo(sameName);
    assertThat(guest.registered("three").getExistedPreviously()).isFalse();
    assertThat(application.kernel.services()).hasSize(4);
  }

  @Test
  void bindingGivesANewMethodForEachName() {
    TestGuest guest = application.server("greeting");
    Id service = guest.register("greeting");

    Id fetch = guest.bind(service, "FetchGreeting");
    Id other = guest.bind(service, "Other");

    assertThat(fetch.is(IdKind.METHOD)).isTrue();
    assertThat(fetch).isNotEqualTo(other);
    assertThat(guest.bind(service, "FetchGreeting")).as("bound again").isEqualTo(fetch);
    assertThat(application.kernel.services().get(0).methods())
        .containsExactly(
            new ServiceView.Method("FetchGreeting", fetch), new ServiceView.Method("Other", other));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, -1})
  void aMethodIsBoundWhateverItsDirectionSays(int direction) {
    TestGuest guest = application.server("greeting");
    Id service = guest.register("greeting");

    assertThat(
            guest.error(
                SystemCall.BIND_METHOD,
                guest.binding(service, "Do").setDirectionValue(direction).build()))
        .isEqualTo(KernelErr.NoError);
    assertThat(application.kernel.services().get(0).methods())
        .extracting(ServiceView.Method::name)
        .containsExactly("Do");
  }

  @Test
  void aMethodWithoutANameIsRefused() {
    TestGuest guest = application.server("greeting");
    Id service = guest.register("greeting");

    assertThat(guest.error(SystemCall.BIND_METHOD, guest.binding(service, "").build()))
        .isEqualTo(KernelErr.IdDispatch);
  }

  @Test
  void exportingAndRequiringTwiceIsNoError() {
    TestGuest guest = application.server("greeting");
    Id service = guest.register("greeting");

    guest.export(service, "a.v1.a", "a.v1.a").export(service, "a.v1.a");
    guest.require(service, "b.v1.b", "b.v1.b").require(service, "b.v1.b");

    ServiceView view = application.kernel.services().get(0);
    assertThat(view.names()).containsExactly(new ServiceName("a.v1", "a"));
    assertThat(view.requires()).containsExactly(new ServiceName("b.v1", "b"));
  }

  @Test
  void requiringInACircleIsNoErrorOfRequire() {
    TestGuest guest = application.server("greeting");
    Id service = guest.register("greeting");

    guest.export(service, "a.v1.a").require(service, "a.v1.a");

    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
  }

  @Test
  void aLaunchWithNothingRequiredSucceedsAtOnceWithAResult() {
    TestGuest guest = application.server("greeting");
    application.start();
    Id service = guest.register("greeting");

    Id call = guest.launch(service);

    assertLaunched(guest.next(), guest, call, KernelErr.NoError);
    assertThat(application.allLaunched()).isTrue();
  }

  @Test
  void aLaunchWaitsForEveryRequiredName() {
    TestGuest hello = application.main("hello");
    TestGuest a = application.server("a");
    TestGuest b = application.server("b");
    application.start();
    Id service = hello.register("hello");
    hello.require(service, "a.v1.a", "b.v1.b");
    Id call = hello.launch(service);

    assertThat(hello.poke()).isEmpty();
    a.serve("a.v1.a");
    assertThat(hello.poke()).isEmpty();
    assertThat(application.allLaunched()).isFalse();
    b.serve("b.v1.b");

    assertLaunched(hello.next(), hello, call, KernelErr.NoError);
    assertThat(application.allLaunched()).isTrue();
  }

  @Test
  void anExportedNameIsNotRunningUntilItsServiceIs() {
    TestGuest hello = application.main("hello");
    TestGuest a = application.server("a");
    application.start();
    hello.useOnly("a.v1.a");
    Id service = a.register("a");
    a.export(service, "a.v1.a");

    assertThat(hello.poke()).isEmpty();
    a.launch(service);

    assertThat(hello.poke()).isPresent();
  }

  @Test
  void anyOfSeveralExportersWillDo() {
    TestGuest hello = application.main("hello");
    TestGuest stuck = application.server("stuck");
    TestGuest fine = application.server("fine");
    application.start();
    hello.useOnly("a.v1.a");
    Id never = stuck.register("stuck");
    stuck.export(never, "a.v1.a").require(never, "missing.v1.missing");
    stuck.launch(never);
    assertThat(hello.poke()).isEmpty();

    fine.serve("a.v1.a");

    assertThat(hello.poke()).isPresent();
  }

  @Test
  void whatARunningServiceExportsLaterRunsAtOnce() {
    TestGuest hello = application.main("hello");
    TestGuest a = application.server("a");
    application.start();
    hello.useOnly("late.v1.late");
    Id service = a.serve("a.v1.a");

    a.export(service, "late.v1.late");

    assertThat(hello.poke()).isPresent();
  }

  @Test
  void whatIsRequiredWhileWaitingIsWaitedForToo() {
    TestGuest hello = application.main("hello");
    TestGuest a = application.server("a");
    TestGuest b = application.server("b");
    application.start();
    Id service = hello.useOnly("a.v1.a");
    hello.require(service, "b.v1.b");
    a.serve("a.v1.a");
    assertThat(hello.poke()).isEmpty();

    b.serve("b.v1.b");

    assertThat(hello.poke()).isPresent();
  }

  @Test
  void aProviderThatHasDiedIsNotRunning() {
    TestGuest hello = application.main("hello");
    TestGuest a = application.server("a");
    TestGuest b = application.server("b");
    application.start();
    hello.useOnly("a.v1.a", "b.v1.b");
    a.serve("a.v1.a");

    application.end(a, new Ending.Failed("it trapped"));
    b.serve("b.v1.b");

    assertThat(hello.poke()).as("launched with a dead provider").isEmpty();
    TestGuest again = application.server("a");
    again.serve("a.v1.a");
    assertThat(hello.poke()).isPresent();
  }

  @Test
  void aSecondLaunchIsRefused() {
    TestGuest guest = application.server("greeting");
    application.start();
    Id service = guest.register("greeting");
    guest.launch(service);

    assertThat(guest.error(SystemCall.LAUNCH, guest.launching(service, guest.newCall()).build()))
        .isEqualTo(KernelErr.BadId);
  }

  @Test
  void aLaunchWithAnotherMethodIsRefusedAndMayBeRepeated() {
    TestGuest guest = application.server("greeting");
    application.start();
    Id service = guest.register("greeting");

    assertThat(
            guest.error(
                SystemCall.LAUNCH,
                guest
                    .launching(service, guest.newCall())
                    .setMethodId(Id.EXIT_METHOD.raw())
                    .build()))
        .isEqualTo(KernelErr.BadId);
    guest.launch(service);
    assertThat(guest.poke()).isPresent();
  }

  @Test
  void whatStillWaitsAtTheTimeoutIsToldSoAndTheApplicationEnds() {
    application.obedient = false;
    TestGuest hello = application.main("hello");
    TestGuest other = application.server("other");
    application.start();
    other.serve("other.v1.other");
    Id service = hello.register("hello");
    hello.require(service, "missing.v1.missing", "other.v1.other");
    Id call = hello.launch(service);
    application.pass(LAUNCH_TIMEOUT.minusNanos(1));
    assertThat(hello.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    assertLaunched(hello.next(), hello, call, KernelErr.RunTimeout);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(
            "Not launched within 10 s: hello waits for missing.v1.missing (which nobody exports).");
    application.end(hello, new Ending.Stopped()).end(other, new Ending.Stopped());
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void theTimeoutCountsFromTheStart() {
    TestGuest hello = application.main("hello");
    application.pass(Duration.ofMinutes(5));
    application.start();
    hello.useOnly("missing.v1.missing");
    application.pass(LAUNCH_TIMEOUT.minusNanos(1));

    assertThat(application.endedWith()).isEmpty();
    application.pass(Duration.ofNanos(1));
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void theTimeoutDoesNotCountWhileAServerIsAtItsStart() {
    TestGuest early = application.server("early");
    TestGuest slow = application.server("slow");
    TestGuest busy = application.main("busy");
    application.start();
    List.of(early, slow, busy).forEach(guest -> application.said(guest, new FromGuest.Starting()));
    early.require(early.register("early"), "slow.v1.slow");
    application.said(early, new FromGuest.Started());
    application.pass(LAUNCH_TIMEOUT.multipliedBy(4));
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();

    application.said(slow, new FromGuest.Started());
    application.pass(LAUNCH_TIMEOUT.minusNanos(1));
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
    application.pass(Duration.ofNanos(1));

    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(
            "Not launched within 10 s: early has not asked to launch, slow has not asked to"
                + " launch.");
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aServerThatNeverAsksToLaunchEndsTheApplicationAtTheTimeout() {
    application.server("sleepy");
    application.start();

    application.pass(LAUNCH_TIMEOUT);

    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly("Not launched within 10 s: sleepy has not asked to launch.");
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aMainNeedNotLaunch() {
    TestGuest main = application.main("main");
    application.start();
    application.pass(LAUNCH_TIMEOUT.multipliedBy(2));
    assertThat(application.endedWith()).isEmpty();

    application.end(main, new Ending.Exited(0));

    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void aLongChainLaunchesFromItsEnd() {
    int length = 200;
    TestGuest[] guests = new TestGuest[length];
    for (int i = 0; i < length; i++) {
      guests[i] = application.server("s" + i);
    }
    application.start();
    for (int i = 0; i < length; i++) {
      Id service = guests[i].register("s" + i);
      guests[i].export(service, "s" + i + ".v1.s");
      if (i + 1 < length) {
        guests[i].require(service, "s" + (i + 1) + ".v1.s");
      }
      guests[i].launch(service);
      assertThat(application.allLaunched()).isEqualTo(i + 1 == length);
    }
    for (TestGuest guest : guests) {
      assertThat(guest.poke()).isPresent();
    }
  }

  @Test
  void aGuestThatRegistersTooManyServicesIsRefusedAndKeepsThoseItHas() {
    TestGuest guest = application.admit(TestApplication.spec("wild", 2));
    Id first = guest.register("one");
    guest.register("two");

    assertThat(guest.error(SystemCall.REGISTER, guest.registering("three").build()))
        .isEqualTo(KernelErr.NamespaceExhausted);
    guest.bind(first, "Do");
    guest.launch(first);
    assertThat(guest.poke()).isPresent();
    assertThat(application.kernel.services()).hasSize(2);
  }

  private static void assertLaunched(
      ReadOneResponse event, TestGuest guest, Id call, KernelErr error) {
    assertThat(event)
        .isEqualTo(
            ReadOneResponse.newBuilder()
                .setBundle(MethodBundle.getDefaultInstance())
                .setExit(ExitPair.getDefaultInstance())
                .setResolved(
                    ResolvedCall.newBuilder()
                        .setHostId(guest.host.raw())
                        .setCallId(call.raw())
                        .setMethodId(Id.LAUNCH_METHOD.raw())
                        .setResult(Any.pack(LaunchResponse.getDefaultInstance()))
                        .setResultError(error.getNumber()))
                .build());
    assertThat(Optional.of(event.getResolved().getResult().getTypeUrl()))
        .contains("type.googleapis.com/syscall.v1.LaunchResponse");
  }
}

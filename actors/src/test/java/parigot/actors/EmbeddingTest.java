package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.SpawnProtocol;
import akka.actor.typed.javadsl.AskPattern;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.kernel.GuestKind;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.Console;
import parigot.runtime.StartException;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** What host code can do with an application. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class EmbeddingTest {
  private static final StringValue TEXT = StringValue.of("text");

  @ParameterizedTest
  @EnumSource
  void hostCodeCallsAServiceAndGetsItsTypedResponse(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with().service("greeting", shape, "Echo").launched()) {
      assertThat(application.echo("greeting", "Echo", "bonjour")).isEqualTo("bonjour");
      String large = "é".repeat(shape == GuestShape.REACTOR ? 1_000_000 : 1_900);
      assertThat(application.echo("greeting", "Echo", large)).isEqualTo(large);
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere, Echo, NO_SUCH_SERVICE, 1",
    "greeting, echo, NO_SUCH_METHOD, 1",
    "greeting, Fail, SERVICE_ERROR, 4",
    "greeting, Never, TIMED_OUT, 1",
    "greeting, Who, BAD_RESULT, 1",
    "greeting, Trap, ENDED, 1",
  })
  void aCallThatGivesNoResultSaysWhy(String service, String method, Reason reason, int error) {
    Class<? extends Message> type =
        reason == Reason.BAD_RESULT ? com.google.protobuf.BytesValue.class : StringValue.class;
    for (GuestShape shape : GuestShape.values()) {
      try (TestApplication application =
          TestApplication.with("parigot.call-timeout = 300 ms")
              .service(
                  "greeting", shape, "Echo", "Fail error 4", "Never never", "Who who", "Trap trap")
              .set("greeting", "restart = never")
              .launched()) {
        assertThat(application.call(service, method, TEXT, type))
            .failsWithin(Within.LIMIT)
            .withThrowableThat()
            .havingCause()
            .isInstanceOfSatisfying(
                CallException.class,
                e -> {
                  assertThat(e.reason()).isEqualTo(reason);
                  assertThat(e.error()).isEqualTo(error);
                  assertThat(e.failure().isPresent())
                      .isEqualTo(reason != Reason.SERVICE_ERROR && reason != Reason.BAD_RESULT);
                  assertThat(e).hasMessageStartingWith(service + ".v1." + service + "/" + method);
                });
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatOthersHaveWrittenIsHandedOnUnread(GuestShape shape) {
    Any unknown =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/nobody.v1.Knows")
            .setValue(ByteString.copyFromUtf8("no message at all"))
            .build();
    try (TestApplication application =
        TestApplication.with().service("greeting", shape, "Echo", "Fail error 4").launched()) {
      ServiceName name = new ServiceName("greeting.v1", "greeting");
      Application running = application.application();

      assertThat(
              Within.limit(
                  running.begin(name, "Echo", Optional.of(unknown), CallOptions.NONE).response()))
          .isEqualTo(unknown);
      assertThat(
              Within.limit(
                  running.begin(name, "Echo", Optional.empty(), CallOptions.NONE).response()))
          .isEqualTo(Any.getDefaultInstance());
      assertThat(running.begin(name, "Fail", Optional.of(unknown), CallOptions.NONE).response())
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.error()).isEqualTo(4));
    }
  }

  /** A function that was attached before the answer came runs on the application's thread. */
  @Test
  void aCallbackThatWaitsHoldsUpNobodyElse() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched()) {
      while (blocked.getCount() > 0) {
        CompletionStage<Void> unused =
            application
                .call("greeting", "Echo", TEXT, StringValue.class)
                .thenAccept(answer -> blockOn(blocked, release));
        assertThat(application.echo("greeting", "Echo", "meanwhile")).isEqualTo("meanwhile");
      }
      for (int i = 0; i < 10; i++) {
        assertThat(application.echo("greeting", "Echo", "after it")).isEqualTo("after it");
      }
      release.countDown();
    }
  }

  /** Unless the answer was there before, and this is the thread of the test. */
  private static void blockOn(CountDownLatch blocked, CountDownLatch release) {
    if (Thread.currentThread().getName().equals("parigot-callback")) {
      blocked.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void nothingIsKeptOfAQuestionThatWasAnswered() {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched()) {
      Application running = application.application();
      int before = running.questionsKept();
      for (int i = 0; i < 100; i++) {
        assertThat(running.guests()).hasSize(1);
        assertThat(running.calls()).isEmpty();
      }
      assertThat(running.questionsKept()).isEqualTo(before);
    }
  }

  @Test
  void aRequestThatIsTooLargeForALoopGuestIsRefused() {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.LOOP, "Echo").launched()) {
      assertThat(
              application.call("greeting", "Echo", TestApplication.bytes(5000), StringValue.class))
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
    }
  }

  @Test
  void servicesAreShownAndFoundAndSoAreThePathsBetweenThem() {
    try (TestApplication application =
        TestApplication.with()
            .service("bottom", GuestShape.REACTOR, "Echo", "Other echo")
            .server(
                "middle",
                GuestShape.LOOP,
                "register middle",
                "export middle.v1 middle",
                "require bottom.v1 bottom",
                "launch")
            .server("top", GuestShape.REACTOR, "register top", "require middle.v1 middle", "launch")
            .launched()) {
      Application running = application.application();
      assertThat(running.services())
          .extracting(ServiceView::debugName)
          .containsExactlyInAnyOrder("bottom", "middle", "top");
      ServiceView bottom = named(running, "bottom");
      assertThat(bottom.guest()).isEqualTo("bottom");
      assertThat(bottom.names()).containsExactly(new ServiceName("bottom.v1", "bottom"));
      assertThat(bottom.methods())
          .extracting(ServiceView.Method::name)
          .containsExactly("Echo", "Other");
      assertThat(bottom.exported()).isTrue();
      assertThat(bottom.started()).isTrue();
      assertThat(bottom.runRequested()).isTrue();
      assertThat(named(running, "top").exported()).isFalse();
      assertThat(named(running, "top").requires())
          .containsExactly(new ServiceName("middle.v1", "middle"));

      String printed = bottom.id().print(parigot.kernel.IdKind.SERVICE);
      assertThat(running.findService(printed)).contains(bottom);
      assertThat(running.findService("[svc-zero]")).isEmpty();
      assertThat(running.pathExists("top", "bottom.v1.bottom")).isTrue();
      assertThat(running.pathExists("middle.v1.middle", printed)).isTrue();
      assertThat(running.pathExists("bottom.v1.bottom", "top")).isFalse();
      assertThat(running.pathExists("nobody", "top")).isFalse();
    }
  }

  private static ServiceView named(Application running, String name) {
    return running.services().stream()
        .filter(service -> service.debugName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void callsInFlightAreShownUntilTheyEnd(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Never never", "Who who")
            .set("greeting", "restart = never")
            .launched()) {
      CompletionStage<StringValue> waiting =
          application.call("greeting", "Never", TEXT, StringValue.class);
      // The host's calls keep their order: when this is answered, the one before it is on its way.
      Within.limit(application.call("greeting", "Who", TEXT, StringValue.class));
      assertThat(application.application().calls())
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.callee()).isEqualTo("greeting");
                assertThat(call.service()).isEqualTo("greeting.v1.greeting");
                assertThat(call.method()).isEqualTo("Never");
              });
      assertThat(application.stop()).isZero();
      assertThat(waiting).failsWithin(Within.LIMIT);
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatItsMakerCancelsIsWithdrawn(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with(
                "parigot.call-timeout = 2900 ms", "parigot.guests.greeting.mailbox = 10")
            .service("greeting", shape, "Never never", "Echo")
            .launched()) {
      for (int i = 0; i < 20; i++) {
        CompletionStage<StringValue> waiting =
            application.call("greeting", "Never", TEXT, StringValue.class);
        // It has begun when this is answered, unless it was withdrawn before.
        assertThat(application.echo("greeting", "Echo", "bonjour")).isEqualTo("bonjour");
        assertThat(application.application().calls()).hasSize(1);
        assertThat(waiting.toCompletableFuture().cancel(false)).isTrue();
        CompletionStage<StringValue> timed =
            application.call("greeting", "Never", TEXT, StringValue.class);
        assertThat(timed.toCompletableFuture().complete(TEXT)).isTrue();
      }
      // The host's calls keep their order, and so does this question.
      assertThat(application.echo("greeting", "Echo", "adieu")).isEqualTo("adieu");
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatIsWithdrawnHasEndedWhenTheGuestHasDoneWithIt(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Never never", "Later delay 50000", "Echo")
            .set("greeting", "call-timeout = 1 h")
            .launched()) {
      GuestCall<StringValue> never = begin(application, "Never");
      GuestCall<StringValue> later = begin(application, "Later");
      GuestCall<StringValue> echo = begin(application, "Echo");
      assertThat(echo.response()).succeedsWithin(Within.LIMIT);
      assertThat(echo.ended()).succeedsWithin(Within.LIMIT);
      // Those before it have begun.
      assertThat(never.response().toCompletableFuture().cancel(false)).isTrue();
      boolean unusedIsStillOpen = later.response().toCompletableFuture().cancel(false);
      assertThat(later.ended()).succeedsWithin(Within.LIMIT);
      assertThat(never.ended().toCompletableFuture()).isNotDone();
      assertThat(application.stop()).isZero();
      assertThat(never.ended()).succeedsWithin(Within.LIMIT);
    }
  }

  private static GuestCall<StringValue> begin(TestApplication application, String method) {
    return application
        .application()
        .begin("greeting.v1", "greeting", method, TEXT, StringValue.class);
  }

  @Test
  void aCallOfTheHostsMaySayHowLongItWaits() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Never never", "Later delay 100000")
            .set("greeting", "call-timeout = 20 ms")
            .launched()) {
      Application running = application.application();
      assertThat(
              running.call(
                  "greeting.v1", "greeting", "Never", TEXT, StringValue.class, Duration.ofNanos(1)))
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .withMessageContaining("greeting.Never did not answer within 1 ms");
      assertThat(
              running.call(
                  "greeting.v1", "greeting", "Later", TEXT, StringValue.class, Within.LIMIT))
          .succeedsWithin(Within.LIMIT);
      assertThat(running.call("greeting.v1", "greeting", "Never", TEXT, StringValue.class))
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .withMessageContaining("greeting.Never did not answer within 20 ms");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  running.call(
                      "greeting.v1", "greeting", "Never", TEXT, StringValue.class, Duration.ZERO));
    }
  }

  @Test
  void theActorTreeIsShownWithKindsAndStates() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .main("hello", GuestShape.LOOP, "register hello", "launch", "serve")
            .launched()) {
      assertThat(application.application().guests())
          .containsExactly(
              new GuestNode(
                  "akka://parigot/user/kernel/greeting", "greeting", GuestKind.SERVER, "LAUNCHED"),
              new GuestNode(
                  "akka://parigot/user/kernel/hello", "hello", GuestKind.MAIN, "LAUNCHED"));
      assertThat(application.application().hasMain()).isTrue();
    }
  }

  @Test
  void anApplicationThatHasEndedCanStillBeAskedAndClosedAgain() {
    TestApplication application =
        TestApplication.with().service("greeting", GuestShape.LOOP, "Echo").launched();
    application.application().close();
    application.application().close();
    assertThat(Within.limit(application.application().ended())).isZero();
    assertThat(application.application().guests()).isEmpty();
    assertThat(application.application().services()).isEmpty();
    assertThat(application.application().calls()).isEmpty();
    assertThat(application.call("greeting", "Echo", TEXT, StringValue.class))
        .failsWithin(Within.LIMIT)
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED));
    application.close();
  }

  @Test
  void theCodeOfAStopIsTheApplications() {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.REACTOR, "Echo").launched()) {
      assertThat(Within.limit(application.application().stop(143))).isEqualTo(143);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationRunsInsideAnotherActorSystemAndLeavesItRunning(GuestShape shape) {
    try (TestApplication settings = TestApplication.with().service("greeting", shape, "Echo")) {
      ActorSystem<SpawnProtocol.Command> host = hostSystem();
      try {
        ActorRef<Parigot.Command> supervisor =
            spawn(host, Parigot.behavior(settings.config()), "one");
        Application application = applicationOf(host, supervisor);
        Within.limit(application.launched());
        assertThat(application.guests())
            .extracting(GuestNode::path)
            .containsExactly("akka://house/user/one/kernel/greeting");
        assertThat(Within.limit(call(application)).getValue()).isEqualTo("text");

        Application second =
            applicationOf(host, spawn(host, Parigot.behavior(settings.config()), "two"));
        Within.limit(second.launched());
        application.close();
        assertThat(Within.limit(application.ended())).isZero();
        assertThat(call(application)).failsWithin(Within.LIMIT);
        assertThat(Within.limit(call(second)).getValue()).isEqualTo("text");

        second.close();
        assertThat(host.getWhenTerminated()).isNotDone();
      } finally {
        host.terminate();
        Within.limit(host.getWhenTerminated());
      }
    }
  }

  private static TestApplication withATest() {
    return TestApplication.with("parigot.memory-total = 300 MiB")
        .service("greeting", GuestShape.REACTOR, "Echo")
        .set("greeting", "memory-limit = 256 MiB")
        .guest(
            "smoke",
            "test",
            TestApplication.module("reactor"),
            "register smoke",
            "launch",
            "exit 7")
        .set("smoke", "memory-limit = 256 MiB");
  }

  @Test
  void testsAreLeftOutOfAnEmbeddedApplicationAndOfItsSums() {
    try (TestApplication application = withATest().launched()) {
      assertThat(application.application().guests())
          .extracting(GuestNode::name)
          .containsExactly("greeting");
      assertThat(application.application().hasMain()).isFalse();
      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void testsRunWhereTheyAreAskedFor() {
    try (TestApplication settings = withATest().set("greeting", "memory-limit = 16 MiB")) {
      Application application =
          Parigot.start(ApplicationSettings.withTests(settings.config()), Console.standardOutput());
      assertThat(Within.limit(application.ended())).isEqualTo(7);
    }
  }

  @Test
  void testsAreLeftOutInsideAnotherActorSystemUnlessAskedFor() {
    ActorSystem<SpawnProtocol.Command> host = hostSystem();
    try (TestApplication settings = withATest().set("greeting", "memory-limit = 16 MiB")) {
      Application application =
          applicationOf(host, spawn(host, Parigot.behavior(settings.config()), "without"));
      Within.limit(application.launched());
      assertThat(application.guests()).extracting(GuestNode::name).containsExactly("greeting");
      application.close();

      CompletableFuture<Application> started = new CompletableFuture<>();
      ActorRef<Parigot.Command> unused =
          spawn(
              host,
              Parigot.behavior(ApplicationSettings.withTests(settings.config()), started::complete),
              "with");
      assertThat(Within.limit(Within.limit(started).ended())).isEqualTo(7);
    } finally {
      host.terminate();
      Within.limit(host.getWhenTerminated());
    }
  }

  @Test
  void insideAnotherActorSystemABadModuleFailsTheApplicationAndNothingElse(@TempDir Path folder)
      throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.wasm"), "no module");
    ActorSystem<SpawnProtocol.Command> host = hostSystem();
    try (TestApplication settings = TestApplication.with().guest("bad", "server", bad)) {
      CompletableFuture<Application> started = new CompletableFuture<>();
      ActorRef<Parigot.Command> unused =
          spawn(host, Parigot.behavior(settings.config(), started::complete), "one");
      Application application = Within.limit(started);
      assertThatThrownBy(() -> Within.limit(application.launched()))
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith("guest bad: ")
          .hasMessageContaining("looks like a text file");
      assertThat(application.ended()).failsWithin(Within.LIMIT);
      assertThat(host.getWhenTerminated()).isNotDone();
    } finally {
      host.terminate();
      Within.limit(host.getWhenTerminated());
    }
  }

  private static CompletionStage<StringValue> call(Application application) {
    return application.call("greeting.v1", "greeting", "Echo", TEXT, StringValue.class);
  }

  private static ActorSystem<SpawnProtocol.Command> hostSystem() {
    return ActorSystem.create(
        SpawnProtocol.create(),
        "house",
        ConfigFactory.parseString("akka.loglevel = OFF, akka.stdout-loglevel = OFF")
            .withFallback(ConfigFactory.load()));
  }

  private static <T> ActorRef<T> spawn(
      ActorSystem<SpawnProtocol.Command> host, akka.actor.typed.Behavior<T> behavior, String name) {
    return Within.limit(
        AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
            host,
            to -> new SpawnProtocol.Spawn<>(behavior, name, Props.empty(), to),
            Within.LIMIT,
            host.scheduler()));
  }

  private static Application applicationOf(
      ActorSystem<?> host, ActorRef<Parigot.Command> supervisor) {
    return Within.limit(
        AskPattern.ask(supervisor, Parigot.GetApplication::new, Within.LIMIT, host.scheduler()));
  }
}

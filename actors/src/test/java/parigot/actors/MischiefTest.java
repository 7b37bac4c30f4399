package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.OpenResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.plugin.Caller;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.plugins.PluginView;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Plugins that do what they must not, and everybody else meanwhile. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class MischiefTest {
  private static final String PLUGIN =
      "parigot.plugins.mischief { class = \"%s\" }".formatted(MischiefPlugin.class.getName());
  private static final String[] METHODS = {
    "Block plugin mischief.block_",
    "Spin plugin mischief.spin_",
    "Wait plugin mischief.wait_",
    "Throw plugin mischief.throw_",
    "Recurse plugin mischief.recurse_",
    "Allocate plugin mischief.allocate_",
    "ReturnNull plugin mischief.return_null_",
    "ReturnTooMuch plugin mischief.return_too_much_",
    "Refuse plugin mischief.refuse_",
    "Echo plugin mischief.echo_",
  };

  private static TestApplication application(String... settings) {
    return TestApplication.with(PLUGIN).settings(settings);
  }

  private static TestApplication withVictims(
      TestApplication application, GuestShape shape, String... names) {
    for (String name : names) {
      application
          .service(name, "mischief", shape, METHODS)
          .set(name, "plugins = [mischief], method-limit = 10 s");
    }
    return application;
  }

  private static void fails(TestApplication application, String victim, String method, int error) {
    assertThatThrownBy(
            () ->
                Within.limit(
                    application.call(victim, method, StringValue.of(""), StringValue.class)))
        .isInstanceOfSatisfying(
            CallException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.SERVICE_ERROR);
              assertThat(e.error()).isEqualTo(error);
            });
  }

  private static PluginView view(TestApplication application) {
    return application.application().plugins().stream()
        .filter(plugin -> plugin.name().equals("mischief"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void whateverAPluginDoesItsCallerGetsAnErrorAndTheNextCallWorks(GuestShape shape) {
    try (TestApplication application =
        withVictims(application("parigot.plugins.mischief.timeout = 5 s"), shape, "victim")
            .launched()) {
      fails(application, "victim", "Throw", 1);
      fails(application, "victim", "Recurse", 1);
      fails(application, "victim", "Allocate", 1);
      fails(application, "victim", "ReturnNull", 1);
      fails(application, "victim", "ReturnTooMuch", 3);
      fails(application, "victim", "Refuse", 77);
      assertThat(application.echo("victim", "Echo", "still here")).isEqualTo("still here");
      assertThat(view(application)).isEqualTo(new PluginView("mischief", 7, 0, 4, 0, 0));
      application
          .log()
          .await(
              1,
              "WARN mischief.v1.Mischief/Throw of victim failed:"
                  + " java.lang.IllegalStateException: mischief with .");
      application
          .log()
          .await(
              1,
              "WARN mischief.v1.Mischief/ReturnNull of victim failed: the plugin returned null.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPluginThatIsSlowByASecondIsInterruptedAndItsCallerTold(GuestShape shape) {
    try (TestApplication application = withVictims(application(), shape, "victim").launched()) {
      fails(application, "victim", "Wait", 1);
      assertThat(application.echo("victim", "Echo", "still here")).isEqualTo("still here");
      assertThat(view(application)).isEqualTo(new PluginView("mischief", 2, 0, 0, 1, 0));
      assertThat(application.application().stats().pluginCalls())
          .filteredOn(calls -> calls.method().equals("Wait"))
          .singleElement()
          .satisfies(
              calls -> {
                assertThat(calls.guest()).isEqualTo("victim");
                assertThat(calls.service()).isEqualTo("mischief.v1.Mischief");
                assertThat(calls.durations().count()).isOne();
                assertThat(calls.durations().total()).isGreaterThan(Duration.ofMillis(200));
              });
      application
          .log()
          .await(1, "WARN mischief.v1.Mischief/Wait of victim took longer than 200 ms.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePluginsTimeOutMayBeLonger(GuestShape shape) {
    try (TestApplication application =
        withVictims(application("parigot.plugins.mischief.timeout = 2 s"), shape, "victim")
            .launched()) {
      assertThat(application.echo("victim", "Wait", "400")).isEqualTo("400");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileOnePluginBlocksTheOtherGuestsCallsGoOn(GuestShape shape) {
    String[] victims = IntStream.range(0, 6).mapToObj(i -> "victim" + i).toArray(String[]::new);
    try (TestApplication application =
        withVictims(
                application(
                    "parigot.call-timeout = 2900 ms", "parigot.plugin-dispatcher.timeout = 1 hour"),
                shape,
                victims)
            .service("good", shape, "Echo")
            .service("store", "stores", shape, "Open plugin nutsdb.open_")
            .set("store", "plugins = [file, log, nutsdb, queue]")
            .launched()) {
      List<CompletionStage<StringValue>> calls =
          List.of(victims).stream()
              .map(
                  name ->
                      application.call(
                          name,
                          name.endsWith("5") ? "Spin" : "Block",
                          StringValue.of(""),
                          StringValue.class))
              .toList();
      MischiefPlugin.awaitStuck(victims.length);
      for (int i = 0; i < 200; i++) {
        assertThat(application.echo("good", "Echo", "text " + i)).isEqualTo("text " + i);
        OpenRequest open = OpenRequest.newBuilder().setDbName("db").build();
        Within.limit(application.call("store", "Open", open, OpenResponse.class));
      }
      MischiefPlugin.release();
      for (CompletionStage<StringValue> call : calls) {
        // On a busy machine the rest may have taken so long that these have timed out.
        Optional<StringValue> unused =
            Within.limit(call.handle((answer, failure) -> Optional.ofNullable(answer)));
      }
      for (String victim : victims) {
        assertThat(application.echo(victim, "Echo", "freed")).isEqualTo("freed");
      }
    }
  }

  @Test
  void aThreadThatIgnoresItsInterruptIsWrittenOffAndReplacedUpToACeiling() {
    try (TestApplication application =
        withVictims(
                application(
                    "parigot.plugins.mischief.timeout = 100 ms",
                    "parigot.plugin-dispatcher { threads = 1, replacements = 2, write-off-after = 1 ms }"),
                GuestShape.REACTOR,
                "victim")
            .launched()) {
      String stuck =
          "The plugin mischief ignores that it was interrupted in mischief.v1.Mischief/Block:"
              + " its thread is written off (%d so far) and %s.\n";
      fails(application, "victim", "Block", 1);
      application.log().awaitPart(stuck.formatted(1, "replaced"));
      application.log().awaitPart("parigot.actors.MischiefPlugin.block(");
      fails(application, "victim", "Block", 1);
      application.log().awaitPart(stuck.formatted(2, "replaced"));
      assertThat(application.echo("victim", "Echo", "by the last")).isEqualTo("by the last");
      fails(application, "victim", "Block", 1);
      application.log().awaitPart(stuck.formatted(3, "not replaced, 2 were"));
      // No thread is left; a call waits its time and is told so.
      fails(application, "victim", "Echo", 1);
      assertThat(view(application).writtenOff()).isEqualTo(3);

      MischiefPlugin.release();
      boolean again = false;
      while (!again) {
        try {
          again = application.echo("victim", "Echo", "again").equals("again");
        } catch (CallException e) {
          // The thread is on its way back.
          assertThat(e.error()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aCallThatFindsNoRoomIsRefusedAtOnce() {
    String[] victims = IntStream.range(0, 4).mapToObj(i -> "victim" + i).toArray(String[]::new);
    try (TestApplication application =
        withVictims(
                application(
                    "parigot.plugins.mischief.timeout = 1500 ms",
                    "parigot.plugin-dispatcher { threads = 1, queue = 1 }"),
                GuestShape.LOOP,
                victims)
            .launched()) {
      List<CompletionStage<StringValue>> calls =
          List.of(victims).stream()
              .map(name -> application.call(name, "Block", StringValue.of(""), StringValue.class))
              .toList();
      application.log().awaitPart("is refused: all threads of the plugin are busy.");
      MischiefPlugin.release();
      int answered = 0;
      for (CompletionStage<StringValue> call : calls) {
        try {
          Within.limit(call);
          answered++;
        } catch (CallException e) {
          assertThat(e.error()).isEqualTo(1);
        }
      }
      assertThat(answered).isGreaterThan(0).isLessThan(4);
      assertThat(view(application).refused()).isEqualTo(4 - answered);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPluginIsToldOfTheEndOfEachLifeOfItsGuests(GuestShape shape) {
    String[] methods = Arrays.copyOf(METHODS, METHODS.length + 1);
    methods[METHODS.length] = "Trap trap";
    try (TestApplication application =
        application()
            .service("other", GuestShape.REACTOR, "Echo")
            .service("victim", "mischief", shape, methods)
            .set("victim", "plugins = [mischief], restart-backoff { min = 1 ms, max = 1 ms }")
            .launched()) {
      Set<Long> lives = new HashSet<>();
      for (int i = 1; i <= 3; i++) {
        assertThatThrownBy(
                () ->
                    Within.limit(
                        application.call("victim", "Trap", StringValue.of(""), StringValue.class)))
            .isInstanceOf(CallException.class);
        Caller ended = MischiefPlugin.awaitEnded();
        assertThat(ended.guest()).isEqualTo("victim");
        lives.add(ended.hostLow());
        assertThat(lives).hasSize(i);
        application.log().await(i + 1, "DEBUG victim runs victim.v1.victim.");
      }
      application.stop();
      Caller ended = MischiefPlugin.awaitEnded();
      assertThat(ended.guest()).isEqualTo("victim");
      lives.add(ended.hostLow());
      assertThat(lives).hasSize(4);
    }
  }
}

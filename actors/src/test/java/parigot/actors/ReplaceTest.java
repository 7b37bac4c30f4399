package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.kernel.Id;
import parigot.kernel.ServiceView;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Guests that get other code while the application runs. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ReplaceTest {
  private static final String[] SERVICE = {
    "register greeting", "export greeting.v1 greeting", "bind Echo", "launch"
  };

  @TempDir Path folder;

  private Path module(GuestShape shape) throws Exception {
    return Files.copy(
        TestApplication.module(shape),
        folder.resolve("greeting.wasm"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private TestApplication greeting(GuestShape shape, String... settings) throws Exception {
    return TestApplication.with(settings)
        .guest("greeting", "server", module(shape), SERVICE)
        .launched();
  }

  private static ServiceView service(TestApplication application) {
    return application.application().services().stream()
        .filter(service -> service.debugName().equals("greeting"))
        .findFirst()
        .orElseThrow();
  }

  private static void replace(TestApplication application, String guest) {
    Within.limit(application.application().replace(guest));
  }

  @ParameterizedTest
  @MethodSource("parigot.actors.Shapes#pairs")
  void theNewCodeServesUnderTheSameIds(GuestShape before, GuestShape after) throws Exception {
    try (TestApplication application = greeting(before)) {
      ServiceView old = service(application);
      module(after);

      replace(application, "greeting");

      assertThat(service(application).id()).isEqualTo(old.id());
      assertThat(service(application).methods()).isEqualTo(old.methods());
      assertThat(service(application).host()).isNotEqualTo(old.host());
      assertThat(application.echo("greeting", "Echo", "again")).isEqualTo("again");
      assertThat(application.trouble()).isEmpty();
    }
  }

  @Test
  void ofSeveralOnlyThoseAreReplacedThatHaveChanged() throws Exception {
    try (TestApplication application =
        greeting(
            GuestShape.REACTOR,
            "parigot.guests.other { wasm = \"%s\", args = [\"register other\", \"launch\"] }"
                .formatted(TestApplication.module(GuestShape.REACTOR)))) {
      List<Id> before = hosts(application);
      assertThat(Within.limit(application.application().replaceChanged(BOTH))).isEmpty();
      assertThat(hosts(application)).isEqualTo(before);
      module(GuestShape.LOOP);

      assertThat(Within.limit(application.application().replaceChanged(BOTH)))
          .containsExactly("greeting");

      assertThat(hosts(application)).isNotEqualTo(before).containsAnyElementsOf(before);
    }
  }

  private static final List<String> BOTH = List.of("greeting", "other");

  @Test
  void allInstancesAreReplaced() throws Exception {
    try (TestApplication application =
        greeting(GuestShape.REACTOR, "parigot.guests.greeting.instances = 3")) {
      List<Id> before = hosts(application);

      replace(application, "greeting");

      assertThat(hosts(application)).hasSize(3).doesNotContainAnyElementsOf(before);
    }
  }

  private static List<Id> hosts(TestApplication application) {
    return application.application().services().stream().map(ServiceView::host).toList();
  }

  @Test
  void whatCannotBeAGuestIsRefusedAndTheOldOneGoesOn() throws Exception {
    try (TestApplication application = greeting(GuestShape.REACTOR)) {
      Id host = service(application).host();

      Path file =
          Wat.module(
              folder,
              "greeting",
              "(module (import \"env\" \"notify\" (func)) (memory (export \"memory\") 1) (func"
                  + " (export \"_start\")))");
      assertRefused(application, "guest greeting: " + file + " imports env.notify, which nobody");
      Files.writeString(file, "#!/bin/sh");
      assertRefused(application, "guest greeting: " + file + " is not a WebAssembly module");
      Files.delete(file);
      assertRefused(application, "guest greeting: " + file);

      assertThat(service(application).host()).isEqualTo(host);
      assertThat(application.echo("greeting", "Echo", "still here")).isEqualTo("still here");
    }
  }

  @Test
  void memoryThatIsPromisedToOthersIsRefused() throws Exception {
    try (TestApplication application =
        TestApplication.with("parigot.memory-total = 1 MiB")
            .guest(
                "greeting",
                "server",
                Wat.module(
                    folder, "greeting", SILENT.formatted("(memory (export \"memory\") 1 4)")))
            .service("other", GuestShape.REACTOR, "Echo")
            .set("other", "memory-limit = 512 KiB, message-limit = 64 KiB")
            .start()) {
      Wat.module(folder, "greeting", SILENT.formatted("(memory (export \"memory\") 1 9)"));

      assertRefused(application, "guest greeting: its memory may grow to 589,824 bytes, and of");
    }
  }

  private static final String SILENT =
      "(module %s (func (export \"_initialize\")) (func (export \"parigot_alloc_\") (param i32)"
          + " (result i32) (i32.const 0)) (func (export \"parigot_deliver_\") (param i32 i32)))";

  private static void assertRefused(TestApplication application, String beginning) {
    assertThatThrownBy(() -> replace(application, "greeting"))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(beginning);
  }

  @Test
  void newCodeThatFailsAtItsStartIsTold() throws Exception {
    try (TestApplication application = greeting(GuestShape.REACTOR)) {
      Wat.module(
          folder,
          "greeting",
          "(module (memory (export \"memory\") 1) (func (export \"_start\") unreachable))");
      assertRefused(application, "guest greeting failed: the guest trapped");

      module(GuestShape.LOOP);
      replace(application, "greeting");

      assertThat(application.echo("greeting", "Echo", "mended")).isEqualTo("mended");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMainIsReplacedAndIsNotTheEndOfTheApplication(GuestShape shape) throws Exception {
    try (TestApplication application =
        TestApplication.with()
            .main("m", shape, "register m", "export m.v1 m", "bind Echo", "launch", "serve")
            .launched()) {
      replace(application, "m");

      assertThat(application.application().ended().toCompletableFuture()).isNotDone();
      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void whenTheApplicationEndsNothingIsReplaced() throws Exception {
    try (TestApplication application = greeting(GuestShape.REACTOR)) {
      assertThat(application.stop()).isZero();

      assertRefused(application, "the application has ended");
    }
  }

  @Test
  void anUnknownGuestIsAMistakeOfTheCallers() throws Exception {
    try (TestApplication application = greeting(GuestShape.REACTOR)) {
      assertThatThrownBy(() -> application.application().replace("greting"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There is no guest greting.");
    }
  }
}

package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** What the JVM's flight recorder records of applications. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class JfrTest {
  @TempDir Path folder;

  private List<RecordedEvent> recorded(Runnable run) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      run.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  /** In the order in which they began; the file has those of each thread together. */
  private static List<RecordedEvent> named(String name, List<RecordedEvent> events) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  @Test
  void callsAndEventsOfGuestsAndTheirRestartsAreRecorded() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              try (TestApplication application =
                  TestApplication.with()
                      .service("greeting", GuestShape.REACTOR, "Echo", "Fail error 4")
                      .client(
                          "hello",
                          GuestShape.LOOP,
                          "greeting",
                          "calls Echo 100 50",
                          "expect-call-error Fail 3 4",
                          "start-call Echo 3",
                          "await-calls")) {
                application.start();
                application.awaitPrinted("answered");
                Within.limit(application.application().replace("greeting"));
              }
            });

    List<RecordedEvent> calls = named("parigot.Call", events);
    assertThat(calls).hasSize(52);
    assertThat(calls)
        .allSatisfy(
            call -> {
              assertThat(call.getString("caller")).isEqualTo("hello");
              assertThat(call.getString("service")).isEqualTo("greeting.v1.greeting");
              assertThat(call.getDuration()).isPositive();
            });
    assertThat(calls)
        .filteredOn(call -> call.getString("method").equals("Fail"))
        .singleElement()
        .satisfies(call -> assertThat(call.getString("outcome")).isEqualTo("error"));
    List<RecordedEvent> worked = named("parigot.GuestEvent", events);
    assertThat(worked)
        .filteredOn(event -> event.getString("guest").equals("greeting"))
        .hasSizeGreaterThanOrEqualTo(52)
        .anyMatch(event -> event.getString("kind").equals("its start"));
    assertThat(worked).anyMatch(event -> event.getString("guest").equals("hello"));
    assertThat(named("parigot.Restart", events))
        .singleElement()
        .satisfies(
            restart -> {
              assertThat(restart.getString("guest")).isEqualTo("greeting");
              assertThat(restart.getInt("restarts")).isOne();
            });
  }

  @Test
  void aLinkThatComesUpAndIsLostIsRecorded() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              TestApplication described =
                  TestApplication.with()
                      .service("greeting", GuestShape.REACTOR, "Echo")
                      .client("hello", GuestShape.REACTOR, "greeting", "call Echo 9", "exit 0");
              try (TestNodes nodes =
                  new TestNodes(described, "a", "b")
                      .place("hello", "nodes = [a]")
                      .place("greeting", "nodes = [b]")) {
                nodes.startAll();
                assertThat(nodes.code()).isZero();
              }
            });

    assertThat(named("parigot.Link", events))
        .anyMatch(link -> link.getString("node").equals("a") && link.getBoolean("up"))
        .anyMatch(link -> link.getString("node").equals("b") && link.getBoolean("up"));
    assertThat(named("parigot.Call", events))
        .as("where its caller is, once")
        .singleElement()
        .satisfies(call -> assertThat(call.getString("caller")).isEqualTo("hello"));
  }

  /** In one recording: Java 17 loses names of the second that a JVM makes, as the page says. */
  @Test
  void aCallOfAPluginIsRecordedAlsoWhenItFails() throws Exception {
    List<RecordedEvent> events =
        recorded(
            () -> {
              for (GuestShape shape : GuestShape.values()) {
                callThePlugin(shape);
              }
            });

    List<RecordedEvent> calls = named("parigot.PluginCall", events);
    for (GuestShape shape : GuestShape.values()) {
      assertThat(calls)
          .filteredOn(call -> call.getString("guest").equals(victim(shape)))
          .extracting(call -> call.getString("method"))
          .as(shape.name())
          .containsExactly("Echo", "Throw");
    }
    assertThat(calls)
        .allSatisfy(
            call -> {
              assertThat(call.getString("plugin")).isEqualTo("mischief");
              assertThat(call.getString("service")).isEqualTo("mischief.v1.Mischief");
              assertThat(call.getDuration()).isPositive();
            });
  }

  private static String victim(GuestShape shape) {
    return "victim-" + shape.name().toLowerCase(Locale.ROOT);
  }

  private static void callThePlugin(GuestShape shape) {
    String plugin =
        "parigot.plugins.mischief { class = \"%s\" }".formatted(MischiefPlugin.class.getName());
    String guest = victim(shape);
    try (TestApplication application =
        TestApplication.with(plugin)
            .service(
                guest,
                "mischief",
                shape,
                "Echo plugin mischief.echo_",
                "Throw plugin mischief.throw_")
            .set(guest, "plugins = [mischief]")
            .launched()) {
      assertThat(application.echo(guest, "Echo", "a text")).isEqualTo("a text");
      assertThatThrownBy(() -> application.echo(guest, "Throw", ""))
          .isInstanceOf(CallException.class);
    }
  }
}

package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StringValue;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.Console;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;
import parigot.runtime.testing.Within;

/** What guests said to each other is told from their recordings. */
@Timeout(60)
class ConversationTest {
  @TempDir Path folder;

  private List<Step> conversation() throws RecordingException {
    RecordingFolder recordings = RecordingFolder.open(folder);
    try (Replayer replayer = Replayer.compiling(recordings, Optional.of(Recorded.CACHE))) {
      Conversation conversation = replayer.conversation(recordings.lives());
      for (LifeFile life : recordings.lives()) {
        assertThat(replayer.replay(life, Until.END, conversation).difference()).isEmpty();
      }
      return conversation.steps();
    }
  }

  private static int place(List<Step> steps, Step.Kind kind, String from, String what) {
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step.kind() == kind && step.from().equals(from) && step.what().contains(what)) {
        return i;
      }
    }
    throw new AssertionError("%s of %s: %s is not in %s".formatted(kind, from, what, steps));
  }

  @Test
  void callsAnswersErrorsLinesAndEndsStandInTheirOrder() throws Exception {
    int code =
        new Recorded(folder)
            .guest(
                "middle",
                "server",
                "reactor",
                "register middle",
                "export middle.v1 middle",
                "bind Ask forward last.v1 last Echo",
                "bind Fail error 7",
                "require last.v1 last",
                "launch",
                "locate last.v1 last")
            .guest(
                "last",
                "server",
                "loop",
                "register last",
                "export last.v1 last",
                "bind Echo",
                "launch")
            .guest(
                "first",
                "main",
                "reactor",
                "register first",
                "require middle.v1 middle",
                "launch",
                "locate middle.v1 middle",
                "call Ask 20",
                "expect-call-error Fail 4 7",
                "print a < b; #1",
                "exit 0")
            .run();
    assertThat(code).isZero();

    List<Step> steps = conversation();
    List<Integer> places =
        List.of(
            place(steps, Step.Kind.LIFE, "first", "launches"),
            place(steps, Step.Kind.CALL, "first", "Ask"),
            place(steps, Step.Kind.CALL, "middle", "Echo"),
            place(steps, Step.Kind.ANSWER, "last", "Echo"),
            place(steps, Step.Kind.ANSWER, "middle", "Ask"),
            place(steps, Step.Kind.CALL, "first", "Fail"),
            place(steps, Step.Kind.ERROR, "middle", "Fail"),
            place(steps, Step.Kind.LINE, "first", "a < b; #1"),
            place(steps, Step.Kind.LIFE, "first", "exited with code 0"));
    assertThat(places).isSorted();
    assertThat(steps.get(places.get(1)).to()).isEqualTo("middle");
    assertThat(steps.get(places.get(6)).message()).isEqualTo("error 7");
    assertThat(steps.stream().filter(step -> step.kind() == Step.Kind.CALL)).hasSize(3);

    SequenceDiagram diagram = new SequenceDiagram(steps);
    assertThat(diagram.mermaid())
        .startsWith("sequenceDiagram\n  participant g0 as ")
        .contains(": a #60; b#59; #35;1\n");
    assertThat(diagram.mermaid().lines().filter(line -> line.contains("->>")).count()).isEqualTo(5);
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new java.io.StringReader(diagram.svg())))
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
  }

  @Test
  void whatIsCausedStandsBehindItsCauseWhateverTheClocksSay() throws Exception {
    new Recorded(folder)
        .guest(
            "echo",
            "server",
            "reactor",
            "register echo",
            "export echo.v1 echo",
            "bind Echo",
            "launch")
        .guest(
            "client",
            "main",
            "reactor",
            "register client",
            "require echo.v1 echo",
            "launch",
            "locate echo.v1 echo",
            "call Echo 20 3",
            "exit 0")
        .run();
    RecordingFolder recordings = RecordingFolder.open(folder);
    for (LifeFile life : recordings.lives()) {
      if (life.head().getLabel().equals("echo")) {
        shift(life, Duration.ofHours(-1));
      }
    }

    List<Step> steps = conversation();
    List<Step.Kind> kinds =
        steps.stream()
            .map(Step::kind)
            .filter(kind -> kind == Step.Kind.CALL || kind == Step.Kind.ANSWER)
            .toList();
    assertThat(kinds)
        .containsExactly(
            Step.Kind.CALL,
            Step.Kind.ANSWER,
            Step.Kind.CALL,
            Step.Kind.ANSWER,
            Step.Kind.CALL,
            Step.Kind.ANSWER);
  }

  /** A call from node a to node b and on to node a: three guests, and no clock that is right. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void theOrderOverNodesIsKnownFromWhatTheirGuestsWereGiven(long hours) throws Exception {
    Recorded described =
        new Recorded(folder)
            .guest(
                "middle",
                "server",
                "reactor",
                "register middle",
                "export middle.v1 middle",
                "bind Ask forward last.v1 last Echo",
                "require last.v1 last",
                "launch",
                "locate last.v1 last")
            .guest(
                "last",
                "server",
                "reactor",
                "register last",
                "export last.v1 last",
                "bind Echo",
                "launch")
            .guest(
                "client",
                "main",
                "reactor",
                "register client",
                "require middle.v1 middle",
                "launch",
                "locate middle.v1 middle",
                "call Ask 20 3",
                "exit 0");
    Placement placement =
        Placement.of(
            ConfigFactory.parseString(
                """
                parigot {
                  nodes { a { host = 127.0.0.1, port = %d }, b { host = 127.0.0.1, port = %d } }
                  placement { default = a, middle { nodes = [b] } }
                }
                """
                    .formatted(freePort(), freePort())));
    try (Application a = start(described, placement, "a");
        Application b = start(described, placement, "b")) {
      assertThat(Within.limit(a.ended())).isZero();
      assertThat(Within.limit(b.ended())).isZero();
    }
    for (LifeFile life : RecordingFolder.open(folder).lives()) {
      if (life.head().getNode().equals("b")) {
        shift(life, Duration.ofHours(hours));
      }
    }

    List<String> calls =
        conversation().stream()
            .filter(step -> step.kind() == Step.Kind.CALL || step.kind() == Step.Kind.ANSWER)
            .map(step -> step.kind() + " " + step.from() + " " + step.to())
            .toList();
    List<String> one =
        List.of(
            "CALL a/client b/middle",
            "CALL b/middle a/last",
            "ANSWER a/last b/middle",
            "ANSWER b/middle a/client");
    assertThat(calls).isEqualTo(Stream.of(one, one, one).flatMap(List::stream).toList());
  }

  private static Application start(Recorded described, Placement placement, String node) {
    return Parigot.start(
        ApplicationSettings.of(described.config()).on(placement, node), Console.standardOutput());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** As if the clock of its node were wrong. */
  private static void shift(LifeFile life, Duration by) throws Exception {
    long micros = by.toMillis() * 1000;
    Frames changed = new Frames();
    try (LifeReader reader = LifeReader.open(life.file())) {
      changed.begin();
      changed.add(reader.head().toBuilder().setBegan(reader.head().getBegan() + micros).build());
      for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        var builder = entry.get().toBuilder();
        if (builder.hasEvent()) {
          builder.getEventBuilder().setTime(builder.getEvent().getTime() + micros);
        }
        changed.add(builder.build());
      }
    }
    java.nio.file.Files.delete(life.file());
    try (var channel =
        java.nio.file.Files.newByteChannel(
            life.file(),
            java.util.Set.of(
                java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE))) {
      changed.writeTo(channel);
    }
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type, boolean secret) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setOptions(FieldOptions.newBuilder().setDebugRedact(secret))
        .build();
  }

  @Test
  void fieldsThatTheProtoMarksAreBlanked() throws Exception {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("login.proto")
            .setPackage("login.v1")
            .setSyntax("proto3")
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Login")
                    .addField(field("user", 1, FieldDescriptorProto.Type.TYPE_STRING, false))
                    .addField(field("password", 2, FieldDescriptorProto.Type.TYPE_STRING, true))
                    .addField(field("pin", 3, FieldDescriptorProto.Type.TYPE_INT32, true))
                    .addField(
                        field("again", 4, FieldDescriptorProto.Type.TYPE_MESSAGE, false).toBuilder()
                            .setTypeName(".login.v1.Login")))
            .build();
    ServiceDescriptors descriptors =
        ServiceDescriptors.of(FileDescriptorSet.newBuilder().addFile(file).build().toByteString());
    Descriptor login = descriptors.types().find("login.v1.Login");
    DynamicMessage inner =
        DynamicMessage.newBuilder(login)
            .setField(login.findFieldByName("password"), "innermost")
            .build();
    ByteString message =
        DynamicMessage.newBuilder(login)
            .setField(login.findFieldByName("user"), "ada")
            .setField(login.findFieldByName("password"), "secret")
            .setField(login.findFieldByName("pin"), 1234)
            .setField(login.findFieldByName("again"), inner)
            .build()
            .toByteString();

    MessageTexts texts = new MessageTexts(List.of(descriptors), Set.of("authorization"));
    String type = "type.googleapis.com/login.v1.Login";
    assertThat(texts.shown(Any.newBuilder().setTypeUrl(type).setValue(message).build()))
        .isEqualTo(
            "{\"user\":\"ada\",\"password\":\"[blanked]\",\"again\":{\"password\":\"[blanked]\"}}");
    assertThat(texts.shown(Any.pack(StringValue.of("text")))).isEqualTo("\"text\"");
    assertThat(
            texts.shown(
                Any.newBuilder().setTypeUrl("type.googleapis.com/a.b.C").setValue(message).build()))
        .isEqualTo("C, %d bytes".formatted(message.size()));
    assertThat(Micros.instant(Micros.of(Instant.EPOCH.plusNanos(1_000))))
        .isEqualTo(Instant.EPOCH.plusNanos(1_000));
  }
}

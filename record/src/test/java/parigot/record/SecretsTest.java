package parigot.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.plugin.CallOptions;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.testing.Within;

/** What is secret is not shown, and not written where that is wanted. */
@Timeout(60)
class SecretsTest {
  private static final String TYPE = "type.googleapis.com/vault.v1.Vault";

  /** A message with marked fields of all kinds. */
  private static final String FILE =
      """
      name: "vault.proto"
      package: "vault.v1"
      syntax: "proto2"
      dependency: "google/protobuf/any.proto"
      message_type {
        name: "Vault"
        field { name: "owner" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
        field { name: "key" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL options { debug_redact: true } }
        field { name: "keys" number: 3 type: TYPE_STRING label: LABEL_REPEATED options { debug_redact: true } }
        field { name: "raw" number: 4 type: TYPE_BYTES label: LABEL_OPTIONAL options { debug_redact: true } }
        field { name: "pin" number: 5 type: TYPE_INT32 label: LABEL_OPTIONAL options { debug_redact: true } }
        field { name: "inner" number: 6 type: TYPE_MESSAGE type_name: ".vault.v1.Vault" label: LABEL_OPTIONAL }
        field { name: "hidden" number: 7 type: TYPE_MESSAGE type_name: ".vault.v1.Vault" label: LABEL_OPTIONAL options { debug_redact: true } }
        field { name: "others" number: 8 type: TYPE_MESSAGE type_name: ".vault.v1.Vault" label: LABEL_REPEATED }
        field { name: "named" number: 9 type: TYPE_MESSAGE type_name: ".vault.v1.Vault.NamedEntry" label: LABEL_REPEATED }
        field { name: "codes" number: 10 type: TYPE_MESSAGE type_name: ".vault.v1.Vault.CodesEntry" label: LABEL_REPEATED options { debug_redact: true } }
        field { name: "header" number: 11 type: TYPE_MESSAGE type_name: ".vault.v1.Vault.HeaderEntry" label: LABEL_REPEATED }
        field { name: "packed" number: 12 type: TYPE_MESSAGE type_name: ".google.protobuf.Any" label: LABEL_OPTIONAL }
        field { name: "by_card" number: 13 type: TYPE_STRING label: LABEL_OPTIONAL oneof_index: 0 options { debug_redact: true } }
        field { name: "by_cash" number: 14 type: TYPE_INT32 label: LABEL_OPTIONAL oneof_index: 0 options { debug_redact: true } }
        field { name: "rank" number: 15 type: TYPE_ENUM type_name: ".vault.v1.Rank" label: LABEL_OPTIONAL }
        oneof_decl { name: "payment" }
        extension_range { start: 100 end: 200 }
        nested_type {
          name: "NamedEntry"
          field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "value" number: 2 type: TYPE_MESSAGE type_name: ".vault.v1.Vault" label: LABEL_OPTIONAL }
          options { map_entry: true }
        }
        nested_type {
          name: "CodesEntry"
          field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
          options { map_entry: true }
        }
        nested_type {
          name: "HeaderEntry"
          field { name: "key" number: 1 type: TYPE_STRING label: LABEL_OPTIONAL }
          field { name: "value" number: 2 type: TYPE_STRING label: LABEL_OPTIONAL }
          options { map_entry: true }
        }
      }
      enum_type {
        name: "Rank"
        value { name: "NONE" number: 0 }
        value { name: "SPY" number: 1 options { debug_redact: true } }
      }
      service {
        name: "Vaults"
        method { name: "OpenVault" input_type: ".vault.v1.Vault" output_type: ".vault.v1.Vault" }
      }
      extension { name: "late" number: 100 type: TYPE_STRING label: LABEL_OPTIONAL extendee: ".vault.v1.Vault" options { debug_redact: true } }
      """;

  @TempDir Path folder;

  private static ByteString file() throws Exception {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    TextFormat.merge(FILE, file);
    return FileDescriptorSet.newBuilder().addFile(file).build().toByteString();
  }

  private static DynamicMessage vault(ServiceDescriptors descriptors, String text)
      throws Exception {
    Descriptor type = descriptors.types().find("vault.v1.Vault");
    DynamicMessage.Builder vault = DynamicMessage.newBuilder(type);
    TextFormat.Parser.newBuilder().setTypeRegistry(descriptors.types()).build().merge(text, vault);
    return vault.build();
  }

  private static Any any(DynamicMessage vault) {
    return Any.newBuilder().setTypeUrl(TYPE).setValue(vault.toByteString()).build();
  }

  @Test
  void markedFieldsOfAllKindsAreBlankedWhereverTheyAre() throws Exception {
    ServiceDescriptors descriptors = ServiceDescriptors.of(file());
    String secrets =
        """
        owner: "ada" key: "SECRET" keys: "SECRET" keys: "SECRET" raw: "SECRET" pin: 4711
        codes { key: "SECRET" value: "SECRET" } by_card: "SECRET" rank: SPY
        hidden { owner: "SECRET" }
        header { key: "Authorization" value: "SECRET" } header { key: "accept" value: "all" }
        """;
    DynamicMessage vault =
        vault(
                descriptors,
                secrets
                    + "inner { %1$s } others { %1$s } named { key: \"n\" value { %1$s } } packed { [%2$s] { %1$s } }"
                        .formatted(secrets, TYPE))
            .toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("SECRET"))
                            .build())
                    .build())
            .build();
    MessageTexts texts = new MessageTexts(List.of(descriptors), Set.of("authorization"));

    String shown = texts.shown(any(vault));

    String blanked =
        "\"owner\":\"ada\",\"key\":\"[blanked]\",\"keys\":[\"[blanked]\"],\"raw\":\"\",";
    String header = "\"header\":{\"Authorization\":\"[blanked]\",\"accept\":\"all\"}";
    assertThat(shown)
        .doesNotContain("SECRET", "4711", "SPY", "hidden", "codes")
        .startsWith("{" + blanked)
        .contains("\"inner\":{" + blanked, "\"others\":[{" + blanked, "\"n\":{" + blanked, header)
        .contains("\"packed\":{\"@type\":\"" + TYPE + "\"," + blanked);
    // What differs in a marked field is told to differ, and not how.
    DynamicMessage other =
        vault(
            descriptors,
            secrets.replace("SECRET", "ENIGMA")
                + "packed { [%s] { key: \"ENIGMA\" } }".formatted(TYPE));
    List<MessageDifferences.Field> fields =
        new MessageDifferences(texts).of(Optional.of(any(vault)), Optional.of(any(other)));
    assertThat(fields)
        .extracting(MessageDifferences.Field::field)
        .contains("key", "keys", "hidden", "codes", "header[0]", "packed", "inner.key", "by_card");
    assertThat(fields.toString()).doesNotContain("SECRET", "ENIGMA", "4711");
  }

  @Test
  void answersOfPluginsAreBlankedWhereTheirServicesAreDescribed() throws Exception {
    ServiceDescriptors descriptors = ServiceDescriptors.of(file());
    Blanking blanking = new Blanking(new MessageTexts(List.of(descriptors), Set.of()));
    ByteString answer = vault(descriptors, "owner: \"ada\" key: \"SECRET\"").toByteString();

    assertThat(blanking.answer("vault", "open_vault_", answer).toStringUtf8())
        .contains("ada", "[blanked]")
        .doesNotContain("SECRET");
    assertThat(blanking.answer("vault", "close_vault_", answer)).isSameAs(answer);
    ByteString plain = vault(descriptors, "owner: \"ada\"").toByteString();
    assertThat(blanking.answer("vault", "open_vault_", plain)).isSameAs(plain);
  }

  /** A guest that echoes vaults, given one. */
  private byte[] recordedFile(boolean blanked) throws Exception {
    Path descriptors = Files.write(folder.resolve("vault.binpb"), file().toByteArray());
    Path recordings = folder.resolve("recordings-" + blanked);
    ServiceDescriptors types = ServiceDescriptors.of(file());
    DynamicMessage vault = vault(types, "owner: \"ada\" key: \"SECRET\"");
    try (Application application =
        new Recorded(recordings)
            .settings("parigot.record.blank-written = " + blanked)
            .settings("parigot.guests.echo.descriptors = \"%s\"".formatted(descriptors))
            .guest(
                "echo",
                "server",
                "reactor",
                "register echo",
                "export echo.v1 echo",
                "bind Echo",
                "launch")
            .start()) {
      Within.limit(application.launched());
      for (int i = 0; i < 2; i++) {
        Any answer =
            Within.limit(
                application
                    .begin(
                        new ServiceName("echo.v1", "echo"),
                        "Echo",
                        Optional.of(any(vault)),
                        CallOptions.NONE.withHeader("authorization", "HEADER-SECRET"))
                    .response());
        assertThat(answer.getValue()).as("the guest has it").isEqualTo(vault.toByteString());
      }
    }
    return Files.readAllBytes(RecordingFolder.open(recordings).lives().get(0).file());
  }

  @Test
  void secretsAreLeftOutOfWhatIsWrittenAndAReplayTellsThat() throws Exception {
    assertThat(new String(recordedFile(false), StandardCharsets.ISO_8859_1))
        .contains("ada", "SECRET");
    assertThat(Recorded.replay(folder.resolve("recordings-false"), false).get(0))
        .matches(ReplayReport::isSame)
        .matches(report -> report.blankedAt().isEmpty() && report.hashes() >= 3);

    assertThat(new String(recordedFile(true), StandardCharsets.ISO_8859_1))
        .contains("ada", "[blanked]")
        .doesNotContain("SECRET");
    Path blanked = folder.resolve("recordings-true");
    ReplayReport report = Recorded.replay(blanked, false).get(0);
    assertThat(report.difference()).isEmpty();
    assertThat(report.blankedAt()).hasValue(2);
    assertThat(report.ending()).isEqualTo("goes another way with what is blanked");
    RecordingFolder recordings = RecordingFolder.open(blanked);
    try (Replayer replayer = Replayer.compiling(recordings, Optional.of(Recorded.CACHE))) {
      LifeFile life = recordings.lives().get(0);
      assertThatThrownBy(() -> replayer.compare(life, Recorded.module("reactor")))
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("secrets were blanked when it was recorded, first at event 2");
      assertThatThrownBy(() -> RecordedGuest.write(replayer, life, folder.resolve("data")))
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("secrets were blanked");
    }
  }

  @Test
  void aRingIsRefusedWhereSecretsAreNotToBeWritten() {
    assertThatThrownBy(
            () ->
                new Recorded(folder)
                    .settings("parigot.record { blank-written = true, ring = 1 MiB }")
                    .guest("echo", "server", "reactor", "register echo", "launch")
                    .start()
                    .close())
        .isInstanceOf(StartException.class)
        .hasMessageContaining("parigot.record.blank-written is true, and ring is set");
  }
}

package parigot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import names.v1.Conflicts;
import org.junit.jupiter.api.Test;

/**
 * The code generated from names.proto compiles, which is most of the test, and does what it should.
 */
class NamesTest {
  @Test
  void aMessageMayBeNamedLikeAClassOfJava() {
    names.v1.String message =
        names.v1.String.newBuilder()
            .setString("a")
            .putByName("b", names.v1.String.newBuilder().setString("c").build())
            .build();

    assertThat(names.v1.String.parseFrom(message.toByteArray())).isEqualTo(message);
    assertThat(message)
        .hasToString(
            "names.v1.String { string: \"a\" by_name { key: \"b\" value { string: \"c\" } } }");
  }

  @Test
  void fieldsMayBeNamedLikeWordsOfJavaAndLikeWhatTheCodeUses() {
    names.v1.Object message =
        names.v1.Object.newBuilder()
            .setClass_(Bytes.utf8("class"))
            .setInt(1)
            .addLong(2)
            .setValue(-0.0)
            .putEntries(3, "entry")
            .setIn("in")
            .setTag("tag")
            .setUnknownFields("unknown")
            .setDefaultInstance_(names.v1.Object.getDefaultInstance())
            .setNames("names")
            .setThis("this")
            .build();

    assertThat(names.v1.Object.parseFrom(message.toByteArray())).isEqualTo(message);
  }

  @Test
  void fieldsWhoseMethodsWouldBeTheSameAreToldApartByTheirNumbers() {
    Conflicts message =
        Conflicts.newBuilder()
            .addName("first")
            .setNameCount_2(7)
            .setNameList_3("third")
            .setKind(Conflicts.Kind.class_)
            .setKindValue_5(9)
            .build();

    Conflicts read = Conflicts.parseFrom(message.toByteArray());

    assertThat(read.getNameCount()).isEqualTo(1);
    assertThat(read.getNameCount_2()).isEqualTo(7);
    assertThat(read.getKindValue()).isEqualTo(1);
    assertThat(read.getKindValue_5()).isEqualTo(9);
  }

  @Test
  void aNumberWithoutAConstantIsKeptAndTheConstantForItCannotBeSent() {
    Conflicts message = Conflicts.newBuilder().setKindValue(99).build();

    Conflicts read = Conflicts.parseFrom(message.toByteArray());

    assertThat(read.getKind()).isEqualTo(Conflicts.Kind.UNRECOGNIZED);
    assertThat(read.getKindValue()).isEqualTo(99);
    assertThat(read).hasToString("names.v1.Conflicts { kind: 99 }");
    assertThatThrownBy(() -> Conflicts.newBuilder().setKind(read.getKind()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typesInsideEachOtherMayHaveOneName() {
    names.v1.Message message =
        names.v1.Message.newBuilder()
            .setBuilder(names.v1.Message.Builder_.newBuilder().setText("a").build())
            .build();

    assertThat(names.v1.Message.parseFrom(message.toByteArray()).getClassCase())
        .isEqualTo(names.v1.Message.ClassCase_.BUILDER);
  }
}

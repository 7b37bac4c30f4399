package roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import everything.v1.Beside;
import everything.v1.Everything;
import everything.v1.Everything.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import parigot.message.Bytes;
import parigot.message.MalformedMessageException;

/** What whoever knows protobuf-java looks for in a generated class. */
class GeneratedCodeTest {
  private static final Beside ONE = Beside.newBuilder().setC(1).build();
  private static final Beside TWO = Beside.newBuilder().setC(2).build();

  @Test
  void numbersWithoutASignArePrintedWithoutOne() {
    Everything message =
        Everything.newBuilder()
            .setSingleUint32(-1)
            .setSingleUint64(-1)
            .setSingleFixed32(-2)
            .setSingleFixed64(-3)
            .setOptionalUint32(0)
            .setOptionalUint64(Long.MIN_VALUE)
            .setChoiceUint64(-10)
            .addRepeatedUint32(-1)
            .addPackedFixed64(-1)
            .putMapUint32(-1, 1)
            .putMapUint64(2, -1)
            .setSingleInt32(-1)
            .setUint64Wrapper(parigot.message.wellknown.UInt64Value.newBuilder().setValue(-1))
            .build();

    assertThat(message.toString())
        .isEqualTo(
            """
            everything.v1.Everything { single_int32: -1 single_uint32: 4294967295\
             single_uint64: 18446744073709551615 single_fixed32: 4294967294\
             single_fixed64: 18446744073709551613 repeated_uint32: 4294967295\
             packed_fixed64: 18446744073709551615 map_uint32 { key: 4294967295 value: 1 }\
             map_uint64 { key: 2 value: 18446744073709551615 }\
             choice_uint64: 18446744073709551606 optional_uint32: 0\
             optional_uint64: 9223372036854775808\
             uint64_wrapper { value: 18446744073709551615 } }\
            """);
  }

  @Test
  void aMapToConstantsIsPrintedWithTheirNames() {
    Everything message =
        Everything.newBuilder().putMapKind("a", Kind.ONE).putMapKindValue("b", 77).build();

    assertThat(message)
        .hasToString(
            "everything.v1.Everything { map_kind { key: \"a\" value: ONE }"
                + " map_kind { key: \"b\" value: 77 } }");
  }

  @Test
  void whereAMessageIsSetItsBuilderMayBeToo() {
    Everything message =
        Everything.newBuilder()
            .setBeside(Beside.newBuilder().setC(1))
            .addRepeatedBeside(Beside.newBuilder().setC(7))
            .addRepeatedBeside(TWO)
            .setRepeatedBeside(0, Beside.newBuilder().setC(1))
            .setChoiceNested(Everything.Nested.newBuilder().setA(3))
            .build();

    assertThat(message.getBeside()).isEqualTo(ONE);
    assertThat(message.getRepeatedBesideList()).containsExactly(ONE, TWO);
    assertThat(message.getChoiceNested().getA()).isEqualTo(3);
  }

  @Test
  void aMessageIsTakenOutOfAListAndTheMessagesBuiltBeforeKeepIt() {
    Everything.Builder builder =
        Everything.newBuilder().addRepeatedBeside(ONE).addRepeatedBeside(TWO);
    Everything before = builder.build();

    builder.removeRepeatedBeside(0).addRepeatedBeside(ONE);

    assertThat(before.getRepeatedBesideList()).containsExactly(ONE, TWO);
    assertThat(builder.build().getRepeatedBesideList()).containsExactly(TWO, ONE);
    assertThatThrownBy(() -> builder.removeRepeatedBeside(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void anEntryOfAMapIsAskedForByItsKey() {
    Everything message =
        Everything.newBuilder().putMapString("a", "b").putMapKind("k", Kind.TWO).build();

    assertThat(message.getMapStringCount()).isEqualTo(1);
    assertThat(message.containsMapString("a")).isTrue();
    assertThat(message.containsMapString("b")).isFalse();
    assertThat(message.getMapStringOrDefault("a", "none")).isEqualTo("b");
    assertThat(message.getMapStringOrDefault("b", "none")).isEqualTo("none");
    assertThat(message.getMapStringOrThrow("a")).isEqualTo("b");
    assertThat(message.getMapKindOrDefault("k", Kind.ONE)).isEqualTo(Kind.TWO);
    assertThat(message.getMapKindOrDefault("l", Kind.ONE)).isEqualTo(Kind.ONE);
    assertThat(message.getMapKindOrThrow("k")).isEqualTo(Kind.TWO);
    assertThatThrownBy(() -> message.getMapStringOrThrow("b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNumbersOfARepeatedEnumAreReadAndSetOneByOne() {
    Everything message =
        Everything.newBuilder().addRepeatedKind(Kind.ONE).setRepeatedKindValue(0, 55).build();

    assertThat(message.getRepeatedKind(0)).isEqualTo(Kind.UNRECOGNIZED);
    assertThat(message.getRepeatedKindValue(0)).isEqualTo(55);
  }

  @Test
  void aMessageIsMergedIntoABuilder() {
    Everything base =
        Everything.newBuilder()
            .setSingleInt32(1)
            .setSingleString("kept")
            .addRepeatedBeside(ONE)
            .setNested(Everything.Nested.newBuilder().setA(1))
            .build();
    Everything more =
        Everything.newBuilder()
            .setSingleInt32(2)
            .addRepeatedBeside(TWO)
            .setNested(Everything.Nested.newBuilder().addMore(Everything.Nested.newBuilder()))
            .build();

    Everything merged = Everything.newBuilder(base).mergeFrom(more).setSingleInt64(3).build();

    assertThat(merged.getSingleInt32()).isEqualTo(2);
    assertThat(merged.getSingleString()).isEqualTo("kept");
    assertThat(merged.getRepeatedBesideList()).isEqualTo(List.of(ONE, TWO));
    assertThat(merged.getNested().getA()).isEqualTo(1);
    assertThat(merged.getNested().getMoreCount()).isEqualTo(1);
    assertThat(base.toBuilder().mergeFrom(more.toByteArray()).setSingleInt64(3).build())
        .isEqualTo(merged);
    assertThatThrownBy(() -> Everything.newBuilder().mergeFrom(new byte[] {8}))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void aMessageIsReadFromBytes() {
    assertThat(Beside.parser().parseFrom(Bytes.of(ONE))).isEqualTo(ONE);
  }
}

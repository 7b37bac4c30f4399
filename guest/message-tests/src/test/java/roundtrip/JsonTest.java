package roundtrip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import everything.v1.Everything;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import parigot.message.MalformedMessageException;
import parigot.message.wellknown.Any;
import parigot.message.wellknown.Duration;
import parigot.message.wellknown.FieldMask;
import parigot.message.wellknown.Timestamp;
import parigot.message.wellknown.Value;

/** The JSON of generated messages on the JVM, against protobuf-java and in the words of cases. */
class JsonTest {
  private static final int MESSAGES = 50 * Integer.getInteger("roundtrip.times", 1);

  private final JsonComparison comparison = new JsonComparison(JsonComparison::plain);

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void messagesAreWrittenAndReadLikeProtobufDoes(@ForAll long seed) throws Exception {
    comparison.messagesAreWrittenAndReadAlike(seed, MESSAGES);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void damagedTextsAreNotReadAsOtherMessages(@ForAll long seed) throws Exception {
    comparison.damagedTextsAreNotReadAsOtherMessages(seed, MESSAGES);
  }

  @Example
  void fieldsAreWrittenInTheirOrderByTheirNamesInCamelCase() {
    Everything message =
        Everything.newBuilder()
            .setSingleInt64(-5)
            .setSingleUint64(-1)
            .setSingleFloat(Float.NaN)
            .setSingleString("<a>\n\"ü\\\u0001")
            .setSingleBytes(parigot.message.Bytes.of((byte) -1, (byte) -2))
            .setKind(Everything.Kind.TWO)
            .setBesideKindValue(77)
            .addRepeatedInt32(1)
            .addRepeatedInt32(2)
            .putMapBool(true, false)
            .setOptionalInt32(0)
            .setChoiceNullValue(0)
            .setTimestamp(Timestamp.newBuilder().setSeconds(951_868_799).setNanos(5_000_000))
            .setDuration(Duration.newBuilder().setNanos(-500_000_000))
            .setInt64Wrapper(parigot.message.wellknown.Int64Value.getDefaultInstance())
            .setFieldMask(FieldMask.newBuilder().addPaths("foo_bar.baz").addPaths("b"))
            .setFieldName17(3)
            .build();
    assertThat(message.toJson())
        .isEqualTo(
            "{\"singleInt64\":\"-5\",\"singleUint64\":\"18446744073709551615\",\"singleFloat\":\"NaN\","
                + "\"singleString\":\"\\u003ca\\u003e\\n\\\"ü\\\\\\u0001\",\"singleBytes\":\"//4=\","
                + "\"kind\":\"TWO\",\"besideKind\":77,\"repeatedInt32\":[1,2],\"mapBool\":{\"true\":false},"
                + "\"choiceNull\":null,\"optionalInt32\":0,\"int64Wrapper\":\"0\","
                + "\"duration\":\"-0.500s\",\"timestamp\":\"2000-02-29T23:59:59.005Z\","
                + "\"fieldMask\":\"fooBar.baz,b\",\"fieldName17\":3}");
    assertThat(Everything.fromJson(message.toJson())).isEqualTo(message);
    assertThat(Everything.getDefaultInstance().toJson()).isEqualTo("{}");
    Everything negative = Everything.newBuilder().setSingleDouble(-0.0).build();
    assertThat(Everything.fromJson("{\"singleDouble\": -0.0}")).isEqualTo(negative);
  }

  @Example
  void bothNamesOfAFieldAreReadAndNullIsNothing() {
    assertThat(Everything.fromJson("{\"single_int32\": 1, \"singleInt64\": 2.0e1}"))
        .isEqualTo(Everything.newBuilder().setSingleInt32(1).setSingleInt64(20).build());
    assertThat(
            Everything.fromJson(
                "{\"singleInt32\": null, \"repeatedInt32\": null, \"mapBool\": null, \"value\": null}"))
        .isEqualTo(
            Everything.newBuilder().setValue(Value.newBuilder().setNullValueValue(0)).build());
    assertThat(
            Everything.fromJson("{\"choiceBool\": true, \"choiceString\": null}").getChoiceBool())
        .isTrue();
  }

  private static void refused(String json, String sentence) {
    assertThatThrownBy(() -> Everything.fromJson(json))
        .as(json)
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(sentence);
  }

  @Example
  void whatIsRefusedIsNamedWithItsPath() {
    refused("{\"nope\": 1}", "nope: There is no such field.");
    refused(
        "{\"nested\": {\"more\": [{}, {\"b\": 1}]}}", "nested.more[1].b: There is no such field.");
    refused("{\"singleInt32\": 3000000000}", "singleInt32: 3000000000 is not an int32.");
    refused("{\"singleInt32\": 1.5}", "singleInt32: 1.5 is not an int32.");
    refused("{\"singleInt32\": \"x\"}", "singleInt32: \"x\" is not a number.");
    refused("{\"singleUint32\": -1}", "singleUint32: -1 is not a uint32.");
    refused(
        "{\"singleUint64\": \"18446744073709551616\"}",
        "singleUint64: 18446744073709551616 is not a uint64.");
    refused(
        "{\"singleInt64\": 9223372036854775808}",
        "singleInt64: 9223372036854775808 is not an int64.");
    refused("{\"singleFloat\": 1e39}", "singleFloat: 1e39 is not a float.");
    refused("{\"singleDouble\": 1e999}", "singleDouble: 1e999 is not a double.");
    refused("{\"singleBool\": \"true\"}", "singleBool: \"true\" is not a bool.");
    refused("{\"singleString\": 1}", "singleString: 1 is not a text.");
    refused("{\"singleBytes\": \"+_==\"}", "singleBytes: \"+_==\" is not a text in base64.");
    refused(
        "{\"repeatedKind\": [\"ONE\", \"SIX\"]}",
        "repeatedKind[1]: \"SIX\" is not a name or a number of everything.v1.Everything.Kind.");
    refused("{\"repeatedInt32\": [null]}", "repeatedInt32[0]: null is not a value here.");
    refused("{\"repeatedInt32\": {}}", "repeatedInt32: an object is not an array.");
    refused("{\"mapBool\": {\"yes\": true}}", "mapBool.yes: \"yes\" is not a bool.");
    refused("{\"mapInt32\": {\"1\": \"a\"}}", "mapInt32.1: \"a\" is not a number.");
    refused(
        "{\"choiceBool\": true, \"choiceString\": \"a\"}",
        "choiceString: Only one may be set of this and choiceBool.");
    refused(
        "{\"singleInt32\": 1, \"single_int32\": 1}",
        "single_int32: The field is there under its other name too.");
    refused(
        "{\"timestamp\": \"2025-02-29T00:00:00Z\"}",
        "timestamp: \"2025-02-29T00:00:00Z\" is not a time as \"2026-11-28T19:00:00Z\".");
    refused("{\"duration\": \"5\"}", "duration: \"5\" is not a time as \"1.5s\".");
    refused("{\"any\": {}}", "any: A google.protobuf.Any cannot be read from JSON here.");
    refused("[]", "an array is not an object.");
  }

  @Example
  void whatIsNoJsonIsRefusedWithItsPlace() {
    refused(
        "{\"singleInt32\": 01}",
        "The JSON has '1' at line 1, column 18, expected no digit behind a 0 at the begin of a number.");
    refused("{\n\"a\" 1}", "The JSON has '1' at line 2, column 5, expected a :.");
    refused(
        "{\"singleInt32\": 1", "The JSON has its end at line 1, column 18, expected a comma or }.");
    refused("{} x", "The JSON has 'x' at line 1, column 4, expected the end.");
    refused(
        "{\"singleInt32\": 1, \"singleInt32\": 1}", "\"singleInt32\" stands twice in one object.");
    refused(
        "{\"singleString\": \"\\ud800x\"}",
        "A text has half a pair of surrogates, before line 1, column 27.");
    refused("[".repeat(1000), "JSON stands more than 202 deep in itself.");
    for (String json :
        List.of(
            "",
            "{",
            "{'a': 1}",
            "{\"a\": .5}",
            "{\"a\": 1.}",
            "{\"a\": +1}",
            "nul",
            "{,}",
            "{\"a\": [1,]}",
            "{\"a\": \"\t\"}",
            "{\"a\": \"\\x\"}",
            "{\"a\": NaN}",
            "{a: 1}",
            "// {}")) {
      assertThatThrownBy(() -> Everything.fromJson(json))
          .as(json)
          .isInstanceOf(MalformedMessageException.class)
          .hasMessageStartingWith("The JSON has ");
    }
  }

  @Example
  void whatHasNoFormInJsonIsNotWritten() {
    assertThatThrownBy(() -> Timestamp.newBuilder().setNanos(-1).build().toJson())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not between the years 1 and 9999");
    assertThatThrownBy(() -> Value.newBuilder().setNumberValue(Double.NaN).build().toJson())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Any.getDefaultInstance().toJson())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FieldMask.newBuilder().addPaths("Foo").build().toJson())
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package parigot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.message.wellknown.StringValue;
import parigot.message.wellknown.Value;
import protosupport.v1.IdRaw;

class LimitsTest {
  /** Lists in lists: each level is a Value and a ListValue. */
  private static byte[] nested(int levels) {
    byte[] inner = {};
    for (int i = 0; i < levels; i++) {
      MessageWriter out = new MessageWriter();
      out.writeBytes(i % 2 == 0 ? 1 : 6, Bytes.of(inner));
      inner = out.toByteArray();
    }
    return inner;
  }

  @Test
  void messagesMayStandAHundredDeep() {
    assertThat(Value.parseFrom(nested(100)).toByteArray()).isEqualTo(nested(100));
  }

  @Test
  void messagesDeeperThanAHundredAreRefused() {
    assertThatThrownBy(() -> Value.parseFrom(nested(102)))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("Messages stand more than 100 deep in messages.");
  }

  @Test
  void unknownGroupsDeeperThanAHundredAreRefused() {
    byte[] groups = new byte[2 * 101];
    Arrays.fill(groups, 0, 101, (byte) (5 << 3 | 3));
    Arrays.fill(groups, 101, 202, (byte) (5 << 3 | 4));

    assertThatThrownBy(() -> IdRaw.parseFrom(groups))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("Messages stand more than 100 deep in messages.");
    assertThat(IdRaw.parseFrom(Arrays.copyOfRange(groups, 1, 201)).toByteArray()).hasSize(200);
  }

  @Test
  void aMessageLargerThanTheLimitIsRefused() {
    assertThatThrownBy(() -> IdRaw.parseFrom(new byte[MessageReader.MAX_SIZE + 1]))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("The message has 67108865 bytes; 67108864 are allowed.");
  }

  @Test
  void aLengthThatTheBytesDoNotHaveIsRefusedBeforeAnythingIsAllocated() {
    assertThatThrownBy(() -> StringValue.parseFrom(HexFormat.of().parseHex("0affffffff07")))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("The message ends in the middle of a field.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A continuation alone, one missing, too long a form of ASCII, of two bytes and of three, a
        // surrogate, beyond
        // the last code point, bytes that never occur.
        "80",
        "c3",
        "e282",
        "f09f98",
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08fbfbf",
        "eda080",
        "edbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "c3c3",
        "e2c3a9"
      })
  void aTextThatIsNotUtf8IsRefused(String hex) {
    Bytes text = Bytes.of(HexFormat.of().parseHex(hex));
    MessageWriter out = new MessageWriter();
    out.writeBytes(1, text);

    assertThatThrownBy(() -> StringValue.parseFrom(out.toByteArray()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage("A text is not UTF-8.");
    assertThatThrownBy(text::toStringUtf8).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void everyCodePointIsWrittenAndReadBack() {
    StringBuilder all = new StringBuilder();
    for (int code = 0; code <= Character.MAX_CODE_POINT; code++) {
      if (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE) {
        all.appendCodePoint(code);
      }
    }
    String text = all.toString();

    byte[] bytes = StringValue.newBuilder().setValue(text).build().toByteArray();

    assertThat(StringValue.parseFrom(bytes).getValue()).isEqualTo(text);
    assertThat(Bytes.utf8(text).toByteArray())
        .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void anUnpairedSurrogateIsWrittenAsAQuestionMark() {
    assertThat(Bytes.utf8("a\ud83db\ude00c\ud83d").toStringUtf8()).isEqualTo("a?b?c?");
  }
}

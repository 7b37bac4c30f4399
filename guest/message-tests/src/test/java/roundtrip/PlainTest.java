package roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import everything.v1.host.Everything;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import parigot.message.Bytes;
import roundtrip.v1.host.Result;
import roundtrip.v1.host.Type;

/**
 * The generated code on the JVM, against protobuf-java. Each seed of a property makes fifty
 * messages, or as many times more as {@code -Droundtrip.times} says.
 */
@Tag("once")
class PlainTest {
  private static final int MESSAGES = 50 * Integer.getInteger("roundtrip.times", 1);

  private final Comparison comparison = new Comparison(PlainTest::again);

  private static List<Result> again(Type type, List<byte[]> inputs)
      throws InvalidProtocolBufferException {
    List<Result> results = new ArrayList<>();
    for (byte[] input : inputs) {
      roundtrip.v1.Result result =
          Reader.again(roundtrip.v1.Type.forNumber(type.getNumber()), Bytes.of(input));
      results.add(Result.parseFrom(ByteString.copyFrom(result.toByteArray())));
    }
    return results;
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void messagesAreReadAndWrittenLikeProtobufDoes(@ForAll long seed) throws Exception {
    comparison.messagesAreReadAndWrittenAlike(seed, MESSAGES);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void messagesBehindEachOtherAreMerged(@ForAll long seed) throws Exception {
    comparison.messagesAreMergedAlike(seed, MESSAGES);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void fieldsThatATypeDoesNotKnowAreKept(@ForAll long seed) throws Exception {
    comparison.unknownFieldsAreKept(Type.SOME, seed, MESSAGES);
    comparison.unknownFieldsAreKept(Type.NOTHING, seed, MESSAGES);
  }

  @Property(tries = 320, shrinking = ShrinkingMode.OFF)
  void damagedMessagesAreReadOrRefusedLikeProtobufDoes(@ForAll long seed) throws Exception {
    comparison.damagedMessagesAreReadOrRefusedAlike(seed, MESSAGES);
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void noiseIsReadOrRefusedLikeProtobufDoes(@ForAll long seed) throws Exception {
    comparison.noiseIsReadOrRefusedAlike(seed, MESSAGES);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void buildersSetAndGettersGetWhatTheBytesSay(@ForAll long seed) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    for (int i = 0; i < MESSAGES / 12; i++) {
      Everything theirs = messages.like(Everything.getDefaultInstance());

      parigot.message.Message ours = Mirror.ours(theirs);

      assertThat(ours).isEqualTo(everything.v1.Everything.parseFrom(theirs.toByteArray()));
      assertThat(Everything.parseFrom(ours.toByteArray())).isEqualTo(theirs);
      assertThat(Mirror.theirs(ours, Everything.newBuilder())).isEqualTo(theirs);
    }
  }

  @Example
  void theCasesOfTheFormatAreReadOrRefusedLikeProtobufDoes() throws Exception {
    comparison.theCasesOfTheFormatAreReadOrRefusedAlike();
  }

  /** Where each part is joined to those before by copying them, this takes hours. */
  @Example
  void aMessageInManyPartsIsReadInTimeThatGrowsWithItsSize() {
    // recursive { recursive { repeated_int32: 1, an unknown field } }, and something in between.
    byte[] part = java.util.HexFormat.of().parseHex("da0109da0106f80101f024080801");
    byte[] whole = new byte[part.length * 300_000];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = part[i % part.length];
    }

    everything.v1.Everything read = everything.v1.Everything.parseFrom(whole);

    assertThat(read.getRecursive().getRecursive().getRepeatedInt32Count()).isEqualTo(300_000);
  }
}

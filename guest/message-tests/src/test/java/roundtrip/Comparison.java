package roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import everything.v1.host.Everything;
import everything.v1.host.Nothing;
import everything.v1.host.Some;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import roundtrip.v1.host.Result;
import roundtrip.v1.host.Type;

/**
 * Holds what is read and written against protobuf-java. Each of its methods takes a seed, and tries
 * as often as told.
 */
final class Comparison {
  private static final int BATCH = 10;
  private static final int DAMAGES = 20;

  /**
   * What protobuf-java reads on although a number's tenth byte says that more follows; the format
   * forbids it.
   */
  private static final String TOO_LONG = "A number has more than ten bytes.";

  private final Again reader;

  Comparison(Again reader) {
    this.reader = reader;
  }

  void messagesAreReadAndWrittenAlike(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    inBatches(
        tries,
        () -> messages.like(Everything.getDefaultInstance()).toByteArray(),
        Type.EVERYTHING,
        this::alike);
  }

  /** Messages behind each other are one, merged. */
  void messagesAreMergedAlike(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    Random counts = new Random(seed);
    inBatches(
        tries,
        () -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          for (int i = 2 + counts.nextInt(10); i > 0; i--) {
            messages.like(Everything.getDefaultInstance()).writeTo(all);
          }
          return all.toByteArray();
        },
        Type.EVERYTHING,
        this::alike);
  }

  /** What the type does not know comes back. */
  void unknownFieldsAreKept(Type type, long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    inBatches(
        tries,
        () -> messages.like(Everything.getDefaultInstance()).toByteArray(),
        type,
        this::alike);
  }

  void damagedMessagesAreReadOrRefusedAlike(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    for (int done = 0; done < tries; done += DAMAGES) {
      byte[] message = messages.like(Everything.getDefaultInstance()).toByteArray();
      inBatches(DAMAGES, () -> messages.damaged(message), Type.EVERYTHING, this::alike);
    }
  }

  void noiseIsReadOrRefusedAlike(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    inBatches(tries, messages::noise, Type.EVERYTHING, this::alike);
  }

  /** Every case that is written down, as each type. */
  void theCasesOfTheFormatAreReadOrRefusedAlike() throws Exception {
    List<byte[]> cases = WireCases.all();
    assertThat(cases).hasSizeGreaterThan(5_000);
    for (Type type : List.of(Type.EVERYTHING, Type.SOME, Type.NOTHING)) {
      Iterator<byte[]> next = cases.iterator();
      Descriptor descriptor =
          switch (type) {
            case SOME -> Some.getDescriptor();
            case NOTHING -> Nothing.getDescriptor();
            default -> Everything.getDescriptor();
          };
      inBatches(
          cases.size(), next::next, type, (input, result) -> alike(descriptor, input, result));
    }
  }

  private interface Inputs {
    byte[] next() throws Exception;
  }

  private interface Check {
    void check(byte[] input, Result result) throws Exception;
  }

  private void inBatches(int tries, Inputs inputs, Type type, Check check) throws Exception {
    for (int done = 0; done < tries; done += BATCH) {
      List<byte[]> batch = new ArrayList<>();
      for (int i = done; i < Math.min(tries, done + BATCH); i++) {
        batch.add(inputs.next());
      }
      List<Result> results = reader.again(type, batch);
      assertThat(results).hasSameSizeAs(batch);
      for (int i = 0; i < batch.size(); i++) {
        check.check(batch.get(i), results.get(i));
      }
    }
  }

  private void alike(byte[] input, Result result) throws InvalidProtocolBufferException {
    alike(Everything.getDescriptor(), input, result);
  }

  private static void alike(Descriptor type, byte[] input, Result result)
      throws InvalidProtocolBufferException {
    DynamicMessage expected;
    try {
      expected = parsed(type, input);
    } catch (InvalidProtocolBufferException refused) {
      assertThat(result.hasRefused()).as(() -> refused.getMessage() + ": " + hex(input)).isTrue();
      assertThat(result.getRefused()).endsWith(".");
      return;
    }
    if (result.getRefused().equals(TOO_LONG)) {
      return;
    }
    assertThat(result.getRefused()).as(() -> hex(input)).isEmpty();
    assertThat(parsed(type, result.getAgain().toByteArray()))
        .as(() -> hex(input))
        .isEqualTo(expected);
    assertThat(result.getWrongList()).as(() -> hex(input)).isEmpty();
  }

  /**
   * Not by the generated class: it merges a member of a oneof with what it was before another was
   * set.
   */
  private static DynamicMessage parsed(Descriptor type, byte[] bytes)
      throws InvalidProtocolBufferException {
    return DynamicMessage.parseFrom(type, bytes);
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }
}

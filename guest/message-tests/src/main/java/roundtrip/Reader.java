package roundtrip;

import everything.v1.Everything;
import everything.v1.Nothing;
import everything.v1.Some;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import parigot.message.Bytes;
import parigot.message.MalformedMessageException;
import parigot.message.Message;
import parigot.message.MessageParser;
import roundtrip.v1.Result;
import roundtrip.v1.Type;

/** Reads bytes as a message and writes it again. What is wrong but no malformed message escapes. */
final class Reader {
  private Reader() {}

  static Result again(Type type, Bytes input) {
    return switch (type) {
      case SOME -> again(Some.parser(), message -> message.toBuilder().build(), input);
      case NOTHING -> again(Nothing.parser(), message -> message.toBuilder().build(), input);
      default -> again(Everything.parser(), message -> message.toBuilder().build(), input);
    };
  }

  private static <M extends Message> Result again(
      MessageParser<M> parser, Function<M, M> copy, Bytes input) {
    M message;
    try {
      message = parser.parseFrom(input.toByteArray());
    } catch (MalformedMessageException malformed) {
      return Result.newBuilder().setRefused(malformed.getMessage()).build();
    }
    Bytes written = Bytes.of(message);
    return Result.newBuilder()
        .setAgain(written)
        .addAllWrong(wrong(message, copy.apply(message), parser.parseFrom(written.toByteArray())))
        .build();
  }

  private static List<String> wrong(Message message, Message copy, Message readAgain) {
    List<String> wrong = new ArrayList<>();
    if (!message.equals(copy) || message.hashCode() != copy.hashCode()) {
      wrong.add("a copy through a builder is another message");
    }
    if (!message.equals(readAgain) || message.hashCode() != readAgain.hashCode()) {
      wrong.add("written and read again, it is another message");
    }
    if (!message.toString().equals(readAgain.toString())) {
      wrong.add("written and read again, it is printed as " + readAgain + ", not " + message);
    }
    if (message.serializedSize() != message.toByteArray().length) {
      wrong.add("its size is " + message.serializedSize());
    }
    return wrong;
  }
}

package parigot.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;

/** Prints what is meant for programs. */
final class Json {
  private Json() {}

  static void print(PrintWriter out, MessageOrBuilder message)
      throws InvalidProtocolBufferException {
    out.println(
        JsonFormat.printer()
            .alwaysPrintFieldsWithNoPresence()
            .preservingProtoFieldNames()
            .print(message));
  }
}

package parigot.inspect;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import parigot.v1.host.Refusal;

/**
 * What is answered to a request.
 *
 * @param status as 200
 * @param type the media type of the body
 * @param endless whether the body goes on until whoever asked has gone
 */
record HttpAnswer(int status, String type, boolean endless, Body body) {
  private static final String JSON = "application/json";

  /** Writes the body, and may take as long as somebody reads it. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** A message as JSON. */
  static HttpAnswer of(MessageOrBuilder message) {
    return json(200, message, JsonFormat.printer().alwaysPrintFieldsWithNoPresence());
  }

  /** JSON that was made already. */
  static HttpAnswer json(String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(200, JSON, false, out -> out.write(bytes));
  }

  /** A refusal with a sentence that says why. */
  static HttpAnswer refusal(int status, String sentence) {
    return refusal(status, Refusal.newBuilder().setError(sentence));
  }

  static HttpAnswer refusal(int status, MessageOrBuilder refusal) {
    return json(status, refusal, JsonFormat.printer());
  }

  static HttpAnswer text(String type, boolean endless, Body body) {
    return new HttpAnswer(200, type, endless, body);
  }

  private static HttpAnswer json(int status, MessageOrBuilder message, JsonFormat.Printer printer) {
    String text;
    try {
      text = printer.preservingProtoFieldNames().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message of our own has no JSON", e);
    }
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return new HttpAnswer(status, JSON, false, out -> out.write(bytes));
  }

  /** Writes the whole answer. Its end is the end of the connection. */
  void writeTo(OutputStream out) throws IOException {
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"
            .formatted(status, reason(), type);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    body.writeTo(out);
    out.flush();
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 411 -> "Length Required";
      case 413 -> "Content Too Large";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> "Internal Server Error";
    };
  }
}

package parigot.simulation;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What happened in a run, in its order. Two runs with the same digest did the same at the same
 * time; the ids that guests and kernel make are not part of it.
 */
public record Trace(List<Entry> entries) {
  public Trace {
    entries = List.copyOf(entries);
  }

  /** What kind of thing happened. */
  public enum Kind {
    /** A guest begins a life. */
    START,
    /** A guest is handed a call. */
    CALL,
    /** A guest is handed what came of its call. */
    ANSWER,
    /** A guest's timer has come, or its launch is done. */
    WAKE,
    /** A guest is asked to exit. */
    EXIT,
    /** A line on the standard output of a main. */
    LINE,
    /** A guest has ended. */
    END,
    /** Something that was made to go wrong. */
    FAULT,
    /** What the kernel says to the operator. */
    REPORT
  }

  /**
   * One thing that happened.
   *
   * @param nanos since the beginning
   * @param from who did it; a guest's label, {@code node/label} where there are several nodes
   * @param to whom it reached
   * @param what the method, as in {@code greeting.v1.greeting/FetchGreeting}, or a sentence
   * @param payload the request's or the response's bytes, an {@code Any}; empty when there is none
   * @param error of an answer; 0 when there is none
   */
  public record Entry(
      long nanos, Kind kind, String from, String to, String what, ByteString payload, int error) {
    private void update(MessageDigest digest) {
      digest.update(ByteBuffer.allocate(12).putLong(nanos).putInt(error).array());
      for (String text : List.of(kind.name(), from, to, what)) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      digest.update(payload.toByteArray());
    }

    @Override
    public String toString() {
      return "%d.%06d %s %s -> %s %s%s%s"
          .formatted(
              nanos / 1_000_000_000,
              nanos / 1000 % 1_000_000,
              kind,
              from,
              to,
              what,
              payload.isEmpty() ? "" : " " + payload.size() + " bytes",
              error == 0 ? "" : " error " + error);
    }
  }

  /** Tells this trace from any other. */
  public String digest() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
    }
    entries.forEach(entry -> entry.update(digest));
    return HexFormat.of().formatHex(digest.digest());
  }
}

package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import syscall.v1.host.ReadOneResponse;

/** Where a replay is to stop: before the first event for which this is so. */
@FunctionalInterface
public interface Until {
  /** To the end. */
  Until END = (number, event, time) -> false;

  /**
   * Whether to stop.
   *
   * @param number of the event, from 1
   * @param event a serialized {@code syscall.v1.ReadOneResponse}
   */
  boolean isReached(long number, ByteString event, Instant time);

  /**
   * What people write: {@code 12}, the last event that the guest is given; {@code call-a1b2}, a
   * call as the log prints it, before which to stop; or a time, as in {@code
   * 2026-11-29T10:15:30.5Z}.
   *
   * @throws RecordingException when it is none of these; the message is a sentence
   */
  static Until of(String text) throws RecordingException {
    if (text.matches("[0-9]{1,18}")) {
      long last = Long.parseLong(text);
      return (number, event, time) -> number > last;
    }
    String prefix = IdKind.CALL.shortName() + "-";
    String call = text.replaceAll("^\\[|]$", "");
    if (call.startsWith(prefix)) {
      return (number, event, time) -> isAbout(event, call);
    }
    try {
      Instant end = Instant.parse(text);
      return (number, event, time) -> time.isAfter(end);
    } catch (DateTimeException e) {
      throw new RecordingException(
          "%s is no number of an event, no call such as call-a1b2, and no time such as 2026-11-29T10:15:30Z."
              .formatted(text),
          e);
    }
  }

  private static boolean isAbout(ByteString event, String call) {
    ReadOneResponse read;
    try {
      read = ReadOneResponse.parseFrom(event);
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
    return List.of(read.getBundle().getCallId(), read.getResolved().getCallId()).stream()
        .map(Id::of)
        .anyMatch(
            id ->
                id.printLong(IdKind.CALL).equals(call)
                    || id.print(IdKind.CALL).equals("[" + call + "]"));
  }
}

package parigot.record;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedOutcome;

/**
 * What can be told of the events of a life without running it.
 *
 * @param first the number of the first that is there, from 1
 * @param last the number of the last; one less than the first when there is none
 * @param reached the number of the first that somebody wants to stop before, if it came to that
 * @param outcome how the life ended, if that is there
 */
record RecordedEvents(
    long first, long last, OptionalLong reached, Optional<RecordedOutcome> outcome) {

  /**
   * Reads them.
   *
   * @throws RecordingException when it is no recording; the message is a sentence
   */
  static RecordedEvents of(LifeFile life, Until until) throws RecordingException {
    try (LifeReader reader = LifeReader.open(life.file())) {
      HostFunctionNames functions = new HostFunctionNames(reader.head());
      long before = 0;
      long last = 0;
      OptionalLong reached = OptionalLong.empty();
      Optional<RecordedOutcome> outcome = Optional.empty();
      for (Optional<RecordedEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        RecordedEntry entry = next.get();
        if (entry.hasSnapshot() && last == 0) {
          before = entry.getSnapshot().getEvent();
          last = before;
        } else if (entry.hasOutcome()) {
          outcome = Optional.of(entry.getOutcome());
        }
        Optional<ByteString> event = event(entry, functions);
        if (event.isPresent()) {
          last++;
          if (reached.isEmpty() && until.isReached(last, event.get(), time(entry))) {
            reached = OptionalLong.of(last);
          }
        }
      }
      return new RecordedEvents(before + 1, last, reached, outcome);
    }
  }

  private static Optional<ByteString> event(RecordedEntry entry, HostFunctionNames functions) {
    if (entry.hasEvent()) {
      return Optional.of(entry.getEvent().getEvent());
    }
    boolean isRead =
        entry.hasReply()
            && entry.getReply().getError() == 0
            && functions.readsEvents(entry.getReply().getFunction());
    return isRead ? Optional.of(entry.getReply().getResponse()) : Optional.empty();
  }

  private static Instant time(RecordedEntry entry) {
    return Micros.instant(
        entry.hasEvent() ? entry.getEvent().getTime() : entry.getReply().getTime());
  }
}

package parigot.peers;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Frames of one session that wait to be written: any thread adds them, the loop takes them. */
final class Outbox {
  /** What a frame takes beside its bytes, so that many empty ones are not free. */
  static final int BESIDE_THE_FRAME = 64;

  /** A piece of a frame. */
  record Part(ByteString data, long sentAt, boolean more) {}

  private record Frame(ByteString data, long tag, long sentAt) {
    long weight() {
      return data.size() + (long) BESIDE_THE_FRAME;
    }
  }

  private final ArrayDeque<Frame> frames = new ArrayDeque<>();
  private final long most;
  private long weight;
  private int takenOfTheFirst;
  private boolean shut;
  private boolean noticed;

  Outbox(long most) {
    this.most = most;
  }

  enum Added {
    NO,
    YES,
    /** Yes, and nobody was told yet that there is something to take. */
    YES_TELL
  }

  synchronized Added add(ByteString data, long tag, long sentAt) {
    Frame frame = new Frame(data, tag, sentAt);
    if (shut || weight + frame.weight() > most) {
      return Added.NO;
    }
    frames.add(frame);
    weight += frame.weight();
    if (noticed) {
      return Added.YES;
    }
    noticed = true;
    return Added.YES_TELL;
  }

  /** Takes what comes next, about so many bytes; long frames in parts. Empty: nothing is left. */
  synchronized List<Part> take(int bytes) {
    List<Part> parts = new ArrayList<>(Math.min(frames.size(), 16));
    int room = bytes;
    while (room > 0 && !frames.isEmpty()) {
      Frame first = frames.peek();
      int end = Math.min(first.data.size(), takenOfTheFirst + room);
      boolean more = end < first.data.size();
      parts.add(new Part(first.data.substring(takenOfTheFirst, end), first.sentAt, more));
      room -= end - takenOfTheFirst + BESIDE_THE_FRAME;
      if (more) {
        takenOfTheFirst = end;
      } else {
        takenOfTheFirst = 0;
        frames.remove();
        weight -= first.weight();
      }
    }
    noticed = !parts.isEmpty();
    return parts;
  }

  synchronized long weight() {
    return weight;
  }

  /** From now on nothing is added. */
  synchronized void shut() {
    shut = true;
  }

  /**
   * From now on nothing is added or taken.
   *
   * @return the tags of the frames that were not taken to their last part
   */
  synchronized List<Long> end() {
    shut = true;
    List<Long> tags = frames.stream().map(Frame::tag).toList();
    frames.clear();
    weight = 0;
    return tags;
  }
}

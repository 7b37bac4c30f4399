package parigot.record;

import java.nio.file.Path;
import parigot.v1.host.RecordedLife;

/**
 * The recording of one life of a guest.
 *
 * @param head what was settled when it began
 */
public record LifeFile(Path file, RecordedLife head) {

  /**
   * Reads the head.
   *
   * @throws RecordingException when it is no recording
   */
  static LifeFile of(Path file) throws RecordingException {
    try (LifeReader reader = LifeReader.open(file)) {
      return new LifeFile(file, reader.head());
    }
  }

  /** Whether it is a life of this guest, by its name or its name in the log. */
  public boolean isOf(String guest) {
    return guest.equals(head.getLabel()) || guest.equals(head.getName());
  }

  /** Which life it is, for people: {@code greeting}, or {@code b/greeting.2, start 3}. */
  public String shown() {
    String node = head.getNode().isEmpty() ? "" : head.getNode() + "/";
    String start = head.getStart() == 0 ? "" : ", start " + (head.getStart() + 1);
    return node + head.getLabel() + start;
  }
}

package parigot.record;

import java.nio.file.Path;
import java.util.Optional;
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

  /** The guest's name in the log, with its node where there are several. */
  public String label() {
    return (head.getNode().isEmpty() ? "" : head.getNode() + "/") + head.getLabel();
  }

  /**
   * Where it ran, when that is elsewhere than here: a clause. On another processor or Java the bits
   * of a NaN may be others.
   */
  public Optional<String> elsewhere() {
    String java = System.getProperty("java.version");
    String architecture = System.getProperty("os.arch");
    return head.getJava().equals(java) && head.getArchitecture().equals(architecture)
        ? Optional.empty()
        : Optional.of(
            "on %s with Java %s, and this is %s with Java %s"
                .formatted(head.getArchitecture(), head.getJava(), architecture, java));
  }

  /** Which life it is, for people: {@code greeting}, or {@code b/greeting.2, start 3}. */
  public String shown() {
    String start = head.getStart() == 0 ? "" : ", start " + (head.getStart() + 1);
    return label() + start;
  }
}

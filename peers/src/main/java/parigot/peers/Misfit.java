package parigot.peers;

import java.util.Optional;
import parigot.v1.host.LinkIntroduction;

/** Why two processes do not fit: a sentence that is right in the logs of both. */
final class Misfit {
  private static final int NAME = 64;
  private static final int SENTENCE = 400;

  private Misfit() {}

  /**
   * @param port where it listens
   */
  static LinkIntroduction introduction(Introduction self, int port) {
    return LinkIntroduction.newBuilder()
        .setPool(self.pool().orElse(""))
        .setPort(port)
        .setProtocol(Wire.PROTOCOL)
        .setApplication(self.application())
        .setNode(self.node())
        .setPlacement(self.placement())
        .setIncarnation(self.incarnation())
        .build();
  }

  static Optional<String> between(Introduction self, LinkIntroduction other) {
    if (other.getProtocol() != Wire.PROTOCOL) {
      return Optional.of(
          "Node %s speaks version %d of the protocol between nodes and node %s version %d: run the same Parigot on both."
              .formatted(
                  self.node(),
                  Wire.PROTOCOL,
                  shown(other.getNode()),
                  Integer.toUnsignedLong(other.getProtocol())));
    }
    if (!other.getApplication().equals(self.application())) {
      return Optional.of(
          "Node %s runs the application %s and node %s the application %s: nodes of one placement run the same."
              .formatted(
                  self.node(),
                  shown(self.application()),
                  shown(other.getNode()),
                  shown(other.getApplication())));
    }
    if (!other.getPlacement().equals(self.placement())) {
      return Optional.of(
          "Node %s was started with the placement %s and node %s with %s: start both with the same file."
              .formatted(
                  self.node(),
                  digest(self.placement()),
                  shown(other.getNode()),
                  digest(other.getPlacement())));
    }
    return Optional.empty();
  }

  private static String digest(String hex) {
    String start = shown(hex);
    return start.length() <= 12 ? start : start.substring(0, 12);
  }

  /** A name that a stranger has sent, fit for a log. */
  static String shown(String text) {
    return shown(text, NAME);
  }

  /** A sentence that a stranger has sent, fit for a log. */
  static String sentence(String text) {
    return shown(text, SENTENCE);
  }

  private static String shown(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).map(Misfit::printable).forEach(shown::appendCodePoint);
    return text.codePointCount(0, text.length()) > most ? shown + "…" : shown.toString();
  }

  private static int printable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          '?';
      default -> point;
    };
  }
}

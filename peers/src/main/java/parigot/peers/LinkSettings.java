package parigot.peers;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How links behave.
 *
 * @param heartbeat how often each side shows that it lives
 * @param silence a session in which nothing was read for so long is lost; at least twice heartbeat
 * @param queueBytes how much may wait to be written, for each link, with 64 bytes for each frame;
 *     has room for the longest frame
 * @param longestFrame how many bytes one frame may have
 * @param tls mutual TLS 1.3; without it only loopback addresses are allowed
 * @param insecure whether other addresses are allowed without TLS
 */
public record LinkSettings(
    Duration heartbeat,
    Duration silence,
    long queueBytes,
    int longestFrame,
    Optional<TlsFiles> tls,
    boolean insecure) {
  public LinkSettings {
    Objects.requireNonNull(tls, "tls");
    if (heartbeat.isNegative() || heartbeat.isZero()) {
      throw new LinkException("The heartbeat is " + heartbeat + ", and has to be above 0.");
    }
    if (silence.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new LinkException(
          "The silence after which a link is lost is "
              + silence
              + ", and has to be at least twice the heartbeat, which is "
              + heartbeat
              + ".");
    }
    if (longestFrame < 1 || queueBytes < longestFrame + (long) Outbox.BESIDE_THE_FRAME) {
      throw new LinkException(
          "The queue of a link has "
              + queueBytes
              + " bytes, and needs at least "
              + (longestFrame + (long) Outbox.BESIDE_THE_FRAME)
              + ", for the longest frame may have "
              + longestFrame
              + ".");
    }
  }
}

package parigot.peers;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * Is told what happens on the links of a node: for each session {@code linked}, then {@code
 * received} and {@code written}, then {@code lost}. It is told on the links' own thread, so never
 * twice at once, and must not block: heartbeats wait meanwhile. After {@link Links#close} has
 * returned it is told nothing more.
 */
public interface LinkListener {
  /**
   * A session has begun: both processes are there and fit. Of the session before, if there was one,
   * {@code lost} was told.
   *
   * @param session greater than that of any session before, whatever its node
   */
  void linked(String node, long session);

  /**
   * A frame has come, in the order in which it was sent.
   *
   * @param ageNanos how long ago it was given to {@link Links#send} at most, by two clocks whose
   *     rates differ by less than a thousandth
   */
  void received(String node, long session, ByteString frame, long ageNanos);

  /**
   * Frames were handed to the network.
   *
   * @param bytes how many bytes of them since this was told before
   */
  void written(String node, long session, long bytes);

  /**
   * The session has ended.
   *
   * @param why one clause for a person, such as "it has left"
   * @param unwritten tags of the frames that the other side certainly does not get, in their order
   */
  void lost(String node, long session, String why, List<Long> unwritten);

  /**
   * A link does not come about until somebody mends something. Told once for each cause, and again
   * after a session in between.
   *
   * @param node the other node, or the address of who called when that is not known
   * @param sentence one sentence for a person
   */
  void refused(String node, String sentence);
}

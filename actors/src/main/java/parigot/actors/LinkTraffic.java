package parigot.actors;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the link to another node has carried since the start of this process: what the kernels said,
 * without heartbeats.
 *
 * @param node the other node's name
 * @param sessions how often the link came up
 * @param sent how many messages it took
 * @param sentBytes how many bytes those had
 * @param received how many messages came
 * @param receivedBytes how many bytes those had
 */
public record LinkTraffic(
    String node, long sessions, long sent, long sentBytes, long received, long receivedBytes) {

  /** Counts it. From any thread. */
  static final class Counter {
    private final LongAdder sessions = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder receivedBytes = new LongAdder();

    void linked() {
      sessions.increment();
    }

    void sent(int bytes) {
      sent.increment();
      sentBytes.add(bytes);
    }

    void received(int bytes) {
      received.increment();
      receivedBytes.add(bytes);
    }

    LinkTraffic of(String node) {
      return new LinkTraffic(
          node, sessions.sum(), sent.sum(), sentBytes.sum(), received.sum(), receivedBytes.sum());
    }
  }
}

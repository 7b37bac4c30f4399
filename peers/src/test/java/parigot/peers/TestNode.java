package parigot.peers;

import com.google.protobuf.ByteString;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node on loopback for a test: its links, and what they told. */
final class TestNode implements AutoCloseable {
  static final Duration HEARTBEAT = Duration.ofMillis(50);

  /** Above what a loaded machine pauses a thread for. */
  static final Duration SILENCE = Duration.ofSeconds(1);

  static final LinkSettings PLAIN =
      new LinkSettings(HEARTBEAT, SILENCE, 16 << 20, 4 << 20, Optional.empty(), false);

  /** The same over TLS. */
  static LinkSettings with(TlsFiles files) {
    return new LinkSettings(
        PLAIN.heartbeat(),
        PLAIN.silence(),
        PLAIN.queueBytes(),
        PLAIN.longestFrame(),
        Optional.of(files),
        false);
  }

  final Events events;
  final Links links;
  private final String name;

  private TestNode(String name, Links links, Events events) {
    this.name = name;
    this.links = links;
    this.events = events;
  }

  static TestNode open(String name, LinkSettings settings, NodeAddress... others) {
    return open(new Introduction("shop", name, "c0ffee", 1), settings, others);
  }

  static TestNode open(Introduction self, LinkSettings settings, NodeAddress... others) {
    return open(self, 0, settings, others);
  }

  static TestNode open(Introduction self, int port, LinkSettings settings, NodeAddress... others) {
    return open(self, port, settings, new Events(), others);
  }

  static TestNode open(
      Introduction self, int port, LinkSettings settings, Events events, NodeAddress... others) {
    return open(self, port, Set.of(), settings, events, others);
  }

  /**
   * @param pools the pools that its placement has
   */
  static TestNode open(
      Introduction self,
      int port,
      Set<String> pools,
      LinkSettings settings,
      Events events,
      NodeAddress... others) {
    Links links =
        Links.open(
            self,
            new NodeAddress(self.node(), "127.0.0.1", port),
            List.of(others),
            pools,
            settings,
            events);
    return new TestNode(self.node(), links, events);
  }

  /** A node that is not dialled, since its name is lower. */
  static NodeAddress lower(String name) {
    return new NodeAddress(name, "127.0.0.1", 1);
  }

  static NodeAddress at(String name, int port) {
    return new NodeAddress(name, "127.0.0.1", port);
  }

  InetSocketAddress address() {
    return links.address();
  }

  NodeAddress reached() {
    return at(name, links.address().getPort());
  }

  Events.Linked linked() {
    return events.next(Events.Linked.class);
  }

  boolean send(Events.Linked to, String text, long tag) {
    return links.send(to.node(), to.session(), ByteString.copyFromUtf8(text), tag);
  }

  String received() {
    return events.next(Events.Received.class).frame().toStringUtf8();
  }

  /** The process ends as it should. */
  void leave() {
    links.close();
  }

  @Override
  public void close() {
    links.close();
  }
}

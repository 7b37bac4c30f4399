package parigot.actors;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.Effect;
import parigot.kernel.Id;
import parigot.kernel.rules.Kernel;
import parigot.peers.Introduction;
import parigot.peers.LinkException;
import parigot.peers.LinkListener;
import parigot.peers.LinkSettings;
import parigot.peers.LinkView;
import parigot.peers.Links;
import parigot.peers.NodeAddress;
import parigot.peers.TlsFiles;
import parigot.runtime.StartException;
import parigot.runtime.jfr.LinkEvent;
import parigot.runtime.settings.NodeSettings;
import parigot.v1.host.PeerMessage;

/**
 * The links to the other nodes, for the kernel's actor: what it says goes out here, and what comes
 * in becomes messages to it. But for {@link #views} and {@link #traffic} it belongs to that actor's
 * turns.
 */
final class NodeLinks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.links");

  /** What a message may have beside the largest payload of a guest. */
  private static final int BESIDE_THE_PAYLOAD = 64 * 1024;

  /** The kernel bounds what waits for a link; only what it always says may go over that. */
  private static final int TIMES_THE_QUEUE = 4;

  /** What a link tells. */
  interface News {
    /** Tells it to the kernel, unless it is of a session that is over. On the kernel's turn. */
    void reach(NodeLinks links, Kernel kernel, long now, List<Effect> out);
  }

  /** A session with another node has begun. */
  private record Linked(String node, long session) implements News {
    @Override
    public void reach(NodeLinks links, Kernel kernel, long now, List<Effect> out) {
      links.outgoing.put(node, new Outgoing(session));
      kernel.linked(node, now, out);
    }
  }

  /** What another node's kernel has said, and for how long that was under way at most. */
  private record Heard(String node, long session, PeerMessage what, long ageNanos) implements News {
    @Override
    public void reach(NodeLinks links, Kernel kernel, long now, List<Effect> out) {
      if (links.isCurrent(node, session)) {
        kernel.heard(node, what, ageNanos, now, out);
      }
    }
  }

  /** What another node was told is on its way. */
  private record Written(String node, long session, long bytes) implements News {
    @Override
    public void reach(NodeLinks links, Kernel kernel, long now, List<Effect> out) {
      if (links.isCurrent(node, session)) {
        links.outgoing.get(node).written(bytes);
        kernel.written(node, bytes);
      }
    }
  }

  /** A session with another node is over, and these frames certainly did not get there. */
  private record Lost(String node, long session, String why, List<Long> unwritten) implements News {
    @Override
    public void reach(NodeLinks links, Kernel kernel, long now, List<Effect> out) {
      if (links.isCurrent(node, session)) {
        Set<Id> calls = links.outgoing.remove(node).unwritten(unwritten);
        kernel.lost(node, why, calls, now, out);
      }
    }
  }

  private final Links links;
  private final Map<String, LinkTraffic.Counter> traffic = new ConcurrentSkipListMap<>();
  private final Map<String, Outgoing> outgoing = new HashMap<>();

  /** What was said in one session, and the calls of which it is not known that they got out. */
  private static final class Outgoing {
    private final long session;
    private final Deque<Sent> calls = new ArrayDeque<>();
    private final Set<Id> refused = new HashSet<>();
    private long said;
    private long written;
    private long tags;

    Outgoing(long session) {
      this.session = session;
    }

    void written(long bytes) {
      written += bytes;
      while (!calls.isEmpty() && calls.peekFirst().end() <= written) {
        calls.removeFirst();
      }
    }

    Set<Id> unwritten(List<Long> frames) {
      Set<Long> tagged = new HashSet<>(frames);
      Set<Id> ids = new HashSet<>(refused);
      calls.stream().filter(sent -> tagged.contains(sent.tag())).forEach(s -> ids.add(s.call()));
      return ids;
    }
  }

  /**
   * @param end how many bytes had been said with it
   */
  private record Sent(long tag, Id call, long end) {}

  /**
   * Listens, and begins to dial.
   *
   * @throws StartException when it cannot listen, or the node cannot prove who it is
   */
  NodeLinks(NodeSettings node, Clock clock, Consumer<News> kernel) {
    NodeSettings.Link link = node.link();
    node.others().forEach(other -> traffic.put(other.node(), new LinkTraffic.Counter()));
    int longest =
        (int) Math.min(Integer.MAX_VALUE, (long) node.longestMessage() + BESIDE_THE_PAYLOAD);
    LinkSettings settings;
    try {
      settings =
          new LinkSettings(
              link.heartbeat(),
              link.silence(),
              TIMES_THE_QUEUE * (link.queue() + longest),
              longest,
              link.tls().map(tls -> new TlsFiles(tls.certificate(), tls.key(), tls.authority())),
              link.insecure());
      links =
          Links.open(
              new Introduction(
                  node.application(),
                  node.name(),
                  node.pool(),
                  node.digest(),
                  clock.instant().toEpochMilli()),
              address(node.own()),
              node.others().stream().map(NodeLinks::address).toList(),
              node.pools().keySet(),
              settings,
              new Incoming(kernel, traffic, Set.copyOf(traffic.keySet())));
    } catch (LinkException unusable) {
      throw new StartException("node " + node.name() + ": " + unusable.getMessage(), unusable);
    }
    LOG.info(
        "Node {} listens at {} for {}.",
        node.name(),
        node.own(),
        String.join(", ", node.others().stream().map(NodeSettings.Address::node).toList()));
  }

  private static NodeAddress address(NodeSettings.Address address) {
    return new NodeAddress(address.node(), address.host(), address.port());
  }

  /** What links tell, on their own thread. */
  private record Incoming(
      Consumer<News> kernel, Map<String, LinkTraffic.Counter> traffic, Set<String> named)
      implements LinkListener {
    @Override
    public void linked(String node, long session) {
      traffic.computeIfAbsent(node, unused -> new LinkTraffic.Counter()).linked();
      LinkEvent.happened(node, true, "");
      kernel.accept(new Linked(node, session));
    }

    @Override
    public void received(String node, long session, ByteString frame, long ageNanos) {
      traffic.get(node).received(frame.size());
      try {
        kernel.accept(new Heard(node, session, PeerMessage.parseFrom(frame), ageNanos));
      } catch (InvalidProtocolBufferException e) {
        LOG.error("Node {} has said what is no message of a kernel: {}.", node, e.getMessage());
      }
    }

    @Override
    public void written(String node, long session, long bytes) {
      kernel.accept(new Written(node, session, bytes));
    }

    @Override
    public void lost(String node, long session, String why, List<Long> unwritten) {
      LinkEvent.happened(node, false, why);
      if (!named.contains(node)) {
        // It is of a pool, and may be gone for good.
        traffic.remove(node);
      }
      kernel.accept(new Lost(node, session, why, unwritten));
    }

    @Override
    public void refused(String node, String sentence) {
      LOG.warn("No link to {}: {}", node, sentence);
    }
  }

  /** These nodes of a pool are there now. Any thread. */
  void found(String pool, Map<String, InetSocketAddress> nodes) {
    List<NodeAddress> found = new ArrayList<>();
    nodes.forEach((node, at) -> found.add(new NodeAddress(node, at.getHostString(), at.getPort())));
    links.found(pool, found);
  }

  /** Whether this is the session that is under way with this node. */
  private boolean isCurrent(String node, long session) {
    Outgoing current = outgoing.get(node);
    return current != null && current.session == session;
  }

  /** Says something to the kernel of another node, if it is linked. */
  void tell(String node, PeerMessage message) {
    Outgoing session = outgoing.get(node);
    if (session == null) {
      return;
    }
    ByteString frame = message.toByteString();
    long tag = session.tags++;
    boolean queued = links.send(node, session.session, frame, tag);
    if (queued) {
      session.said += frame.size();
      LinkTraffic.Counter counter = traffic.get(node);
      if (counter != null) {
        counter.sent(frame.size());
      }
    }
    if (message.hasCall()) {
      Id call = Id.of(message.getCall().getCall());
      if (queued) {
        session.calls.addLast(new Sent(tag, call, session.said));
      } else {
        session.refused.add(call);
      }
    }
  }

  /** The links as they stand. Any thread. */
  List<LinkView> views() {
    return links.views();
  }

  /** What they have carried. Any thread. */
  List<LinkTraffic> traffic() {
    return traffic.entrySet().stream().map(each -> each.getValue().of(each.getKey())).toList();
  }

  @Override
  public void close() {
    links.close();
  }
}

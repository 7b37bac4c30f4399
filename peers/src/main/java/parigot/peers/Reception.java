package parigot.peers;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import parigot.v1.host.LinkAnswer;
import parigot.v1.host.LinkConfirmation;
import parigot.v1.host.LinkFrame;
import parigot.v1.host.LinkHello;
import parigot.v1.host.LinkIntroduction;
import parigot.v1.host.LinkRefusal;

/** Takes the calls of the nodes that dial this one. */
final class Reception implements ServerCallHandler<LinkFrame, LinkFrame> {
  private final Introduction self;
  private final int port;
  private final Map<String, Peer> peers;
  private final Set<String> pools;
  private final BiFunction<NodeAddress, String, Peer> called;
  private final Doors doors;
  private final long graceNanos;
  private final BiConsumer<String, String> refused;

  /**
   * @param port where this node listens
   * @param pools the names of the pools whose nodes are let in
   * @param called makes what there is to be of a node of a pool, which was not known
   * @param refused is told the address of a stranger, and why it was sent away
   */
  Reception(
      Introduction self,
      int port,
      Map<String, Peer> peers,
      Set<String> pools,
      BiFunction<NodeAddress, String, Peer> called,
      Doors doors,
      long graceNanos,
      BiConsumer<String, String> refused) {
    this.self = self;
    this.port = port;
    this.peers = peers;
    this.pools = pools;
    this.called = called;
    this.doors = doors;
    this.graceNanos = graceNanos;
    this.refused = refused;
  }

  @Override
  public ServerCall.Listener<LinkFrame> startCall(
      ServerCall<LinkFrame, LinkFrame> call, Metadata headers) {
    Optional<Door> door = doors.at(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    if (door.isEmpty()) {
      call.close(Status.UNAVAILABLE, new Metadata());
      return new ServerCall.Listener<>() {};
    }
    AcceptedStream stream = new AcceptedStream(call, doors, door.get());
    stream.readBy(
        new Greeting(stream, certified(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))));
    return stream.open();
  }

  /** The names of the caller's certificate; empty without TLS. */
  private static Optional<Set<String>> certified(SSLSession tls) {
    if (tls == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(NodeTrust.names((X509Certificate) tls.getPeerCertificates()[0]));
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of(Set.of());
    }
  }

  /** The hello of one call, until its session begins. */
  private final class Greeting implements Stream.Reader {
    private final AcceptedStream stream;
    private final Optional<Set<String>> certified;
    private Optional<LinkHello> hello = Optional.empty();
    private Moment answered = Moment.now();

    Greeting(AcceptedStream stream, Optional<Set<String>> certified) {
      this.stream = stream;
      this.certified = certified;
    }

    @Override
    public void read(LinkFrame frame) {
      switch (frame.getKindCase()) {
        case HELLO -> hello(frame.getHello());
        case CONFIRMATION -> confirmed(frame.getConfirmation());
        case REFUSAL -> refusedThere(frame.getRefusal().getSentence());
        case KIND_NOT_SET -> {
          // Of a later version.
        }
        case ANSWER, HEARTBEAT, GOODBYE, PAYLOADS -> stream.cut();
      }
    }

    private void hello(LinkHello said) {
      if (hello.isPresent()) {
        stream.cut();
        return;
      }
      Optional<String> misfit = misfit(said);
      if (misfit.isPresent()) {
        refuse(said, misfit.get());
        return;
      }
      hello = Optional.of(said);
      answered = Moment.now();
      stream.write(
          LinkFrame.newBuilder()
              .setAnswer(
                  LinkAnswer.newBuilder()
                      .setFrom(Misfit.introduction(self, port))
                      .setSentAt(answered.nanos()))
              .build());
    }

    private Optional<String> misfit(LinkHello said) {
      LinkIntroduction from = said.getFrom();
      Optional<String> misfit = Misfit.between(self, from);
      String name = Misfit.shown(from.getNode());
      if (misfit.isPresent()) {
        return misfit;
      }
      if (from.getNode().equals(self.node())) {
        return Optional.of(
            "A second process calls itself node " + self.node() + ": each node runs once.");
      }
      if (!said.getTo().equals(self.node())) {
        return Optional.of(
            "Node %s looked for node %s and found node %s: the placement's host or port is wrong."
                .formatted(name, Misfit.shown(said.getTo()), self.node()));
      }
      String pool = from.getPool();
      boolean isOfPool = pools.contains(pool) && from.getNode().startsWith(pool + "-");
      if (pool.isEmpty() ? !isNamed(from.getNode()) : !isOfPool) {
        return Optional.of("Node " + self.node() + "'s placement has no node " + name + ".");
      }
      if (self.dials(from.getNode(), isOfPool)) {
        return Optional.of(
            "Node %s dialled node %s, and of two nodes the one with the lower name dials."
                .formatted(name, self.node()));
      }
      String certifiedAs = pool.isEmpty() ? from.getNode() : pool;
      if (certified.isPresent()
          && !certified.get().contains(certifiedAs.toLowerCase(Locale.ROOT))) {
        return Optional.of(
            "Node %s showed the certificate of %s: one of its DNS names (subjectAltName) has to be the %s."
                .formatted(
                    name,
                    Misfit.shown(String.join(", ", certified.get())),
                    pool.isEmpty() ? "node's" : "pool's"));
      }
      Peer known = peers.get(from.getNode());
      if (known != null && known.hasLater(from.getIncarnation())) {
        return Optional.of(
            "A later process of node %s is linked with node %s, so this one has to end."
                .formatted(name, self.node()));
      }
      return Optional.empty();
    }

    /** Whether the placement names this node. */
    private boolean isNamed(String node) {
      Peer known = peers.get(node);
      return known != null && known.certifiedAs().equals(node);
    }

    private void confirmed(LinkConfirmation confirmation) {
      Moment now = Moment.now();
      if (hello.isEmpty() || now.since(answered) > graceNanos) {
        stream.cut();
        return;
      }
      LinkIntroduction from = hello.get().getFrom();
      Session.Start start =
          new Session.Start(
              hello.get().getFrom().getIncarnation(),
              hello.get().getDial(),
              now.nanos() - answered.nanos(),
              confirmation.getSentAt(),
              now);
      Peer known = peers.get(from.getNode());
      if (known != null && known.isOutdated(start)) {
        stream.cut();
        return;
      }
      stream.admitted();
      Peer peer =
          known == null
              ? called.apply(
                  new NodeAddress(from.getNode(), stream.address(), from.getPort()), from.getPool())
              : known;
      peer.link(stream, start);
    }

    private void refuse(LinkHello said, String sentence) {
      stream.write(
          LinkFrame.newBuilder()
              .setRefusal(LinkRefusal.newBuilder().setSentence(sentence))
              .build());
      stream.finish();
      Peer known = peers.get(said.getFrom().getNode());
      if (known != null) {
        known.refused(sentence);
      } else {
        refused.accept(stream.address(), sentence);
      }
    }

    private void refusedThere(String sentence) {
      hello
          .map(said -> peers.get(said.getFrom().getNode()))
          .ifPresentOrElse(
              peer -> peer.refused(Misfit.sentence(sentence)),
              () -> refused.accept(stream.address(), Misfit.sentence(sentence)));
      stream.finish();
    }

    @Override
    public void ended(String why) {
      hello.map(said -> peers.get(said.getFrom().getNode())).ifPresent(peer -> peer.trouble(why));
    }
  }
}

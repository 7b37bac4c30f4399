package parigot.bench;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import parigot.peers.Introduction;
import parigot.peers.LinkListener;
import parigot.peers.LinkSettings;
import parigot.peers.Links;
import parigot.peers.NodeAddress;
import parigot.peers.TlsFiles;

/** The link between two nodes; both are here, and meet on loopback. */
final class LinkConnection implements StreamLines.Connection {
  private static final String NEAR = "a";
  private static final String FAR = "b";
  private final Links far;
  private final Links near;
  private final long session;

  private LinkConnection(Consumer<ByteString> answers, Optional<TlsFiles> tls) {
    LinkSettings settings =
        new LinkSettings(
            Duration.ofMillis(250), Duration.ofSeconds(10), 16 << 20, 4 << 20, tls, false);
    End echo = new End();
    far = open(FAR, List.of(new NodeAddress(NEAR, "127.0.0.1", 1)), settings, echo);
    echo.received = frame -> send(far, NEAR, echo.linked.join(), frame);
    End caller = new End();
    caller.received = answers;
    near =
        open(
            NEAR,
            List.of(new NodeAddress(FAR, "127.0.0.1", far.address().getPort())),
            settings,
            caller);
    session = caller.linked.join();
    long unusedSession = echo.linked.join();
  }

  static LinkConnection open(Consumer<ByteString> answers) {
    return new LinkConnection(answers, Optional.empty());
  }

  /** The same over TLS, as between machines. */
  static LinkConnection openTls(Consumer<ByteString> answers) {
    return new LinkConnection(answers, Optional.of(Certificates.files()));
  }

  private static Links open(
      String node, List<NodeAddress> others, LinkSettings settings, LinkListener listener) {
    return Links.open(
        new Introduction("bench", node, "", 1),
        new NodeAddress(node, "127.0.0.1", 0),
        others,
        Set.of(),
        settings,
        listener);
  }

  private static void send(Links links, String to, long session, ByteString frame) {
    if (!links.send(to, session, frame, 0)) {
      throw new IllegalStateException("The link does not take a frame.");
    }
  }

  @Override
  public void send(ByteString frame) {
    send(near, FAR, session, frame);
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }

  private static final class End implements LinkListener {
    private final CompletableFuture<Long> linked = new CompletableFuture<>();
    private volatile Consumer<ByteString> received = frame -> {};

    @Override
    public void linked(String node, long session) {
      linked.complete(session);
    }

    @Override
    public void received(String node, long session, ByteString frame, long ageNanos) {
      received.accept(frame);
    }

    @Override
    public void written(String node, long session, long bytes) {}

    @Override
    public void lost(String node, long session, String why, List<Long> unwritten) {}

    @Override
    public void refused(String node, String sentence) {
      linked.completeExceptionally(new IllegalStateException(sentence));
    }
  }
}

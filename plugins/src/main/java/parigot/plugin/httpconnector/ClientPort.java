package parigot.plugin.httpconnector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.plugin.LimitedLog;

/**
 * The port. It listens from {@link #listen} on, however long before it was started, and looks after
 * the time that clients take.
 */
final class ClientPort extends ServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(ClientPort.class);

  /** How many that are one too many are told so at once; more are cut off. */
  private static final int MOST_REFUSED = 200;

  private static final Duration REFUSED_TIME = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_PER_COUNT = 200;

  private final HttpConnectorSettings settings;
  private final LongSupplier nanos;
  private final Shares shares;
  private final LimitedLog log;
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Optional<ServerSocketChannel> listening = Optional.empty();

  /** Counted by the one that looks. */
  private int looks;

  /**
   * A port of this address.
   *
   * @throws IOException when it cannot be listened on
   */
  ClientPort(
      Server server,
      InetSocketAddress address,
      HttpConfiguration http,
      HttpConnectorSettings settings,
      LongSupplier nanos,
      Shares shares,
      LimitedLog log)
      throws IOException {
    super(server, 1, 1, new Connections(http));
    this.settings = settings;
    this.nanos = nanos;
    this.shares = shares;
    this.log = log;
    setHost(address.getAddress().getHostAddress());
    setPort(address.getPort());
    setIdleTimeout(settings.idleTimeout().toMillis());
    // The trial only binds. If it listened, a client that connects meanwhile would be reset.
    try (SocketChannel trial = SocketChannel.open()) {
      trial.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      trial.bind(address);
      // Which port it is, if the system was to choose one.
      setPort(((InetSocketAddress) trial.getLocalAddress()).getPort());
    }
    setAccepting(false);
  }

  /** Begins to listen. Called once, after the start. It does not block. */
  void listen() throws IOException {
    listening = Optional.of(openAcceptChannel());
    setAccepting(true);
    lookLater();
  }

  /** The start opens nothing yet. */
  @Override
  public void open() {}

  @Override
  public boolean isOpen() {
    return listening.map(ServerSocketChannel::isOpen).orElse(false);
  }

  @Override
  public void accept(int acceptor) throws IOException {
    SocketChannel client = listening.orElseThrow().accept();
    client.configureBlocking(false);
    configure(client.socket());
    getSelectorManager().accept(client);
  }

  @Override
  public void close() {
    super.close();
    listening.ifPresent(IO::close);
    log.tellLeftOut();
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    Shares.Connected connected =
        shares.connect(Optional.ofNullable(channel.socket().getInetAddress()));
    ClientEndPoint client =
        new ClientEndPoint(
            channel, selector, key, getScheduler(), connected, nanos, settings.headerTimeout());
    client.setIdleTimeout(getIdleTimeout());
    return client;
  }

  private Connection refuse(ClientEndPoint client) {
    Refusal refusal = Refusal.ofConnection(client.connected().verdict());
    boolean unusedWasLogged =
        log.line(
            Level.WARN,
            "connections that were one too many",
            "A connection of %s was refused: %s"
                .formatted(client.getRemoteSocketAddress(), refusal.sentence()));
    if (refused.incrementAndGet() > MOST_REFUSED) {
      refused.decrementAndGet();
      throw new UncheckedIOException(new IOException("too many connections are being refused"));
    }
    client.within(REFUSED_TIME);
    return new RefusedConnection(client, getExecutor(), refusal, refused::decrementAndGet);
  }

  private void lookLater() {
    getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      long now = nanos.getAsLong();
      for (EndPoint endPoint : getConnectedEndPoints()) {
        ((ClientEndPoint) endPoint).checkTime(now);
      }
      if (++looks % LOOKS_PER_COUNT == 0) {
        log.tellLeftOut();
      }
    } catch (RuntimeException e) {
      LOG.error("The time of clients cannot be looked after", e);
    } finally {
      if (isRunning()) {
        lookLater();
      }
    }
  }

  private static final class Connections extends HttpConnectionFactory {
    Connections(HttpConfiguration http) {
      super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
      ClientEndPoint client = (ClientEndPoint) endPoint;
      return client.connected().verdict() == Shares.Verdict.GRANTED
          ? super.newConnection(connector, endPoint)
          : ((ClientPort) connector).refuse(client);
    }
  }
}

package parigot.plugin.httpconnector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;

/** The port. It listens from {@link #listen} on, however long before it was started. */
final class ClientPort extends ServerConnector {
  private volatile Optional<ServerSocketChannel> listening = Optional.empty();

  /**
   * A port of this address.
   *
   * @throws IOException when it cannot be listened on
   */
  ClientPort(Server server, InetSocketAddress address, HttpConnectionFactory http)
      throws IOException {
    super(server, 1, 1, http);
    setHost(address.getAddress().getHostAddress());
    setPort(address.getPort());
    try (ServerSocketChannel trial = openAcceptChannel()) {
      // Which port it is, if the system was to choose one.
      setPort(trial.socket().getLocalPort());
    }
    setAccepting(false);
  }

  /** Begins to listen. Called once, after the start. It does not block. */
  void listen() throws IOException {
    listening = Optional.of(openAcceptChannel());
    setAccepting(true);
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
  }
}

package parigot.plugin.httpconnector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/**
 * The plugin {@code httpconnector}: an HTTP/1.1 server that makes each request from outside a call
 * of {@code Handle} on the guest service {@code httpconnector.v1.HttpConnector}, and answers with
 * its result. It offers guests no function, so nobody need be granted it.
 *
 * <p>It listens from {@link #start} on and answers 503 as long as no guest exports the service.
 * {@link #close} lets the requests that are under way end; close it before the guests.
 */
public final class HttpConnectorServer implements Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnectorServer.class);
  private static final int MOST_THREADS = 16;

  /** Guests' headers go out whatever their size; it is bounded by that of a guest's message. */
  private static final int RESPONSE_HEADERS = 256 * 1024;

  private Optional<Server> server = Optional.empty();

  @Override
  public String name() {
    return "httpconnector";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    HttpConnectorSettings settings = HttpConnectorSettings.of(config);
    Server made = server(settings, context);
    try {
      made.start();
    } catch (Exception e) {
      stop(made);
      throw cannotListen(config, settings, e);
    }
    server = Optional.of(made);
    LOG.info("Listening on http://{}:{}", settings.host(), address().getPort());
  }

  /** It is called by nobody: it calls. */
  @Override
  public List<PluginService> services() {
    return List.of();
  }

  /**
   * Where it listens: with the port that the system chose, if the configuration says 0.
   *
   * @throws IllegalStateException when it has not been started
   */
  public InetSocketAddress address() {
    ServerConnector connector =
        (ServerConnector)
            server.orElseThrow(() -> new IllegalStateException("the server has not been started"))
                .getConnectors()[0];
    return new InetSocketAddress(connector.getHost(), connector.getLocalPort());
  }

  @Override
  public void close() {
    server.ifPresent(HttpConnectorServer::stop);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The HTTP server did not stop in order: {}", e.getMessage(), e);
    } finally {
      server.destroy();
    }
  }

  private static Server server(HttpConnectorSettings settings, PluginContext context) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
    threads.setName("parigot-http");
    threads.setDaemon(true);
    Server server =
        new Server(
            threads,
            new ScheduledExecutorScheduler("parigot-http-timer", true),
            new ArrayByteBufferPool());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // The time is the context's, and no other clock's.
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(settings.maxHeaderSize());
    http.setMaxResponseHeaderSize(RESPONSE_HEADERS);
    // A guest is given the target as it was sent, so it is the guest that judges it.
    http.setUriCompliance(UriCompliance.UNSAFE);
    ServerConnector connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
    server.setHandler(
        new GracefulHandler(new RequestHandler(settings, context.guests(), context.clock())));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(settings.stopGrace().toMillis());
    return server;
  }

  private static PluginException cannotListen(
      PluginConfig config, HttpConnectorSettings settings, Exception failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause instanceof IOException) {
      cause = cause.getCause();
    }
    boolean unresolved = cause instanceof UnresolvedAddressException;
    String reason = unresolved ? "no such host" : cause.getMessage();
    PluginException complaint =
        config.complaint(
            unresolved ? "interface" : "port",
            "must be one to listen on, and %s:%d cannot be listened on (%s)"
                .formatted(settings.host(), settings.port(), reason));
    complaint.initCause(failure);
    return complaint;
  }
}

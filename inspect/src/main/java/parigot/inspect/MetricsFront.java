package parigot.inspect;

import com.typesafe.config.ConfigObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.plugin.BlockReader;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** Serves the metrics of an application on a port, if its settings want it. */
public final class MetricsFront implements Front {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.metrics");
  private static final String BLOCK = "parigot.metrics";
  private static final String PATH = "/metrics";
  private static final int MOST_PORT = 65535;

  private Optional<InetSocketAddress> wanted = Optional.empty();
  private Optional<SocketServer> server = Optional.empty();

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public boolean isWanted(ApplicationSettings settings) {
    ConfigObject block = settings.config().getObject(BLOCK);
    BlockReader<SettingsException> metrics =
        new BlockReader<>(BLOCK, block, block.origin(), SettingsException::new);
    String host = metrics.text("interface", "an address or a host's name");
    if (metrics.isSet("port")) {
      int port = metrics.count("port", 0, MOST_PORT);
      wanted = Optional.of(new InetSocketAddress(host, port));
    }
    // Of those who send them elsewhere.
    metrics.know("otlp");
    metrics.rejectUnknown();
    return wanted.isPresent();
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    MetricsResource metrics = new MetricsResource(application);
    InetSocketAddress port = wanted.orElseThrow();
    try {
      SocketServer opened = SocketServer.listen(port, request -> answer(metrics, request));
      server = Optional.of(opened);
      int chosen = ((InetSocketAddress) opened.address()).getPort();
      LOG.info("Metrics at http://{}:{}{}", port.getHostString(), chosen, PATH);
    } catch (IOException | UnresolvedAddressException e) {
      throw new StartException(
          "parigot.metrics cannot open port %d on %s: %s."
              .formatted(
                  port.getPort(),
                  port.getHostString(),
                  port.isUnresolved() ? "there is no such host" : e.getMessage()),
          e);
    }
  }

  private static HttpAnswer answer(MetricsResource metrics, HttpRequest request) {
    if (!request.path().equals(PATH)) {
      return HttpAnswer.refusal(404, "There is only %s here.".formatted(PATH));
    }
    if (!request.method().equals("GET")) {
      return HttpAnswer.refusal(405, "%s is to be asked for by GET.".formatted(PATH));
    }
    try {
      return metrics.answer(request.accept());
    } catch (StartException e) {
      return HttpAnswer.refusal(503, "The application has ended.");
    }
  }

  /** What is asked on the way to the end is answered too. */
  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    server.ifPresent(SocketServer::close);
    server = Optional.empty();
  }
}

package parigot.edge;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apiguardian.api.API;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;

/**
 * Opens the services of an application to gRPC clients, as {@code parigot.edge} says. It is found
 * and called by the application itself, and opens nothing unless a port is set.
 */
@API(status = API.Status.INTERNAL)
public final class EdgeFront implements Front {
  private Optional<EdgeSettings> settings = Optional.empty();
  private Optional<Edge> edge = Optional.empty();

  @Override
  public String name() {
    return "edge";
  }

  @Override
  public boolean isWanted(ApplicationSettings application) {
    settings = EdgeSettingsReader.read(application);
    return settings.isPresent();
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    edge = Optional.of(new Edge(settings.orElseThrow(), loaded, application));
  }

  @Override
  public List<String> addresses() {
    return edge.map(Edge::addresses).orElse(List.of());
  }

  @Override
  public CompletionStage<Void> drain() {
    return edge.map(Edge::drain).orElseGet(() -> CompletableFuture.completedStage(null));
  }

  @Override
  public void close() {
    edge.ifPresent(Edge::close);
  }
}

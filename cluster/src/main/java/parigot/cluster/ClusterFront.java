package parigot.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.MovingSettings;
import parigot.runtime.settings.NodeSettings;

/**
 * Has Akka Cluster decide on which nodes movable guests run, when the placement has some. Without
 * any nothing of Akka Cluster is loaded.
 */
public final class ClusterFront implements Front {
  private Optional<Formation> formation = Optional.empty();

  @Override
  public String name() {
    return "moving";
  }

  @Override
  public boolean isWanted(ApplicationSettings settings) {
    return settings.node().flatMap(NodeSettings::moving).isPresent();
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    NodeSettings node = loaded.node().orElseThrow();
    MovingSettings moving = node.moving().orElseThrow();
    GroupSettings settings;
    try {
      settings =
          GroupSettings.of(
              node, moving, loaded.kernelSettings().exitGrace(), loaded.settings().config());
    } catch (RuntimeException e) {
      throw new StartException("node " + node.name() + ": " + e.getMessage(), e);
    }
    Formation opened = new Formation(settings, application);
    formation = Optional.of(opened);
    opened.begin();
  }

  /** When this node ends alone, its movable guests are handed over first. */
  @Override
  public CompletionStage<Void> drain() {
    return formation.map(Formation::leave).orElse(CompletableFuture.completedStage(null));
  }

  @Override
  public void close() {
    formation.ifPresent(Formation::close);
  }
}

package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.SettingsException;

/** The {@linkplain Front fronts} of one application. */
final class Fronts {
  private static final Logger LOG = LoggerFactory.getLogger(Fronts.class);

  /** What of the configuration is for fronts alone. */
  private static final List<Known> KNOWN =
      List.of(
          new Known("edge", "edge", "parigot-edge"),
          new Known("metrics", "metrics.port", "parigot-inspect"),
          new Known("metrics.otlp", "metrics.otlp", "parigot-otlp"),
          new Known("traces", "traces", "parigot-otlp"));

  /**
   * @param path what is set of it, when it is wanted
   * @param artifact where it is
   */
  private record Known(String front, String path, String artifact) {}

  private final List<Front> wanted;
  private final List<Front> opened = new ArrayList<>();
  private boolean closed;

  private Fronts(List<Front> wanted) {
    this.wanted = wanted;
  }

  /**
   * Those that the settings ask for, not open yet.
   *
   * @throws StartException when the settings of one are wrong
   */
  static Fronts of(ApplicationSettings settings) {
    List<Front> wanted = new ArrayList<>();
    List<Known> missing = new ArrayList<>(KNOWN);
    boolean canMove = false;
    try {
      for (Front front : ServiceLoader.load(Front.class, Fronts.class.getClassLoader())) {
        missing.removeIf(known -> known.front().equals(front.name()));
        canMove |= front.name().equals("moving");
        if (front.isWanted(settings)) {
          wanted.add(front);
        }
      }
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
    for (Known front : missing) {
      if (settings.config().hasPath("parigot." + front.path())) {
        throw new StartException(
            "parigot.%s is set, and %s is not on the class path."
                .formatted(front.path(), front.artifact()));
      }
    }
    if (!canMove && settings.node().flatMap(NodeSettings::moving).isPresent()) {
      throw new StartException(
          "The placement has movable guests, and parigot-cluster is not on the class path.");
    }
    return new Fronts(wanted);
  }

  /**
   * Opens them all, or none.
   *
   * @throws StartException when one cannot open
   */
  synchronized void open(LoadedApplication loaded, Application application) {
    if (closed) {
      return;
    }
    for (Front front : wanted) {
      opened.add(front);
      front.open(loaded, application);
    }
  }

  /** Where those that are open can be reached. */
  synchronized List<String> addresses() {
    return opened.stream().flatMap(front -> front.addresses().stream()).toList();
  }

  /** Takes no more calls; completes when those that were taken have been answered. */
  synchronized CompletionStage<Void> drain() {
    return CompletableFuture.allOf(
        opened.stream()
            .map(front -> front.drain().toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Closes them all, and keeps those from opening that have not. */
  synchronized void close() {
    closed = true;
    for (Front front : opened) {
      try {
        front.close();
      } catch (RuntimeException | Error e) {
        LOG.warn("parigot.{} failed when it was closed", front.name(), e);
      }
    }
    opened.clear();
  }
}

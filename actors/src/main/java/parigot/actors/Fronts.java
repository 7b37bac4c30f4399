package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** The {@linkplain Front fronts} of one application. */
final class Fronts {
  private static final Logger LOG = LoggerFactory.getLogger(Fronts.class);

  /** The blocks of the configuration that are for fronts alone, and the artifacts of these. */
  private static final Map<String, String> KNOWN =
      Map.of("edge", "parigot-edge", "metrics", "parigot-inspect", "traces", "parigot-traces");

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
    Map<String, String> missing = new TreeMap<>(KNOWN);
    try {
      for (Front front : ServiceLoader.load(Front.class, Fronts.class.getClassLoader())) {
        missing.remove(front.name());
        if (front.isWanted(settings)) {
          wanted.add(front);
        }
      }
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
    missing.forEach(
        (name, artifact) -> {
          if (settings.config().hasPath("parigot." + name)) {
            throw new StartException(
                "parigot.%s is set, and %s is not on the class path.".formatted(name, artifact));
          }
        });
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

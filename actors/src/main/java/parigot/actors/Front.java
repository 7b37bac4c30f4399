package parigot.actors;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apiguardian.api.API;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;

/**
 * Opens the services of applications to others than their guests. Found by {@link
 * java.util.ServiceLoader}; one object for each application.
 *
 * <p>The order of calls: one {@link #isWanted}, and if it is, one {@link #open} when all modules
 * are loaded and before the first guest starts, then at the end of the application one {@link
 * #drain} while its guests still run, and one {@link #close} when none does.
 */
@API(status = API.Status.INTERNAL)
public interface Front extends AutoCloseable {
  /** The key of its block, right below {@code parigot} in the configuration. */
  String name();

  /**
   * Reads its settings, and says whether they ask for it.
   *
   * @throws parigot.runtime.settings.SettingsException when they are wrong
   */
  boolean isWanted(ApplicationSettings settings);

  /**
   * Opens. Calls to services that do not run yet fail, as at any time.
   *
   * @throws StartException when it cannot: one sentence, with which the application stops
   */
  void open(LoadedApplication loaded, Application application);

  /** Where it can be reached, once it is open: as {@code https://0.0.0.0:8443}. */
  default List<String> addresses() {
    return List.of();
  }

  /**
   * Takes no more calls; completes when those that it took have been answered. Guests are stopped
   * then, or when {@code stop-grace} is over. It does not block.
   */
  CompletionStage<Void> drain();

  /** Lets go of everything, and of what is still under way. Also when it could not open. */
  @Override
  void close();
}

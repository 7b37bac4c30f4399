package parigot.otlp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** Sends the traces of an application to a collector, as {@code parigot.traces} says. */
public final class TracesFront implements Front {
  static final String BLOCK = "parigot.traces";

  private static final String SHARE = "a number from 0 to 1";
  private static final String EXAMPLE = "http://127.0.0.1:4318/v1/traces";

  private Optional<TracesSettings> settings = Optional.empty();
  private Optional<OtlpTraces> traces = Optional.empty();

  @Override
  public String name() {
    return "traces";
  }

  @Override
  public boolean isWanted(ApplicationSettings application) {
    settings = read(application.config().getObject(BLOCK));
    return settings.isPresent();
  }

  /**
   * The settings, if traces are to be kept.
   *
   * @throws SettingsException for the first mistake found
   */
  private static Optional<TracesSettings> read(ConfigObject block) {
    CollectorReader traces = new CollectorReader(BLOCK, block, EXAMPLE);
    double share = traces.read("share", SHARE, Config::getDouble);
    if (!(share >= 0 && share <= 1)) {
      throw traces.complaint("share", "must be " + SHARE + ", and is " + share + ".");
    }
    Map<String, String> headers = traces.headers();
    Optional<String> endpoint = traces.endpoint();
    traces.rejectUnknown();
    return endpoint.map(address -> new TracesSettings(address, share, headers));
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    OtlpTraces opened = new OtlpTraces(settings.orElseThrow(), loaded);
    traces = Optional.of(opened);
    loaded.plugins().keepTraces(opened);
    application.keepTraces(settings.orElseThrow().share(), opened);
  }

  /** What is under way to the end is kept too. */
  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    traces.ifPresent(OtlpTraces::close);
  }
}

package parigot.traces;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.plugin.BlockReader;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** Sends the traces of an application to a collector, as {@code parigot.traces} says. */
public final class TracesFront implements Front {
  private static final String BLOCK = "parigot.traces";
  private static final String SHARE = "a number from 0 to 1";
  private static final String ENDPOINT =
      "a collector's address, such as \"http://127.0.0.1:4318/v1/traces\"";

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
  static Optional<TracesSettings> read(ConfigObject block) {
    BlockReader<SettingsException> traces =
        new BlockReader<>(BLOCK, block, block.origin(), SettingsException::new);
    double share = traces.read("share", SHARE, Config::getDouble);
    if (!(share >= 0 && share <= 1)) {
      throw traces.complaint("share", "must be " + SHARE + ", and is " + share + ".");
    }
    Map<String, String> headers = new HashMap<>();
    traces
        .read("headers", "names of headers and their values", Config::getObject)
        .unwrapped()
        .forEach((name, value) -> headers.put(name, String.valueOf(value)));
    traces.know("endpoint");
    Optional<TracesSettings> settings = Optional.empty();
    if (traces.isSet("endpoint")) {
      String endpoint = traces.text("endpoint", ENDPOINT);
      if (!isHttp(endpoint)) {
        throw traces.complaint(
            "endpoint", "must be " + ENDPOINT + ", and is \"" + endpoint + "\".");
      }
      settings = Optional.of(new TracesSettings(endpoint, share, headers));
    }
    traces.rejectUnknown();
    return settings;
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI address = URI.create(endpoint);
      return address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
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

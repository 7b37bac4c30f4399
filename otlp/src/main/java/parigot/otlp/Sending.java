package parigot.otlp;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.NodeSettings;

/** What goes with all that is sent, and how often that is tried. */
final class Sending {
  /** Soon over: what a collector does not take meanwhile is lost, and nobody waits for it. */
  static final RetryPolicy RETRIES =
      RetryPolicy.builder()
          .setMaxAttempts(3)
          .setInitialBackoff(Duration.ofMillis(200))
          .setMaxBackoff(Duration.ofSeconds(1))
          .build();

  private static final AttributeKey<String> NODE = AttributeKey.stringKey("parigot.node");
  private static final AttributeKey<String> NAME = AttributeKey.stringKey("service.name");
  private static final AttributeKey<Long> PROCESS = AttributeKey.longKey("process.pid");

  private Sending() {}

  /** What it is of: the application, its node and the process. */
  static Resource about(LoadedApplication loaded) {
    return Resource.create(
        Attributes.builder()
            .put(NAME, loaded.settings().name().orElse("parigot"))
            .put(NODE, loaded.node().map(NodeSettings::name).orElse(""))
            .put(PROCESS, ProcessHandle.current().pid())
            .build());
  }
}

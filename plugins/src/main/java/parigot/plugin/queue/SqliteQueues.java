package parigot.plugin.queue;

import java.util.List;
import java.util.Optional;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;
import queue.v1.host.QueuePlugin;

/**
 * The plugin {@code queue}: {@code queue.v1.Queue} on SQLite, in a file that outlives the process
 * or in memory.
 *
 * <p>What was answered is on the disk: a message whose Send was answered survives the end of the
 * process at any moment, and so does that it was marked done.
 */
public final class SqliteQueues implements Plugin {
  private Optional<QueueDatabase> database = Optional.empty();
  private List<PluginService> services = List.of();

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    QueueSettings settings = QueueSettings.of(config);
    QueueDatabase opened = QueueDatabase.open(settings.file(), config);
    database = Optional.of(opened);
    services =
        List.of(
            QueuePlugin.service(
                new QueueService(
                    opened, context.clock(), context.random(), settings.visibilityTimeout())));
  }

  @Override
  public List<PluginService> services() {
    return services;
  }

  @Override
  public void close() {
    database.ifPresent(QueueDatabase::close);
  }
}

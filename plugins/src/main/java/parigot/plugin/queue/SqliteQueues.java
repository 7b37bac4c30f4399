package parigot.plugin.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;
import parigot.plugin.sqlite.Database;
import parigot.plugin.sqlite.DatabaseName;
import queue.v1.host.QueueErr;
import queue.v1.host.QueuePlugin;

/**
 * The plugin {@code queue}: {@code queue.v1.Queue} on SQLite, in a file that outlives the process
 * or in memory.
 *
 * <p>What was answered is on the disk: a message whose Send was answered survives the end of the
 * process at any moment, and so does that it was marked done.
 */
public final class SqliteQueues implements Plugin {
  private Optional<Database<QueueTables>> database = Optional.empty();
  private List<PluginService> services = List.of();

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    QueueSettings settings = QueueSettings.of(config);
    Database<QueueTables> opened = open(settings.file(), config);
    database = Optional.of(opened);
    services =
        List.of(
            QueuePlugin.service(
                new QueueService(
                    opened, context.clock(), context.random(), settings.visibilityTimeout())));
  }

  private static Database<QueueTables> open(Optional<Path> file, PluginConfig config)
      throws PluginException {
    try {
      return Database.open(
          new DatabaseName("The database of the queues", QueueErr.InternalError_VALUE),
          file,
          OptionalLong.empty(),
          QueueTables.SCHEMA,
          QueueTables::new);
    } catch (IOException | SQLException e) {
      PluginException complaint =
          config.complaint(
              "file",
              "must be a file for queues, and %s cannot be used as one (%s)"
                  .formatted(
                      file.map(Path::toString).orElse("a database in memory"), e.getMessage()));
      complaint.initCause(e);
      throw complaint;
    }
  }

  @Override
  public List<PluginService> services() {
    return services;
  }

  @Override
  public void close() {
    database.ifPresent(Database::close);
  }
}

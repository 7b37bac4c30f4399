package parigot.plugin.queue;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import parigot.plugin.StoreLock;
import parigot.plugin.sqlite.Bounds;
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
  private static final Logger LOG = LoggerFactory.getLogger(SqliteQueues.class);

  private Optional<Database<QueueTables>> database = Optional.empty();
  private Optional<StoreLock> lock = Optional.empty();
  private Optional<QueueService> service = Optional.empty();

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public Set<String> stores() {
    return Set.of("file");
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    QueueSettings settings = QueueSettings.of(config);
    if (!context.isSimulated()) {
      FirstUse.of(context.clock());
    }
    if (settings.file().isPresent()) {
      lock = Optional.of(lock(settings.file().get(), config));
    }
    Database<QueueTables> opened;
    try {
      opened = open(settings, lock, context.clock(), context.isSimulated());
      lock.ifPresent(StoreLock::holdSpare);
    } catch (IOException | SQLException e) {
      unlock();
      throw unusable(settings.file(), config, e);
    }
    database = Optional.of(opened);
    service =
        Optional.of(
            new QueueService(
                opened,
                context.clock(),
                context.random(),
                settings.visibilityTimeout(),
                settings.mostQueues()));
    try {
      service.get().begin();
    } catch (ServiceError e) {
      // Also on a full disk, or while somebody looks into the file: it is tried again by each call.
      LOG.warn("What was hidden before the start could not be looked at: {}", e.getMessage());
    }
  }

  private static Database<QueueTables> open(
      QueueSettings settings, Optional<StoreLock> spare, Clock clock, boolean reused)
      throws IOException, SQLException {
    return Database.open(
        new DatabaseName("The database of the queues", QueueErr.InternalError_VALUE),
        settings.file(),
        new Bounds(settings.largest(), settings.sizeKey(), Optional::empty, spare),
        reused,
        QueueTables.SCHEMA,
        clock,
        QueueTables::new);
  }

  private static StoreLock lock(Path file, PluginConfig config) throws PluginException {
    Optional<StoreLock> taken;
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      taken = StoreLock.tryTake(file.resolveSibling(file.getFileName() + ".lock"));
    } catch (IOException e) {
      throw unusable(Optional.of(file), config, e);
    }
    return taken.orElseThrow(
        () ->
            config.complaint(
                "file",
                "must be a file of its own, and %s is in use by another application"
                    .formatted(file)));
  }

  private static PluginException unusable(
      Optional<Path> file, PluginConfig config, Exception cause) {
    PluginException complaint =
        config.complaint(
            "file",
            "must be a file for queues, and %s cannot be used as one (%s)"
                .formatted(
                    file.map(Path::toString).orElse("a database in memory"), cause.getMessage()));
    complaint.initCause(cause);
    return complaint;
  }

  private void unlock() {
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      LOG.warn("The lock of the queues was not let go in order: {}", e.toString());
    }
    lock = Optional.empty();
  }

  @Override
  public List<PluginService> services() {
    return service.map(QueuePlugin::service).map(List::of).orElseGet(List::of);
  }

  @Override
  public void undelivered(Caller caller, Message request, Message response) {
    try {
      service.orElseThrow().undelivered(request, response);
    } catch (ServiceError e) {
      GuestLog.about(
          caller.guest(),
          () ->
              LOG.warn(
                  "{} of {} could not be undone: {}",
                  caller.method(),
                  caller.guest(),
                  e.getMessage()));
    }
  }

  @Override
  public void close() {
    database.ifPresent(Database::close);
    unlock();
  }
}

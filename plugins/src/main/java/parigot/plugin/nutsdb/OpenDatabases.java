package parigot.plugin.nutsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import nutsdb.v1.host.NutsDBErr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;
import parigot.plugin.sqlite.Database;
import parigot.plugin.sqlite.DatabaseName;

/**
 * The databases that guests have open, and the ids under which they have them. A database in a file
 * is closed when its last id is and nobody is at work in it; one in memory stays. From any thread.
 */
final class OpenDatabases {
  private static final Logger LOG = LoggerFactory.getLogger(OpenDatabases.class);
  private static final DatabaseName NAME =
      new DatabaseName("A guests' database", NutsDBErr.InternalError_VALUE);

  /** A database, and how many ids and calls need it. Guarded by the lock. */
  private static final class Entry {
    final DatabaseFile file;
    final Database<PairTables> database;
    int needed;

    Entry(DatabaseFile file, Database<PairTables> database) {
      this.file = file;
      this.database = database;
    }
  }

  private final NutsDbSettings settings;
  private final RandomGenerator random;

  /** Held while a database is opened or closed, so that none is both at once. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Map<DatabaseFile, Entry> entries = new HashMap<>();
  private final Map<PluginId, Entry> ids = new HashMap<>();

  OpenDatabases(NutsDbSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.random = random;
  }

  /** Opens a database in memory that nobody else sees, and closes it. */
  void tryOut() throws IOException, SQLException {
    start(Optional.empty()).close();
  }

  private Database<PairTables> start(Optional<Path> path) throws IOException, SQLException {
    return Database.open(
        NAME, path, OptionalLong.of(settings.largest()), PairTables.SCHEMA, PairTables::new);
  }

  /**
   * Opens a database, which may be open already, under a new id.
   *
   * @param make whether it is made when there is none
   */
  PluginId open(DatabaseFile file, boolean make) throws ServiceError {
    lock();
    try {
      if (ids.size() >= settings.mostIds()) {
        throw exhausted(
            "databases are open %d times, as often as max-ids allows".formatted(ids.size()));
      }
      Entry entry = entries.get(file);
      if (entry == null) {
        if (!make && !exists(file)) {
          throw new ServiceError(NutsDBErr.DBNotFound_VALUE, "there is no database " + file.name());
        }
        entry = start(file);
        entries.put(file, entry);
      }
      entry.needed++;
      PluginId id = PluginId.random('n', random);
      ids.put(id, entry);
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an id back. */
  void close(PluginId id) throws ServiceError {
    lock();
    try {
      Entry entry = ids.remove(id);
      if (entry == null) {
        throw new ServiceError(NutsDBErr.DBNotFound_VALUE, "no database is open as " + id);
      }
      letGo(entry);
    } finally {
      lock.unlock();
    }
  }

  /** What a call does in a database. */
  @FunctionalInterface
  interface Use<R> {
    R in(Database<PairTables> database) throws ServiceError;
  }

  /** Does something in the database that is open under an id, which stays open meanwhile. */
  <R> R with(PluginId id, Use<R> use) throws ServiceError {
    Entry entry;
    lock();
    try {
      entry = ids.get(id);
      if (entry == null) {
        throw new ServiceError(NutsDBErr.BadId_VALUE, "no database is open as " + id);
      }
      entry.needed++;
    } finally {
      lock.unlock();
    }
    try {
      return use.in(entry.database);
    } finally {
      lock.lock();
      try {
        letGo(entry);
      } finally {
        lock.unlock();
      }
    }
  }

  void closeAll() {
    lock.lock();
    try {
      ids.clear();
      entries.values().forEach(entry -> entry.database.close());
      entries.clear();
    } finally {
      lock.unlock();
    }
  }

  private void lock() throws ServiceError {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServiceError(
          NutsDBErr.DispatchError_VALUE, "the call was given up while it waited for its turn");
    }
  }

  private boolean exists(DatabaseFile file) {
    return settings.root().map(root -> Files.isRegularFile(file.in(root))).orElse(false);
  }

  private Entry start(DatabaseFile file) throws ServiceError {
    if (entries.size() >= settings.mostDatabases()) {
      throw exhausted(
          "%d databases are open, as many as max-databases allows".formatted(entries.size()));
    }
    Optional<Path> path = settings.root().map(file::in);
    try {
      return new Entry(file, start(path));
    } catch (IOException | SQLException e) {
      LOG.error(
          "{} cannot be used as a guests' database: {}",
          path.map(Path::toString).orElse("Memory"),
          e.getMessage(),
          e);
      throw new ServiceError(
          NutsDBErr.InternalError_VALUE,
          "the database %s cannot be opened: %s".formatted(file.name(), e.getMessage()));
    }
  }

  private static ServiceError exhausted(String reason) {
    LOG.warn("No database was opened: {}.", reason);
    return new ServiceError(NutsDBErr.InternalError_VALUE, reason);
  }

  private void letGo(Entry entry) {
    entry.needed--;
    if (entry.needed == 0 && settings.root().isPresent() && entries.remove(entry.file, entry)) {
      entry.database.close();
    }
  }
}

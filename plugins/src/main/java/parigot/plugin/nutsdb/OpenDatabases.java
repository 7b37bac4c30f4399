package parigot.plugin.nutsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import nutsdb.v1.host.NutsDBErr;
import parigot.plugin.GuestLife;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;
import parigot.plugin.StoreLock;
import parigot.plugin.sqlite.Bounds;
import parigot.plugin.sqlite.Database;
import parigot.plugin.sqlite.DatabaseName;
import parigot.plugin.sqlite.FailureLog;

/**
 * The databases that guests have open, and the ids under which they have them. A database in a file
 * is closed when its last id is and nobody is at work in it; one in memory stays. From any thread.
 */
final class OpenDatabases {
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

  /** What an id stands for, and for whom it was made. */
  private record Opened(Entry entry, GuestLife holder) {}

  private final NutsDbSettings settings;
  private final Clock clock;
  private final RandomGenerator random;
  private final Optional<StoreLock> spare;
  private final boolean reused;

  /** Held while a database is opened or closed, so that none is both at once. */
  private final ReentrantLock lock = new ReentrantLock(true);

  private final Map<DatabaseFile, Entry> entries = new HashMap<>();
  private final Map<PluginId, Opened> ids = new HashMap<>();
  private final Map<GuestLife, Integer> idsOf = new HashMap<>();

  /** The databases that are open, to sum up their sizes; and the size of those that are not. */
  private final Set<Database<PairTables>> open = ConcurrentHashMap.newKeySet();

  private final AtomicLong closedBytes;
  private final FailureLog failures;

  /**
   * None is open yet.
   *
   * @param spare space on the disk that is let go when it is full
   * @param closedBytes the size of those that are in the folder
   * @param reused whether those in memory are left to others, emptied
   */
  OpenDatabases(
      NutsDbSettings settings,
      Clock clock,
      RandomGenerator random,
      Optional<StoreLock> spare,
      long closedBytes,
      boolean reused) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.spare = spare;
    this.reused = reused;
    this.closedBytes = new AtomicLong(closedBytes);
    this.failures = new FailureLog("The databases", clock);
  }

  private Database<PairTables> start(DatabaseFile file, Optional<Path> path)
      throws IOException, SQLException {
    return Database.open(
        new DatabaseName("The database " + file.name(), NutsDBErr.InternalError_VALUE),
        path,
        new Bounds(settings.largest(), "max-size", this::full, spare),
        reused,
        PairTables.SCHEMA,
        clock,
        PairTables::new);
  }

  private Optional<String> full() {
    long all = closedBytes.get();
    for (Database<PairTables> each : open) {
      all += each.bytes();
    }
    return all >= settings.capacity()
        ? Optional.of(
            "all databases together have the bytes that %s allows, %d"
                .formatted(settings.capacityKey(), settings.capacity()))
        : Optional.empty();
  }

  /**
   * Opens a database, which may be open already, under a new id.
   *
   * @param make whether it is made when there is none
   */
  PluginId open(DatabaseFile file, boolean make, GuestLife holder) throws ServiceError {
    lock();
    try {
      int its = idsOf.getOrDefault(holder, 0);
      if (its >= settings.mostIdsOfOne()) {
        throw exhausted(
            "the guest has databases open %d times, as often as max-ids-per-guest allows"
                .formatted(its));
      }
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
      ids.put(id, new Opened(entry, holder));
      idsOf.put(holder, its + 1);
      return id;
    } finally {
      lock.unlock();
    }
  }

  /** Takes an id back. */
  void close(PluginId id) throws ServiceError {
    lock();
    try {
      if (!isClosed(id)) {
        throw new ServiceError(NutsDBErr.DBNotFound_VALUE, "no database is open as " + id);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes an id back that nobody was told of. */
  void undoOpen(PluginId id) {
    lock.lock();
    try {
      boolean unusedWasOpen = isClosed(id);
    } finally {
      lock.unlock();
    }
  }

  /** Takes back the ids that were made for this guest. */
  void guestEnded(GuestLife life) {
    lock.lock();
    try {
      if (idsOf.containsKey(life)) {
        List<PluginId> its =
            ids.entrySet().stream()
                .filter(each -> each.getValue().holder().equals(life))
                .map(Map.Entry::getKey)
                .toList();
        for (PluginId id : its) {
          boolean unusedWasOpen = isClosed(id);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the id was one, and is none any more. */
  private boolean isClosed(PluginId id) {
    Opened opened = ids.remove(id);
    if (opened == null) {
      return false;
    }
    idsOf.computeIfPresent(opened.holder(), (life, its) -> its == 1 ? null : its - 1);
    letGo(opened.entry());
    return true;
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
      Opened opened = ids.get(id);
      if (opened == null) {
        throw new ServiceError(NutsDBErr.BadId_VALUE, "no database is open as " + id);
      }
      entry = opened.entry();
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
    failures.close();
    lock.lock();
    try {
      ids.clear();
      idsOf.clear();
      open.clear();
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
      boolean isNew = path.isEmpty() || !Files.isRegularFile(path.get());
      Optional<String> full = isNew ? full() : Optional.empty();
      if (full.isPresent()) {
        throw exhausted(full.get());
      }
      long before = isNew ? 0 : Files.size(path.get());
      Entry entry = new Entry(file, start(file, path));
      closedBytes.addAndGet(-before);
      open.add(entry.database);
      return entry;
    } catch (IOException | SQLException e) {
      failures.log(path.map(Path::toString).orElse("memory") + " as a guests' database", e);
      throw new ServiceError(
          NutsDBErr.InternalError_VALUE,
          "the database %s cannot be opened: %s".formatted(file.name(), e.getMessage()));
    }
  }

  private ServiceError exhausted(String reason) {
    failures.log("to open one", new IllegalStateException(reason));
    return new ServiceError(NutsDBErr.InternalError_VALUE, reason);
  }

  private void letGo(Entry entry) {
    entry.needed--;
    if (entry.needed == 0 && settings.root().isPresent() && entries.remove(entry.file, entry)) {
      open.remove(entry.database);
      closedBytes.addAndGet(entry.database.bytes());
      entry.database.close();
    }
  }
}

package parigot.plugin.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import queue.v1.host.QueueErr;

/**
 * The database of the queues, and its only connection. From any thread.
 *
 * <p>A commit to the disk takes milliseconds, so calls that come in while one is under way share
 * the next: whoever gets the connection carries out what everybody has asked for, each in a
 * savepoint of its own, commits once, and only then are they answered. A call whose thread is
 * interrupted while it waits is taken back and has no effect.
 */
final class QueueDatabase {
  private static final Logger LOG = LoggerFactory.getLogger(QueueDatabase.class);

  /** So that the thread that carries out a batch keeps within its own call's time. */
  private static final int MOST_IN_A_BATCH = 32;

  /** Another process may have the file open; it must let go well within a call's time. */
  private static final int BUSY_MILLIS = 100;

  private final Connection connection;
  private final QueueTables tables;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Queue<Unit<?>> waiting = new ConcurrentLinkedQueue<>();

  /** Guarded by the lock. */
  private boolean syncing = true;

  private boolean closed;

  private QueueDatabase(Connection connection, QueueTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /** Opens the file, which is made if need be, or a database in memory. */
  static QueueDatabase open(Optional<Path> file, PluginConfig config) throws PluginException {
    try {
      String place = ":memory:";
      if (file.isPresent()) {
        Path path = file.orElseThrow().toAbsolutePath();
        Files.createDirectories(path.getParent());
        // As a URI, for sqlite-jdbc takes what follows a question mark in a path for settings.
        place = path.toUri().toString();
      }
      SQLiteConfig settings = new SQLiteConfig();
      settings.setBusyTimeout(BUSY_MILLIS);
      settings.setJournalMode(SQLiteConfig.JournalMode.WAL);
      settings.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      Connection connection = settings.createConnection("jdbc:sqlite:" + place);
      try {
        return new QueueDatabase(connection, QueueTables.in(connection));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
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

  /** What a call does in the database. */
  @FunctionalInterface
  interface Work<T> {
    T run(QueueTables tables) throws SQLException, ServiceError;
  }

  /**
   * Carries out work whose effect must outlast a power failure. What it did is undone when it
   * throws.
   *
   * @throws ServiceError the work's own, or an internal error when the database fails
   */
  <T> T durably(Work<T> work) throws ServiceError {
    return carryOut(new Unit<>(work, true));
  }

  /** The same for work whose effect may be lost with the machine, though not with the process. */
  <T> T swiftly(Work<T> work) throws ServiceError {
    return carryOut(new Unit<>(work, false));
  }

  private <T> T carryOut(Unit<T> unit) throws ServiceError {
    waiting.add(unit);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiting.remove(unit)) {
        throw new ServiceError(
            QueueErr.DispatchError_VALUE, "the call was given up while it waited for the database");
      }
      // Somebody is carrying it out, or has: what became of it must be told truly.
      lock.lock();
    }
    try {
      while (!unit.isOver()) {
        carryOut(nextBatch());
      }
    } finally {
      lock.unlock();
    }
    return unit.outcome();
  }

  private List<Unit<?>> nextBatch() {
    List<Unit<?>> batch = new ArrayList<>();
    Unit<?> next = waiting.poll();
    while (next != null) {
      batch.add(next);
      next = batch.size() < MOST_IN_A_BATCH ? waiting.poll() : null;
    }
    return batch;
  }

  private void carryOut(List<Unit<?>> batch) {
    boolean committed = false;
    try {
      if (closed) {
        throw new SQLException("it has been closed");
      }
      boolean durable = batch.stream().anyMatch(Unit::isDurable);
      if (durable != syncing) {
        tables.sync(durable);
        syncing = durable;
      }
      tables.begin();
      for (Unit<?> unit : batch) {
        unit.run(tables);
      }
      tables.purge();
      tables.commit();
      committed = true;
    } catch (SQLException e) {
      LOG.error("The database of the queues failed: {}", e.getMessage(), e);
    } finally {
      // Whatever happened, nobody may wait for ever for what became of his unit.
      if (!committed) {
        rollBack();
      }
      for (Unit<?> unit : batch) {
        unit.end(committed);
      }
    }
  }

  private void rollBack() {
    try {
      if (!closed) {
        tables.rollBack();
      }
    } catch (SQLException e) {
      // SQLite ends a transaction by itself after some errors; then there is none to end here.
      LOG.debug("Nothing was rolled back: {}", e.getMessage());
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      connection.close();
    } catch (SQLException e) {
      LOG.warn("The database of the queues was not closed in order: {}", e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}

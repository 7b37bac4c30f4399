package parigot.plugin.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import parigot.plugin.ServiceError;

/**
 * A database of SQLite, in a file or in memory, and its only connection here. From any thread.
 *
 * <p>A commit to the disk takes milliseconds, so calls that come in while one is under way share
 * the next: whoever gets the connection carries out what everybody has asked for, each in a
 * savepoint of its own, commits once, and only then are they answered. A call whose thread is
 * interrupted while it waits is taken back and has no effect.
 *
 * @param <T> what is in it
 */
public final class Database<T extends Tables> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** So that the thread that carries out a batch keeps within its own call's time. */
  private static final int MOST_IN_A_BATCH = 32;

  /** Another process may have the file open; it must let go well within a call's time. */
  private static final int BUSY_MILLIS = 100;

  /** "Not carried out", in every service's error enum. */
  private static final int NOT_CARRIED_OUT = 1;

  private static final int PAGE = 4096;

  private final DatabaseName name;
  private final Connection connection;
  private final Factory<T> factory;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Queue<Unit<T, ?>> waiting = new ConcurrentLinkedQueue<>();

  /** From here on guarded by the lock. */
  private Statements statements;

  private Transaction transaction;
  private T tables;
  private boolean stale;
  private boolean syncing = true;
  private boolean closed;

  private Database(DatabaseName name, Connection connection, Factory<T> factory)
      throws SQLException {
    this.name = name;
    this.connection = connection;
    this.factory = factory;
    statements = new Statements(connection);
    transaction = new Transaction(connection, statements);
    tables = factory.make(statements);
  }

  /** What a call does in the database. */
  @FunctionalInterface
  public interface Work<T, R> {
    R run(T tables) throws SQLException, ServiceError;
  }

  /** Prepares what is done in the database. */
  @FunctionalInterface
  public interface Factory<T> {
    T make(Statements statements) throws SQLException;
  }

  /**
   * Opens the file, which is made if need be, with its folder; or a database in memory.
   *
   * @param largest how many bytes it may have
   * @throws SQLException when it is no such database, or cannot be opened
   */
  public static <T extends Tables> Database<T> open(
      DatabaseName name,
      Optional<Path> file,
      OptionalLong largest,
      Schema schema,
      Factory<T> factory)
      throws IOException, SQLException {
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
    settings.setPageSize(PAGE);
    if (largest.isPresent()) {
      settings.setMaxPageCount((int) Math.min(largest.getAsLong() / PAGE, Integer.MAX_VALUE));
    }
    Connection connection = settings.createConnection("jdbc:sqlite:" + place);
    try {
      schema.prepare(connection);
      return new Database<>(name, connection, factory);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Carries out work whose effect must outlast a power failure. What it did is undone when it
   * throws.
   *
   * @throws ServiceError the work's own, or an internal error when the database fails
   */
  public <R> R durably(Work<T, R> work) throws ServiceError {
    return carryOut(new Unit<>(work, true, name));
  }

  /** The same for work whose effect may be lost with the machine, though not with the process. */
  public <R> R swiftly(Work<T, R> work) throws ServiceError {
    return carryOut(new Unit<>(work, false, name));
  }

  private <R> R carryOut(Unit<T, R> unit) throws ServiceError {
    waiting.add(unit);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiting.remove(unit)) {
        throw new ServiceError(
            NOT_CARRIED_OUT, "the call was given up while it waited for the database");
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

  private List<Unit<T, ?>> nextBatch() {
    List<Unit<T, ?>> batch = new ArrayList<>();
    Unit<T, ?> next = waiting.poll();
    while (next != null) {
      batch.add(next);
      next = batch.size() < MOST_IN_A_BATCH ? waiting.poll() : null;
    }
    return batch;
  }

  private void carryOut(List<Unit<T, ?>> batch) {
    boolean committed = false;
    try {
      if (closed) {
        throw new SQLException("it has been closed");
      }
      if (stale) {
        renew();
      }
      boolean durable = batch.stream().anyMatch(Unit::isDurable);
      if (durable != syncing) {
        transaction.sync(durable);
        syncing = durable;
      }
      transaction.begin();
      for (Unit<T, ?> unit : batch) {
        unit.run(tables, transaction);
        if (unit.isBroken()) {
          renew();
        }
      }
      tables.beforeCommit();
      transaction.commit();
      committed = true;
    } catch (SQLException e) {
      LOG.error("{} failed: {}", name.text(), e.getMessage());
      LOG.debug("{} failed", name.text(), e);
    } finally {
      // Whatever happened, nobody may wait for ever for what became of his unit.
      if (!committed) {
        rollBack();
        stale = true;
      }
      for (Unit<T, ?> unit : batch) {
        unit.end(committed);
      }
    }
  }

  /** The driver may have let go of a statement that failed, so that it fails for ever. */
  private void renew() throws SQLException {
    statements.close();
    statements = new Statements(connection);
    transaction = new Transaction(connection, statements);
    tables = factory.make(statements);
    stale = false;
  }

  private void rollBack() {
    try {
      if (!closed) {
        transaction.rollBack();
      }
    } catch (SQLException e) {
      // SQLite ends a transaction by itself after some errors; then there is none to end here.
      LOG.debug("Nothing was rolled back: {}", e.getMessage());
    }
  }

  /** Once what is under way is over. A call after that is an internal error. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      connection.close();
    } catch (SQLException e) {
      LOG.warn("{} was not closed in order: {}", name.text(), e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}

package parigot.plugin.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import parigot.plugin.ServiceError;
import parigot.plugin.StoreLock;

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

  private static final int PAGE = 4096;

  /** What SQLite keeps of a file in memory. */
  private static final int CACHE_KIBIBYTES = 1024;

  /** How many pages more than its bounds a database may have for what frees some. */
  private static final int SPARE_PAGES = 256;

  /** After so many batches it is time to hold back space again that was let go. */
  private static final int BATCHES_WITHOUT_SPARE = 100;

  private final DatabaseName name;
  private final Connection connection;
  private final Bounds bounds;
  private final Optional<IdleDatabases.Kind> kind;
  private final FailureLog failures;
  private final Factory<T> factory;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Queue<TransactionPart<T, ?>> waiting = new ConcurrentLinkedQueue<>();

  /** From here on guarded by the lock. */
  private Statements statements;

  private Transaction transaction;
  private T tables;
  private PreparedStatement pages;
  private int batchesUntilSpare;
  private volatile long bytes;
  private boolean stale;

  /** Of the transaction that was tried last. */
  private boolean begun;

  private boolean isFull;
  private boolean syncing = true;
  private boolean closed;

  private Database(
      DatabaseName name,
      Connection connection,
      Bounds bounds,
      Optional<IdleDatabases.Kind> kind,
      Clock clock,
      Factory<T> factory)
      throws SQLException {
    this.name = name;
    this.connection = connection;
    this.bounds = bounds;
    this.kind = kind;
    this.failures = new FailureLog(name.text(), clock);
    this.factory = factory;
    renew();
    bytes = size().all();
  }

  /** How many bytes a database has, and how many of them are in use. */
  private record Size(long all, long used) {}

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
   * @param reused whether one in memory is left, emptied, to the next who opens such a one
   * @param clock for what is logged only so often
   * @throws SQLException when it is no such database, or cannot be opened
   */
  public static <T extends Tables> Database<T> open(
      DatabaseName name,
      Optional<Path> file,
      Bounds bounds,
      boolean reused,
      Schema schema,
      Clock clock,
      Factory<T> factory)
      throws IOException, SQLException {
    NativeLibrary.load();
    int mostPages = (int) Math.min(bounds.largest() / PAGE + SPARE_PAGES, Integer.MAX_VALUE);
    Optional<IdleDatabases.Kind> kind =
        reused && file.isEmpty()
            ? Optional.of(new IdleDatabases.Kind(schema, mostPages))
            : Optional.empty();
    Optional<Connection> idle = kind.flatMap(IdleDatabases::take);
    if (idle.isPresent()) {
      return new Database<>(name, idle.get(), bounds, kind, clock, factory);
    }
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
    settings.setCacheSize(-CACHE_KIBIBYTES);
    settings.setMaxPageCount(mostPages);
    Connection connection = settings.createConnection("jdbc:sqlite:" + place);
    try {
      schema.prepare(connection);
      return new Database<>(name, connection, bounds, kind, clock, factory);
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
    return carryOut(new TransactionPart<>(work, TransactionPart.Kind.DURABLE, name));
  }

  /** The same for work that adds something: refused when the database is as large as it may be. */
  public <R> R growing(Work<T, R> work) throws ServiceError {
    return carryOut(new TransactionPart<>(work, TransactionPart.Kind.GROWING, name));
  }

  /** The same for work whose effect may be lost with the machine, though not with the process. */
  public <R> R swiftly(Work<T, R> work) throws ServiceError {
    return carryOut(new TransactionPart<>(work, TransactionPart.Kind.SWIFT, name));
  }

  private <R> R carryOut(TransactionPart<T, R> unit) throws ServiceError {
    waiting.add(unit);
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (waiting.remove(unit)) {
        throw new ServiceError(
            ServiceError.NOT_CARRIED_OUT, "the call was given up while it waited for the database");
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

  private List<TransactionPart<T, ?>> nextBatch() {
    List<TransactionPart<T, ?>> batch = new ArrayList<>();
    TransactionPart<T, ?> next = waiting.poll();
    while (next != null) {
      batch.add(next);
      next = batch.size() < MOST_IN_A_BATCH ? waiting.poll() : null;
    }
    return batch;
  }

  private void carryOut(List<TransactionPart<T, ?>> batch) {
    boolean committed = false;
    try {
      committed = isDone(batch);
      boolean lost = !committed && begun;
      for (TransactionPart<T, ?> unit : batch) {
        if (lost || unit.cause().filter(Database::isFull).isPresent()) {
          carryOutAlone(unit, lost && batch.size() > 1);
        }
      }
    } finally {
      // Whatever happened, nobody may wait for ever for what became of his unit.
      for (TransactionPart<T, ?> unit : batch) {
        unit.end(committed);
      }
    }
    if (batchesUntilSpare > 0 && --batchesUntilSpare == 0) {
      bounds.spare().ifPresent(StoreLock::holdSpare);
    }
  }

  /** One of a batch may have cost the others their transaction; and what frees space must work. */
  private void carryOutAlone(TransactionPart<T, ?> unit, boolean again) {
    List<TransactionPart<T, ?>> alone = List.of(unit);
    boolean done = again && isDone(alone);
    boolean full = isFull || unit.cause().filter(Database::isFull).isPresent();
    if (!unit.isGrowing() && full && makeSpace()) {
      done = isDone(alone);
    }
    if (again || done) {
      unit.end(done);
    }
  }

  /** On a disk that is full: the spare, and the log of writes, whose space can be used again. */
  private boolean makeSpace() {
    boolean given = bounds.spare().map(StoreLock::giveSpare).orElse(false);
    if (given) {
      batchesUntilSpare = BATCHES_WITHOUT_SPARE;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(RESTART)");
      return true;
    } catch (SQLException e) {
      LOG.debug("{}: its log of writes stays", name.text(), e);
      return given;
    }
  }

  /** Carries them out in one transaction, and says whether it was committed. */
  private boolean isDone(List<TransactionPart<T, ?>> batch) {
    boolean committed = false;
    begun = false;
    isFull = false;
    try {
      if (closed) {
        throw new SQLException("it has been closed");
      }
      if (stale) {
        renew();
      }
      boolean durable = batch.stream().anyMatch(TransactionPart::isDurable);
      if (durable != syncing) {
        transaction.sync(durable);
        syncing = durable;
      }
      transaction.begin();
      begun = true;
      for (TransactionPart<T, ?> unit : batch) {
        run(unit);
      }
      tables.beforeCommit();
      transaction.commit();
      committed = true;
      bytes = size().all();
    } catch (SQLException e) {
      isFull = isFull(e);
      failures.log("a transaction", e);
    } finally {
      if (!committed) {
        rollBack();
        stale = true;
      }
    }
    return committed;
  }

  private void run(TransactionPart<T, ?> unit) throws SQLException {
    Optional<String> refusal = unit.isGrowing() ? bounds.refusal(size().used()) : Optional.empty();
    if (refusal.isPresent()) {
      unit.refuse(refusal.get());
      return;
    }
    unit.run(tables, transaction, failures);
    if (unit.isBroken()) {
      renew();
    }
  }

  /** Whether it is for want of space. */
  public static boolean isFull(Exception failure) {
    return failure instanceof SQLiteException sqlite
        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
            || sqlite.getResultCode().name().startsWith("SQLITE_IOERR"));
  }

  private Size size() throws SQLException {
    try (ResultSet rows = pages.executeQuery()) {
      rows.next();
      long all = rows.getLong(1);
      return new Size(all * PAGE, (all - rows.getLong(2)) * PAGE);
    }
  }

  /** How many bytes it has. */
  public long bytes() {
    return bytes;
  }

  /** Where work says what failed in it. */
  public FailureLog failures() {
    return failures;
  }

  /** The driver may have let go of a statement that failed, so that it fails for ever. */
  private void renew() throws SQLException {
    if (statements != null) {
      statements.close();
    }
    statements = new Statements(connection);
    transaction = new Transaction(connection, statements);
    pages =
        statements.prepare(
            "SELECT page_count, freelist_count FROM pragma_page_count, pragma_freelist_count");
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
      if (closed) {
        return;
      }
      closed = true;
      failures.close();
      if (kind.isPresent() && !stale) {
        statements.close();
        IdleDatabases.leave(kind.get(), connection);
      } else {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.warn("{} was not closed in order: {}", name.text(), e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}

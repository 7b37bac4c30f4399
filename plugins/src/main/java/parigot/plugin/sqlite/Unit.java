package parigot.plugin.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.ServiceError;

/**
 * One call's work within a transaction that it shares with others. Used by one thread at a time,
 * the one that holds the database's lock.
 */
final class Unit<T, R> {
  private static final Logger LOG = LoggerFactory.getLogger(Unit.class);

  private final Database.Work<T, R> work;
  private final boolean durable;
  private final DatabaseName name;
  private Optional<R> result = Optional.empty();
  private Optional<ServiceError> error = Optional.empty();
  private boolean broken;
  private boolean over;

  /**
   * A unit.
   *
   * @param durable whether its effect must outlast a power failure
   */
  Unit(Database.Work<T, R> work, boolean durable, DatabaseName name) {
    this.work = work;
    this.durable = durable;
    this.name = name;
  }

  boolean isDurable() {
    return durable;
  }

  /** Whether a statement failed in it. */
  boolean isBroken() {
    return broken;
  }

  /** Whether it is known what became of it. */
  boolean isOver() {
    return over;
  }

  /**
   * Does the work, or nothing when that fails.
   *
   * @throws SQLException when the whole transaction is lost
   */
  void run(T tables, Transaction transaction) throws SQLException {
    transaction.beginUnit();
    try {
      result = Optional.of(work.run(tables));
    } catch (ServiceError e) {
      error = Optional.of(e);
    } catch (SQLException | RuntimeException e) {
      LOG.error("{}: a call failed: {}", name.text(), e.getMessage());
      LOG.debug("{}: a call failed", name.text(), e);
      broken = true;
      error = Optional.of(name.failed(e.getMessage()));
    }
    if (error.isPresent()) {
      transaction.rollBackUnit();
    }
    transaction.endUnit();
  }

  /** Says whether the transaction was committed. It ends once. */
  void end(boolean committed) {
    if (!committed && error.isEmpty()) {
      error = Optional.of(name.failed("nothing could be written"));
    }
    over = true;
  }

  R outcome() throws ServiceError {
    if (error.isPresent()) {
      throw error.orElseThrow();
    }
    return result.orElseThrow();
  }
}

package parigot.plugin.queue;

import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.ServiceError;
import queue.v1.host.QueueErr;

/**
 * One call's work within a transaction that it shares with others. Used by one thread at a time,
 * the one that holds the database's lock.
 */
final class Unit<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Unit.class);

  private final QueueDatabase.Work<T> work;
  private final boolean durable;
  private Optional<T> result = Optional.empty();
  private Optional<ServiceError> error = Optional.empty();
  private boolean over;

  /**
   * A unit.
   *
   * @param durable whether its effect must outlast a power failure
   */
  Unit(QueueDatabase.Work<T> work, boolean durable) {
    this.work = work;
    this.durable = durable;
  }

  boolean isDurable() {
    return durable;
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
  void run(QueueTables tables) throws SQLException {
    tables.beginUnit();
    try {
      result = Optional.of(work.run(tables));
    } catch (ServiceError e) {
      error = Optional.of(e);
    } catch (SQLException | RuntimeException e) {
      LOG.error("A call to the queues failed: {}", e.getMessage(), e);
      error = Optional.of(internalError(e.getMessage()));
    }
    if (error.isPresent()) {
      tables.rollBackUnit();
    }
    tables.endUnit();
  }

  /** Says whether the transaction was committed. It ends once. */
  void end(boolean committed) {
    if (!committed && error.isEmpty()) {
      error = Optional.of(internalError("nothing could be written"));
    }
    over = true;
  }

  T outcome() throws ServiceError {
    if (error.isPresent()) {
      throw error.orElseThrow();
    }
    return result.orElseThrow();
  }

  private static ServiceError internalError(String detail) {
    return new ServiceError(
        QueueErr.InternalError_VALUE, "the database of the queues failed: " + detail);
  }
}

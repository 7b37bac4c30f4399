package parigot.plugin.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import parigot.plugin.ServiceError;

/**
 * One call's work within a transaction that it shares with others. Used by one thread at a time,
 * the one that holds the database's lock.
 */
final class TransactionPart<T, R> {
  /** What a unit does to the database. */
  enum Kind {
    /** Its effect may be lost with the machine. */
    SWIFT,
    /** Its effect outlasts a power failure. */
    DURABLE,
    /** The same, and it adds something. */
    GROWING
  }

  private final Database.Work<T, R> work;
  private final Kind kind;
  private final DatabaseName name;
  private Optional<R> result = Optional.empty();
  private Optional<ServiceError> error = Optional.empty();
  private Optional<Exception> cause = Optional.empty();
  private boolean over;

  TransactionPart(Database.Work<T, R> work, Kind kind, DatabaseName name) {
    this.work = work;
    this.kind = kind;
    this.name = name;
  }

  boolean isDurable() {
    return kind != Kind.SWIFT;
  }

  boolean isGrowing() {
    return kind == Kind.GROWING;
  }

  /** It may not be done. */
  void refuse(String reason) {
    cause = Optional.empty();
    error = Optional.of(name.failed(reason));
  }

  /** Whether a statement failed in it. */
  boolean isBroken() {
    return cause.isPresent();
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
  void run(T tables, Transaction transaction, FailureLog failures) throws SQLException {
    result = Optional.empty();
    error = Optional.empty();
    cause = Optional.empty();
    transaction.beginUnit();
    try {
      result = Optional.of(work.run(tables));
    } catch (ServiceError e) {
      error = Optional.of(e);
    } catch (SQLException | RuntimeException e) {
      cause = Optional.of(e);
      error = Optional.of(name.failed(e.getMessage()));
    }
    if (error.isPresent()) {
      rollBack(transaction);
    }
    transaction.endUnit();
    cause.ifPresent(e -> failures.log("a call", e));
  }

  private void rollBack(Transaction transaction) throws SQLException {
    try {
      transaction.rollBackUnit();
    } catch (SQLException e) {
      // After some errors, as when the disk is full, there is no transaction any more; it is the
      // first that says why.
      if (cause.isPresent() && cause.get() instanceof SQLException first) {
        throw first;
      }
      throw e;
    }
  }

  /** What failed in it, other than by the rules of its service. */
  Optional<Exception> cause() {
    return cause;
  }

  /** Says whether the transaction was committed. Only the first time counts. */
  void end(boolean committed) {
    if (over) {
      return;
    }
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

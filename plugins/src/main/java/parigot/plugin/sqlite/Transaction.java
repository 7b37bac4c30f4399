package parigot.plugin.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The transaction of a connection, with a savepoint for each unit of work that shares it. */
final class Transaction {
  private final Connection connection;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollBack;
  private final PreparedStatement beginUnit;
  private final PreparedStatement rollBackUnit;
  private final PreparedStatement endUnit;

  Transaction(Connection connection, Statements statements) throws SQLException {
    this.connection = connection;
    begin = statements.prepare("BEGIN IMMEDIATE");
    commit = statements.prepare("COMMIT");
    rollBack = statements.prepare("ROLLBACK");
    beginUnit = statements.prepare("SAVEPOINT unit");
    rollBackUnit = statements.prepare("ROLLBACK TO unit");
    endUnit = statements.prepare("RELEASE unit");
  }

  /** Whether commits wait until the disk has it. Between transactions only. */
  void sync(boolean durable) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = " + (durable ? "FULL" : "NORMAL"));
    }
  }

  void begin() throws SQLException {
    begin.execute();
  }

  void commit() throws SQLException {
    commit.execute();
  }

  void rollBack() throws SQLException {
    rollBack.execute();
  }

  void beginUnit() throws SQLException {
    beginUnit.execute();
  }

  void rollBackUnit() throws SQLException {
    rollBackUnit.execute();
  }

  void endUnit() throws SQLException {
    endUnit.execute();
  }
}

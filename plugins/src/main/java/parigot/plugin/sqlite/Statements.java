package parigot.plugin.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The prepared statements of a connection, which are let go of together. */
public final class Statements implements AutoCloseable {
  private final Connection connection;
  private final List<PreparedStatement> prepared = new ArrayList<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** A statement that may be used as long as these are not closed. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    prepared.add(statement);
    return statement;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement each : prepared) {
      each.close();
    }
  }
}

package parigot.plugin.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables that a database has, and how to tell that it is ours.
 *
 * @param application four letters in the database's header that say whose it is
 * @param version of the tables
 * @param statements make the tables
 */
public record Schema(String application, int version, List<String> statements) {
  public Schema {
    if (application.length() != Integer.BYTES) {
      throw new IllegalArgumentException("an application's mark is four letters");
    }
    statements = List.copyOf(statements);
  }

  /** Makes the tables in a new database; refuses one that is somebody else's. */
  void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      long found = number(statement, "PRAGMA application_id");
      long foundVersion = number(statement, "PRAGMA user_version");
      boolean empty = number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
      if (found == 0 && foundVersion == 0 && empty) {
        for (String each : statements) {
          statement.execute(each);
        }
        statement.execute("PRAGMA application_id = " + mark());
        statement.execute("PRAGMA user_version = " + version);
      } else if (found != mark()) {
        throw new SQLException("it is a database of another program");
      } else if (foundVersion != version) {
        throw new SQLException("it was written by a newer version of this program");
      }
      statement.execute("COMMIT");
    }
  }

  private int mark() {
    return ByteBuffer.wrap(application.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

package parigot.plugin.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Databases in memory that nobody uses any more, as good as new: it takes longer to open one than
 * to empty one that holds little. From any thread.
 */
final class IdleDatabases {
  /** Of one kind; further ones are closed. */
  private static final int MOST = 8;

  private static final Map<Kind, Queue<Connection>> IDLE = new ConcurrentHashMap<>();

  /**
   * What makes one as good as another.
   *
   * @param mostPages that it may have
   */
  record Kind(Schema schema, int mostPages) {}

  private IdleDatabases() {}

  /** One with the tables of its schema, and nothing in them; empty when there is none. */
  static Optional<Connection> take(Kind kind) {
    return Optional.ofNullable(queue(kind).poll());
  }

  /**
   * Empties it, and has it wait for the next.
   *
   * @param connection without a transaction or a statement that is open
   * @throws SQLException when it cannot be emptied; it is closed then
   */
  static void leave(Kind kind, Connection connection) throws SQLException {
    boolean left = false;
    try {
      Queue<Connection> idle = queue(kind);
      if (idle.size() < MOST) {
        empty(connection);
        left = idle.add(connection);
      }
    } finally {
      if (!left) {
        connection.close();
      }
    }
  }

  private static Queue<Connection> queue(Kind kind) {
    return IDLE.computeIfAbsent(kind, unused -> new ConcurrentLinkedQueue<>());
  }

  private static void empty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      for (String table : tables(statement)) {
        statement.execute("DELETE FROM \"%s\"".formatted(table));
      }
      statement.execute("COMMIT");
      // Without this it would have the pages of before, and count as that large.
      statement.execute("VACUUM");
      statement.execute("PRAGMA synchronous = FULL");
    }
  }

  /** Those of the schema, and SQLite's own of the numbers that it gave last. */
  private static List<String> tables(Statement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name = 'sqlite_sequence' OR"
                + " name NOT LIKE 'sqlite_%')")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}

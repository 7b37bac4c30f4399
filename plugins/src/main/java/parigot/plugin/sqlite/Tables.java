package parigot.plugin.sqlite;

import java.sql.SQLException;

/** What is in a database, and every statement on it. Used by one thread at a time. */
public interface Tables {

  /** What goes with every transaction, after its work. */
  default void beforeCommit() throws SQLException {}
}

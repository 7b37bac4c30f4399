package parigot.plugin.nutsdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.plugin.sqlite.Schema;
import parigot.plugin.sqlite.Statements;
import parigot.plugin.sqlite.Tables;

/** The pairs of one database as rows, and every statement of SQL. Used by one thread at a time. */
final class PairTables implements Tables {
  static final Schema SCHEMA =
      new Schema(
          "pkvs",
          1,
          List.of(
              "CREATE TABLE bucket (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE) STRICT",
              """
              CREATE TABLE pair (
                bucket INTEGER NOT NULL,
                key BLOB NOT NULL,
                value BLOB NOT NULL,
                PRIMARY KEY (bucket, key)) STRICT"""));

  private final PreparedStatement findBucket;
  private final PreparedStatement insertBucket;
  private final PreparedStatement read;
  private final PreparedStatement write;
  private final PreparedStatement delete;

  PairTables(Statements statements) throws SQLException {
    findBucket = statements.prepare("SELECT number FROM bucket WHERE path = ?");
    insertBucket = statements.prepare("INSERT INTO bucket (path) VALUES (?) RETURNING number");
    read = statements.prepare("SELECT value FROM pair WHERE bucket = ? AND key = ?");
    write =
        statements.prepare(
            "INSERT INTO pair (bucket, key, value) VALUES (?, ?, ?)"
                + " ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value");
    delete = statements.prepare("DELETE FROM pair WHERE bucket = ? AND key = ?");
  }

  /** The value of a key, if there is one. */
  Optional<ByteString> read(BucketPath path, ByteString key) throws SQLException {
    OptionalLong bucket = find(path);
    if (bucket.isEmpty()) {
      return Optional.empty();
    }
    read.setLong(1, bucket.getAsLong());
    read.setBytes(2, key.toByteArray());
    try (ResultSet rows = read.executeQuery()) {
      // SQLite has an empty value, and its driver gives none for it.
      return rows.next()
          ? Optional.of(
              Optional.ofNullable(rows.getBytes(1))
                  .map(UnsafeByteOperations::unsafeWrap)
                  .orElse(ByteString.EMPTY))
          : Optional.empty();
    }
  }

  /** Gives a key a value, whether it had one or not. */
  void write(BucketPath path, ByteString key, ByteString value) throws SQLException {
    OptionalLong bucket = find(path);
    write.setLong(1, bucket.isPresent() ? bucket.getAsLong() : insert(path));
    write.setBytes(2, key.toByteArray());
    write.setBytes(3, value.toByteArray());
    write.executeUpdate();
  }

  /** Whether there was such a pair. */
  boolean delete(BucketPath path, ByteString key) throws SQLException {
    OptionalLong bucket = find(path);
    if (bucket.isEmpty()) {
      return false;
    }
    delete.setLong(1, bucket.getAsLong());
    delete.setBytes(2, key.toByteArray());
    return delete.executeUpdate() == 1;
  }

  private OptionalLong find(BucketPath path) throws SQLException {
    findBucket.setString(1, path.text());
    try (ResultSet rows = findBucket.executeQuery()) {
      return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
    }
  }

  private long insert(BucketPath path) throws SQLException {
    insertBucket.setString(1, path.text());
    try (ResultSet rows = insertBucket.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

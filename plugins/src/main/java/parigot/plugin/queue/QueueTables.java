package parigot.plugin.queue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.plugin.PluginId;
import parigot.plugin.sqlite.Schema;
import parigot.plugin.sqlite.Statements;
import parigot.plugin.sqlite.Tables;

/**
 * The queues as rows, and every statement of SQL. Used by one thread at a time. NanoTime are in
 * nanoseconds since 1970.
 *
 * <p>A message's state and its content are rows of two tables: a delivery changes the state, and
 * would otherwise write the content anew.
 */
final class QueueTables implements Tables {
  /** So that dropping a long queue takes no call over its time. */
  private static final int PURGED_AT_ONCE = 200;

  /** A message's id without its letter, which requests may get wrong. */
  private static final long WITHOUT_LETTER = 0x00ff_ffff_ffff_ffffL;

  static final Schema SCHEMA =
      new Schema(
          "pque",
          1,
          List.of(
              """
    CREATE TABLE queue (
      key INTEGER PRIMARY KEY AUTOINCREMENT,
      high INTEGER NOT NULL, low INTEGER NOT NULL,
      name TEXT NOT NULL UNIQUE,
      length INTEGER NOT NULL DEFAULT 0,
      UNIQUE (low, high)) STRICT""",
              // size: the bytes that the message takes in the answer that delivers it next.
              """
    CREATE TABLE message (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      queue INTEGER NOT NULL,
      high INTEGER NOT NULL, low INTEGER NOT NULL,
      size INTEGER NOT NULL,
      receive_count INTEGER NOT NULL DEFAULT 0,
      received INTEGER,
      hidden_until INTEGER,
      UNIQUE (low, high)) STRICT""",
              "CREATE INDEX message_in_queue ON message (queue, hidden_until, seq, size)",
              """
    CREATE TABLE content (
      seq INTEGER PRIMARY KEY,
      sent INTEGER NOT NULL,
      sender BLOB NOT NULL,
      payload BLOB NOT NULL) STRICT""",
              "CREATE TABLE dropped (queue INTEGER PRIMARY KEY) STRICT"));

  /** A queue: its key here, and its id. */
  record QueueRow(long key, PluginId id) {}

  /** A message that may be delivered, and what will have to be said of its past. */
  record Candidate(long seq, PluginId id, int size, int receiveCount, OptionalLong received) {}

  /** What a message carries. */
  record Content(long sent, byte[] sender, byte[] payload) {}

  private final PreparedStatement beginMessage;
  private final PreparedStatement rollBackMessage;
  private final PreparedStatement endMessage;
  private final PreparedStatement insertQueue;
  private final PreparedStatement queueByName;
  private final PreparedStatement queueById;
  private final PreparedStatement length;
  private final PreparedStatement addToLength;
  private final PreparedStatement deleteQueue;
  private final PreparedStatement insertDropped;
  private final PreparedStatement anyDropped;
  private final PreparedStatement deleteDropped;
  private final PreparedStatement purgeContent;
  private final PreparedStatement purgeMessages;
  private final PreparedStatement insertMessage;
  private final PreparedStatement insertContent;
  private final PreparedStatement candidates;
  private final PreparedStatement content;
  private final PreparedStatement deliver;
  private final PreparedStatement messageById;
  private final PreparedStatement deleteMessage;
  private final PreparedStatement deleteContent;
  private final PreparedStatement unseen;
  private final PreparedStatement giveBack;
  private final PreparedStatement shorten;
  private final PreparedStatement queues;

  QueueTables(Statements statements) throws SQLException {
    beginMessage = statements.prepare("SAVEPOINT one");
    rollBackMessage = statements.prepare("ROLLBACK TO one");
    endMessage = statements.prepare("RELEASE one");
    insertQueue =
        statements.prepare(
            "INSERT INTO queue (high, low, name) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING");
    queueByName = statements.prepare("SELECT key, high, low FROM queue WHERE name = ?");
    queueById = statements.prepare("SELECT key, high, low FROM queue WHERE low = ? AND high = ?");
    length = statements.prepare("SELECT length FROM queue WHERE key = ?");
    addToLength = statements.prepare("UPDATE queue SET length = length + ? WHERE key = ?");
    deleteQueue = statements.prepare("DELETE FROM queue WHERE key = ?");
    insertDropped = statements.prepare("INSERT INTO dropped (queue) VALUES (?)");
    anyDropped = statements.prepare("SELECT queue FROM dropped LIMIT 1");
    deleteDropped = statements.prepare("DELETE FROM dropped WHERE queue = ?");
    String some = "(SELECT seq FROM message WHERE queue = ? LIMIT " + PURGED_AT_ONCE + ")";
    purgeContent = statements.prepare("DELETE FROM content WHERE seq IN " + some);
    purgeMessages = statements.prepare("DELETE FROM message WHERE seq IN " + some);
    insertMessage =
        statements.prepare(
            "INSERT INTO message (queue, high, low, size) VALUES (?, ?, ?, ?) RETURNING seq");
    insertContent =
        statements.prepare("INSERT INTO content (seq, sent, sender, payload) VALUES (?, ?, ?, ?)");
    // The two halves are each ordered by the index, or few: those that come again.
    candidates =
        statements.prepare(
            """
            SELECT seq, high, low, size, receive_count, received FROM message WHERE seq IN (
              SELECT seq FROM (
                SELECT seq FROM (
                  SELECT seq FROM message
                  WHERE queue = ?1 AND hidden_until IS NULL AND size <= ?2
                  ORDER BY seq LIMIT ?3)
                UNION ALL
                SELECT seq FROM (
                  SELECT seq FROM message
                  WHERE queue = ?1 AND hidden_until <= ?4 AND size <= ?2
                  ORDER BY seq LIMIT ?3))
              ORDER BY seq LIMIT ?3)
            ORDER BY seq""");
    content = statements.prepare("SELECT sent, sender, payload FROM content WHERE seq = ?");
    deliver =
        statements.prepare(
            "UPDATE message SET receive_count = receive_count + 1, received = ?, hidden_until = ?,"
                + " size = ? WHERE seq = ?");
    messageById =
        statements.prepare("SELECT seq FROM message WHERE low = ? AND high = ? AND queue = ?");
    deleteMessage = statements.prepare("DELETE FROM message WHERE seq = ?");
    deleteContent = statements.prepare("DELETE FROM content WHERE seq = ?");
    unseen =
        statements.prepare(
            "SELECT count(*) FROM message WHERE low = ? AND high = ? AND queue = ?"
                + " AND receive_count = 0");
    giveBack =
        statements.prepare(
            "UPDATE message SET receive_count = ?1, received = ?2, hidden_until = ?3, size = ?4"
                + " WHERE low = ?5 AND high = ?6 AND queue = ?7 AND receive_count = ?1 + 1");
    shorten =
        statements.prepare(
            "UPDATE message SET hidden_until = ?1"
                + " WHERE queue IN (SELECT key FROM queue) AND hidden_until > ?1");
    queues = statements.prepare("SELECT count(*) FROM queue");
  }

  void beginMessage() throws SQLException {
    beginMessage.execute();
  }

  /**
   * Takes back what was done for a message that failed.
   *
   * @throws SQLException the failure itself, when it has ended the whole transaction
   */
  void undoMessage(SQLException failure) throws SQLException {
    try {
      rollBackMessage.execute();
      endMessage.execute();
    } catch (SQLException e) {
      throw failure;
    }
  }

  void endMessage() throws SQLException {
    endMessage.execute();
  }

  /** Whether it is new: false when the name is taken. */
  boolean addQueue(PluginId id, String name) throws SQLException {
    insertQueue.setLong(1, id.high());
    insertQueue.setLong(2, id.low());
    insertQueue.setString(3, name);
    return insertQueue.executeUpdate() == 1;
  }

  Optional<QueueRow> queueByName(String name) throws SQLException {
    queueByName.setString(1, name);
    return queue(queueByName);
  }

  Optional<QueueRow> queueById(PluginId id) throws SQLException {
    queueById.setLong(1, id.low());
    queueById.setLong(2, id.high());
    return queue(queueById);
  }

  private static Optional<QueueRow> queue(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      return rows.next()
          ? Optional.of(
              new QueueRow(rows.getLong(1), new PluginId(rows.getLong(2), rows.getLong(3))))
          : Optional.empty();
    }
  }

  long length(QueueRow queue) throws SQLException {
    length.setLong(1, queue.key());
    try (ResultSet rows = length.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void addToLength(QueueRow queue, int change) throws SQLException {
    if (change != 0) {
      addToLength.setInt(1, change);
      addToLength.setLong(2, queue.key());
      addToLength.executeUpdate();
    }
  }

  /** The queue is gone at once; what was in it goes little by little, see {@link #beforeCommit}. */
  void deleteQueue(QueueRow queue) throws SQLException {
    deleteQueue.setLong(1, queue.key());
    deleteQueue.executeUpdate();
    insertDropped.setLong(1, queue.key());
    insertDropped.executeUpdate();
  }

  /** Deletes some of what was in queues that are gone. */
  @Override
  public void beforeCommit() throws SQLException {
    long dropped;
    try (ResultSet rows = anyDropped.executeQuery()) {
      if (!rows.next()) {
        return;
      }
      dropped = rows.getLong(1);
    }
    purgeContent.setLong(1, dropped);
    purgeContent.executeUpdate();
    purgeMessages.setLong(1, dropped);
    if (purgeMessages.executeUpdate() < PURGED_AT_ONCE) {
      deleteDropped.setLong(1, dropped);
      deleteDropped.executeUpdate();
    }
  }

  void addMessage(QueueRow queue, PluginId id, int size, Content carried) throws SQLException {
    insertMessage.setLong(1, queue.key());
    insertMessage.setLong(2, id.high() & WITHOUT_LETTER);
    insertMessage.setLong(3, id.low());
    insertMessage.setInt(4, size);
    try (ResultSet rows = insertMessage.executeQuery()) {
      rows.next();
      insertContent.setLong(1, rows.getLong(1));
    }
    insertContent.setLong(2, carried.sent());
    insertContent.setBytes(3, carried.sender());
    insertContent.setBytes(4, carried.payload());
    insertContent.executeUpdate();
  }

  /** The oldest messages that nobody is working on, and that take no more than so many bytes. */
  List<Candidate> candidates(QueueRow queue, long now, int most, int largest) throws SQLException {
    candidates.setLong(1, queue.key());
    candidates.setInt(2, largest);
    candidates.setInt(3, most);
    candidates.setLong(4, now);
    List<Candidate> result = new ArrayList<>();
    try (ResultSet rows = candidates.executeQuery()) {
      while (rows.next()) {
        long received = rows.getLong(6);
        boolean never = rows.wasNull();
        result.add(
            new Candidate(
                rows.getLong(1),
                new PluginId(rows.getLong(2) | ((long) 'm' << 56), rows.getLong(3)),
                rows.getInt(4),
                rows.getInt(5),
                never ? OptionalLong.empty() : OptionalLong.of(received)));
      }
    }
    return result;
  }

  Content content(Candidate message) throws SQLException {
    content.setLong(1, message.seq());
    try (ResultSet rows = content.executeQuery()) {
      rows.next();
      return new Content(rows.getLong(1), rows.getBytes(2), rows.getBytes(3));
    }
  }

  /**
   * Notes a delivery.
   *
   * @param nextSize the bytes that the message takes when it is delivered again
   */
  void deliver(Candidate message, long now, long hiddenUntil, int nextSize) throws SQLException {
    deliver.setLong(1, now);
    deliver.setLong(2, hiddenUntil);
    deliver.setInt(3, nextSize);
    deliver.setLong(4, message.seq());
    deliver.executeUpdate();
  }

  /** Whether there was such a message in the queue. */
  boolean deleteMessage(QueueRow queue, PluginId id) throws SQLException {
    messageById.setLong(1, id.low());
    messageById.setLong(2, id.high() & WITHOUT_LETTER);
    messageById.setLong(3, queue.key());
    long seq;
    try (ResultSet rows = messageById.executeQuery()) {
      if (!rows.next()) {
        return false;
      }
      seq = rows.getLong(1);
    }
    deleteMessage.setLong(1, seq);
    deleteMessage.executeUpdate();
    deleteContent.setLong(1, seq);
    deleteContent.executeUpdate();
    return true;
  }

  /** How many queues there are. */
  long queues() throws SQLException {
    try (ResultSet rows = queues.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Whether the message is there and was never delivered. */
  boolean isUnseen(QueueRow queue, PluginId id) throws SQLException {
    unseen.setLong(1, id.low());
    unseen.setLong(2, id.high() & WITHOUT_LETTER);
    unseen.setLong(3, queue.key());
    try (ResultSet rows = unseen.executeQuery()) {
      rows.next();
      return rows.getLong(1) > 0;
    }
  }

  /**
   * Takes a delivery back, if it was the last of this message.
   *
   * @param before the message as it was before
   * @param now since when it is visible
   */
  void giveBack(QueueRow queue, Candidate before, long now) throws SQLException {
    giveBack.setInt(1, before.receiveCount());
    if (before.received().isPresent()) {
      giveBack.setLong(2, before.received().getAsLong());
      giveBack.setLong(3, now);
    } else {
      giveBack.setNull(2, Types.INTEGER);
      giveBack.setNull(3, Types.INTEGER);
    }
    giveBack.setInt(4, before.size());
    giveBack.setLong(5, before.id().low());
    giveBack.setLong(6, before.id().high() & WITHOUT_LETTER);
    giveBack.setLong(7, queue.key());
    giveBack.executeUpdate();
  }

  /** No message stays hidden for longer than until then. */
  void showAllBy(long time) throws SQLException {
    shorten.setLong(1, time);
    shorten.executeUpdate();
  }
}

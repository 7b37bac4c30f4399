package parigot.plugin.queue;

import com.google.protobuf.Any;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.sql.SQLException;
import java.util.OptionalLong;
import parigot.plugin.PluginId;
import parigot.plugin.queue.QueueTables.Candidate;
import parigot.plugin.queue.QueueTables.Content;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveResponse;

/** A message as it is delivered, and the room that it takes in the answer. */
final class DeliveredMessage {
  private static final long NANOS = 1_000_000_000;

  /** What stands for "never": the first instant of the year 1. */
  private static final Timestamp NEVER =
      Timestamp.newBuilder().setSeconds(-62_135_596_800L).build();

  private DeliveredMessage() {}

  static QueueMsg of(PluginId queue, Candidate message, Content content) throws SQLException {
    return of(queue, message.id(), message.receiveCount(), message.received(), content);
  }

  private static QueueMsg of(
      PluginId queue, PluginId id, int receiveCount, OptionalLong received, Content content)
      throws SQLException {
    try {
      return QueueMsg.newBuilder()
          .setId(queue.raw())
          .setMsgId(id.raw())
          .setReceiveCount(receiveCount)
          .setReceived(received.isPresent() ? timestamp(received.getAsLong()) : NEVER)
          .setSender(Any.parseFrom(content.sender()))
          .setSent(timestamp(content.sent()))
          .setPayload(Any.parseFrom(content.payload()))
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new SQLException("the message %s is damaged".formatted(id), e);
    }
  }

  /** The bytes that a new message takes in a ReceiveResponse. */
  static int sizeOfFirst(PluginId queue, PluginId id, Content content) throws SQLException {
    return sizeInAnswer(of(queue, id, 0, OptionalLong.empty(), content));
  }

  /** The bytes that it takes when it is delivered again, after a delivery now. */
  static int sizeOfNext(QueueMsg delivered, long now) {
    return sizeInAnswer(
        delivered.toBuilder()
            .setReceiveCount(delivered.getReceiveCount() + 1)
            .setReceived(timestamp(now))
            .build());
  }

  /** What a message was before it was delivered so. */
  static Candidate before(QueueMsg delivered) {
    boolean never = delivered.getReceived().equals(NEVER);
    Timestamp received = delivered.getReceived();
    return new Candidate(
        0,
        PluginId.of(delivered.getMsgId()),
        sizeInAnswer(delivered),
        delivered.getReceiveCount(),
        never
            ? OptionalLong.empty()
            : OptionalLong.of(received.getSeconds() * NANOS + received.getNanos()));
  }

  private static int sizeInAnswer(QueueMsg message) {
    return CodedOutputStream.computeMessageSize(ReceiveResponse.MESSAGE_FIELD_NUMBER, message);
  }

  private static Timestamp timestamp(long nanos) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(nanos, NANOS))
        .setNanos((int) Math.floorMod(nanos, NANOS))
        .build();
  }
}

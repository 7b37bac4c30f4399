package parigot.plugin.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.plugin.queue.Queues.errorOf;
import static parigot.plugin.queue.Queues.message;
import static parigot.plugin.queue.Queues.messageOf;

import com.google.protobuf.Any;
import com.google.protobuf.BoolValue;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;
import queue.v1.host.DeleteQueueRequest;
import queue.v1.host.DeleteQueueResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;
import queue.v1.host.SendRequest;
import queue.v1.host.SendResponse;

@Timeout(60)
class QueueRulesTest {
  private static final Duration VISIBILITY = Duration.ofSeconds(30);
  private static final Timestamp NEVER = Timestamp.newBuilder().setSeconds(-62135596800L).build();

  private final ManualClock clock = new ManualClock();
  private Queues queues;

  @BeforeEach
  void start() throws Exception {
    queues = started(clock);
  }

  Queues started(ManualClock time) throws Exception {
    return Queues.inMemory(time);
  }

  @AfterEach
  void close() {
    queues.close();
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private IdRaw delete(IdRaw queue) throws ServiceError {
    return queues
        .call(
            "DeleteQueue",
            DeleteQueueRequest.newBuilder().setId(queue).build(),
            DeleteQueueResponse.class)
        .getId();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "orders", "a.b_c-d9", "A-", "x..y"})
  void aQueueIsFoundByTheNameItWasGiven(String name) throws Exception {
    IdRaw id = queues.create(name);

    assertThat(queues.locate(name)).isEqualTo(id);
    assertThat(id.getHigh() >>> 56).isEqualTo('q');
    assertThat((id.getHigh() >>> 48) & 0xff).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1a",
        ".a",
        "_a",
        "-a",
        "a b",
        "a/b",
        "a\n",
        "\na",
        "a\0",
        "é",
        "aé",
        "ａ",
        "a'b",
        "a;DROP TABLE queue",
        "a%",
        "a*",
        "٣",
        "a٣"
      })
  void aNameThatIsNoneIsRefused(String name) throws Exception {
    assertThat(errorOf(() -> queues.create(name))).contains(QueueErr.InvalidName_VALUE);
    assertThat(errorOf(() -> queues.locate(name))).contains(QueueErr.NotFound_VALUE);
  }

  @Test
  void anyTextIsEitherANameOrRefusedAsOne() throws Exception {
    Random random = new Random(20261124);
    String letters = "abzABZ019._- /\\'\"\0\n\u00e9\u0430\u202e%;";
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 3000; i++) {
      StringBuilder name = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        name.append(letters.charAt(random.nextInt(letters.length())));
      }
      boolean good = isName(name.toString());
      int expected =
          !good
              ? QueueErr.InvalidName_VALUE
              : made.add(name.toString()) ? 0 : QueueErr.AlreadyExists_VALUE;
      assertThat(errorOf(() -> queues.create(name.toString())).orElse(0))
          .as(name.toString())
          .isEqualTo(expected);
    }
    assertThat(made).hasSizeGreaterThan(50);
  }

  private static boolean isName(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean further = (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
      if (!letter && (i == 0 || !further)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aQueueIsMadeOnce() throws Exception {
    IdRaw id = queues.create("orders");

    assertThatThrownBy(() -> queues.create("orders"))
        .isInstanceOf(ServiceError.class)
        .hasMessage("there is a queue 'orders' already");
    assertThat(errorOf(() -> queues.create("orders"))).contains(QueueErr.AlreadyExists_VALUE);
    assertThat(queues.locate("orders")).isEqualTo(id);
    assertThat(queues.create("Orders")).isNotEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0x7100000000000000, 0",
    "0x71ffffffffffffff, 0xffffffffffffffff",
    "0x7100123456789abc, 0x1234"
  })
  void anIdThatNoQueueHasIsNotFound(String high, String low) throws Exception {
    queues.create("orders");
    IdRaw id =
        IdRaw.newBuilder()
            .setHigh(new java.math.BigInteger(high.replace("0x", ""), 16).longValue())
            .setLow(new java.math.BigInteger(low.replace("0x", ""), 16).longValue())
            .build();

    assertThat(errorOf(() -> queues.send(id, message("a")))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> queues.receive(id, 1))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> queues.markDone(id))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> queues.length(id))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> delete(id))).contains(QueueErr.NotFound_VALUE);
  }

  @Test
  void aDeletedQueueIsGoneAndItsNameIsFree() throws Exception {
    IdRaw old = queues.create("orders");
    queues.sendText(old, "lost");

    assertThat(delete(old)).isEqualTo(old);

    assertThat(errorOf(() -> queues.locate("orders"))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> queues.receive(old, 1))).contains(QueueErr.NotFound_VALUE);
    assertThat(errorOf(() -> delete(old))).contains(QueueErr.NotFound_VALUE);
    IdRaw young = queues.create("orders");
    assertThat(young).isNotEqualTo(old);
    assertThat(queues.length(young)).isZero();
    assertThat(queues.receive(young, 3)).isEmpty();
  }

  @Test
  void aMessageArrivesAsItWasSent() throws Exception {
    IdRaw queue = queues.create("orders");
    Any sender = Any.pack(BoolValue.of(true));
    Any payload =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/of.Nobody.Here")
            .setValue(ByteString.copyFromUtf8("\u0000any bytes"))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(77, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .build())
            .build();
    IdRaw ignored = IdRaw.newBuilder().setHigh(1).setLow(2).build();

    SendResponse sent =
        queues.send(
            queue,
            QueueMsg.newBuilder().setMsgId(ignored).setSender(sender).setPayload(payload).build());

    assertThat(sent.getFailList()).isEmpty();
    assertThat(sent.hasFailedOn()).isFalse();
    IdRaw id = sent.getSucceed(0);
    assertThat(id).isNotEqualTo(ignored);
    assertThat(id.getHigh() >>> 56).isEqualTo('m');
    assertThat(queues.receive(queue, 1))
        .containsExactly(
            QueueMsg.newBuilder()
                .setId(queue)
                .setMsgId(id)
                .setReceiveCount(0)
                .setReceived(NEVER)
                .setSender(sender)
                .setSent(timestamp(clock.instant()))
                .setPayload(payload)
                .build());
  }

  @Test
  void aSenderIsPresentWithoutOne() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, message("a"));

    QueueMsg received = queues.receive(queue, 1).get(0);

    assertThat(received.hasSender()).isTrue();
    assertThat(received.getSender()).isEqualTo(Any.getDefaultInstance());
  }

  @Test
  void aPayloadMayBeAnEmptyAny() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, QueueMsg.newBuilder().setPayload(Any.getDefaultInstance()).build());

    assertThat(queues.receive(queue, 1).get(0).getPayload()).isEqualTo(Any.getDefaultInstance());
  }

  @Test
  void oneMessageWithoutAPayloadKeepsAllFromBeingSent() throws Exception {
    IdRaw queue = queues.create("orders");

    assertThat(
            errorOf(
                () ->
                    queues.send(queue, message("a"), QueueMsg.getDefaultInstance(), message("b"))))
        .contains(QueueErr.NoPayload_VALUE);

    assertThat(queues.length(queue)).isZero();
    assertThat(queues.receive(queue, 3)).isEmpty();
  }

  @Test
  void messagesComeOldestFirstWithTheIdsTheyWereGiven() throws Exception {
    IdRaw queue = queues.create("orders");
    SendResponse sent = queues.send(queue, message("a"), message("b"), message("c"), message("d"));

    List<QueueMsg> received = queues.receiveAll(queue);

    assertThat(received).extracting(Queues::text).containsExactly("a", "b", "c", "d");
    assertThat(received)
        .extracting(QueueMsg::getMsgId)
        .containsExactlyElementsOf(sent.getSucceedList());
  }

  @ParameterizedTest
  @CsvSource({"-2147483648, 1", "0, 1", "1, 1", "2, 2", "3, 3", "4, 3", "2147483647, 3"})
  void theLimitIsClippedToOneToThree(int limit, int expected) throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, message("a"), message("b"), message("c"), message("d"));

    assertThat(queues.receive(queue, limit)).hasSize(expected);
  }

  @Test
  void anEmptyQueueGivesAnEmptyList() throws Exception {
    IdRaw queue = queues.create("orders");

    assertThat(
            queues.call(
                "Receive", ReceiveRequest.newBuilder().setId(queue).build(), ReceiveResponse.class))
        .isEqualTo(ReceiveResponse.newBuilder().setId(queue).build());
  }

  @Test
  void aMessageIsHiddenUntilTheTimeOutAndThenComesAgainCounted() throws Exception {
    IdRaw queue = queues.create("orders");
    IdRaw id = queues.sendText(queue, "a");
    assertThat(queues.receive(queue, 3)).hasSize(1);
    Timestamp first = timestamp(clock.instant());

    clock.advance(VISIBILITY.minusNanos(1));
    assertThat(queues.receive(queue, 3)).isEmpty();
    clock.advance(Duration.ofNanos(1));
    List<QueueMsg> again = queues.receive(queue, 3);

    assertThat(again).hasSize(1);
    assertThat(again.get(0).getMsgId()).isEqualTo(id);
    assertThat(again.get(0).getReceiveCount()).isEqualTo(1);
    assertThat(again.get(0).getReceived()).isEqualTo(first);
    assertThat(queues.receive(queue, 3)).isEmpty();
    clock.advance(VISIBILITY);
    assertThat(queues.receive(queue, 3).get(0).getReceiveCount()).isEqualTo(2);
    assertThat(queues.length(queue)).isEqualTo(1);
  }

  @Test
  void whatComesAgainComesBeforeWhatIsYounger() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, message("a"), message("b"));
    queues.receive(queue, 1);
    queues.send(queue, message("c"));
    clock.advance(VISIBILITY);

    assertThat(queues.receive(queue, 3)).extracting(Queues::text).containsExactly("a", "b", "c");
  }

  @Test
  void whatIsDoneNeverComesAgain() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, message("a"), message("b"));
    List<QueueMsg> received = queues.receive(queue, 2);

    assertThat(queues.markDone(queue, received.get(0).getMsgId()).getUnmodifiedList()).isEmpty();

    assertThat(queues.length(queue)).isEqualTo(1);
    clock.advance(VISIBILITY);
    assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("b");
  }

  @Test
  void markingUnknownIdsAndDoneOnesIsNoError() throws Exception {
    IdRaw queue = queues.create("orders");
    IdRaw other = queues.create("other");
    IdRaw id = queues.sendText(queue, "a");
    IdRaw elsewhere = queues.sendText(other, "b");
    IdRaw zero = IdRaw.newBuilder().setHigh(0x6dffffffffffffffL).setLow(-1).build();
    IdRaw unknown = IdRaw.newBuilder().setHigh(0x6d00000000000007L).setLow(7).build();

    assertThat(
            queues
                .markDone(queue, IdRaw.getDefaultInstance(), zero, unknown, elsewhere, id, id)
                .getUnmodifiedList())
        .isEmpty();
    assertThat(queues.markDone(queue, id).getUnmodifiedList()).isEmpty();

    assertThat(queues.length(queue)).isZero();
    assertThat(queues.length(other)).isEqualTo(1);
  }

  @Test
  void aMessagesIdIsKnownByAnyLetter() throws Exception {
    IdRaw queue = queues.create("orders");
    IdRaw id = queues.sendText(queue, "a");
    long otherLetter = (id.getHigh() & 0x00ffffffffffffffL) | ((long) 'x' << 56);

    queues.markDone(queue, id.toBuilder().setHigh(otherLetter).build());

    assertThat(queues.length(queue)).isZero();
  }

  @Test
  void asManyAreReceivedAsFitAndTheRestStaysVisible() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, messageOf(1500), messageOf(1500), messageOf(1500));

    assertThat(queues.receive(queue, 3)).hasSize(2);
    List<QueueMsg> rest = queues.receive(queue, 3);

    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).getReceiveCount()).isZero();
  }

  @Test
  void anAnswerMayFillTheRoomToTheLastByte() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, messageOf(3000));
    int exact = answerSize(queue);
    clock.advance(VISIBILITY);
    int again = answerSize(queue);
    clock.advance(VISIBILITY);

    assertThat(exact).isNotEqualTo(again);
    assertThat(errorOf(() -> queues.receive(queue, 1, again - 1)))
        .contains(QueueErr.MarshalError_VALUE);
    assertThat(queues.receive(queue, 1, again)).hasSize(1);
  }

  private int answerSize(IdRaw queue) throws ServiceError {
    return ReceiveResponse.newBuilder()
        .setId(queue)
        .addAllMessage(queues.receive(queue, 1))
        .build()
        .getSerializedSize();
  }

  @Test
  void aMessageTooLargeForAReceiverIsLeftToOthersAndBlocksNobody() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.send(queue, messageOf(100_000), messageOf(200_000), message("small"));

    assertThat(queues.receive(queue, 3)).extracting(Queues::text).containsExactly("small");
    assertThat(errorOf(() -> queues.receive(queue, 3))).contains(QueueErr.MarshalError_VALUE);
    List<QueueMsg> large = queues.receive(queue, 3, 1 << 20);
    assertThat(large).hasSize(2);
    assertThat(large).extracting(QueueMsg::getReceiveCount).containsOnly(0);
  }

  @Test
  void aSendWhoseAnswerDoesNotFitHasNoEffect() throws Exception {
    IdRaw queue = queues.create("orders");
    SendRequest.Builder many = SendRequest.newBuilder().setId(queue);
    for (int i = 0; i < 300; i++) {
      many.addMsg(message("a"));
    }

    assertThat(errorOf(() -> queues.call("Send", many.build(), SendResponse.class)))
        .contains(QueueErr.MarshalError_VALUE);

    assertThat(queues.length(queue)).isZero();
    assertThat(queues.call("Send", many.build(), SendResponse.class, 1 << 16).getSucceedList())
        .hasSize(300)
        .doesNotHaveDuplicates();
    assertThat(queues.length(queue)).isEqualTo(300);
  }

  @Test
  void aSendOfNothingSucceeds() throws Exception {
    IdRaw queue = queues.create("orders");

    assertThat(queues.send(queue)).isEqualTo(SendResponse.getDefaultInstance());
  }

  @Test
  void aLongQueueIsDeletedAtOnceAndItsSpaceIsUsedAgain() throws Exception {
    IdRaw old = queues.create("old");
    for (int i = 0; i < 50; i++) {
      queues.send(old, message("a"), message("b"), message("c"), message("d"), message("e"));
    }
    delete(old);
    IdRaw young = queues.create("old");
    for (int i = 0; i < 20; i++) {
      queues.sendText(young, "x" + i);
    }

    assertThat(queues.length(young)).isEqualTo(20);
    assertThat(queues.receiveAll(young)).hasSize(20);
  }

  @Test
  void guestsImportTheMethodsByTheirContractNames() {
    PluginService service = queues.service();

    assertThat(service.module()).isEqualTo("queue");
    assertThat(service.packagePath()).isEqualTo("queue.v1");
    assertThat(service.name()).isEqualTo("Queue");
    assertThat(service.methods())
        .extracting(PluginMethod::importName)
        .containsExactlyInAnyOrder(
            "create_queue_",
            "locate_",
            "delete_queue_",
            "receive_",
            "mark_done_",
            "length_",
            "send_");
  }

  @Test
  void aClockThatIsSetBackHidesNothingForLong() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.sendText(queue, "a");
    queues.receiveAll(queue);
    clock.advance(Duration.ofDays(-1));
    assertThat(queues.receiveAll(queue)).isEmpty();
    clock.advance(VISIBILITY);
    assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("a");
  }

  @Test
  void theYear2262EndsNothing() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.sendText(queue, "a");
    queues.receiveAll(queue);
    clock.advance(Duration.ofDays(365 * 300));
    queues.sendText(queue, "b");
    queues.receiveAll(queue);
    clock.advance(VISIBILITY);
    assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("a", "b");
  }

  @Test
  void whatWasReceivedTooLateIsVisibleAtOnceAndAsItWas() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.sendText(queue, "a");
    for (int i = 0; i < 2; i++) {
      List<QueueMsg> late = queues.receive(queue, 3);
      assertThat(late).hasSize(1);
      queues.undelivered(
          ReceiveRequest.newBuilder().setId(queue).build(),
          ReceiveResponse.newBuilder().setId(queue).addAllMessage(late).build());
      List<QueueMsg> again = queues.receive(queue, 3);
      assertThat(again).isEqualTo(late);
      clock.advance(VISIBILITY);
    }
  }

  @Test
  void aDeliveryThatAnotherHasFollowedIsNotTakenBack() throws Exception {
    IdRaw queue = queues.create("orders");
    queues.sendText(queue, "a");
    List<QueueMsg> late = queues.receive(queue, 1);
    clock.advance(VISIBILITY);
    assertThat(queues.receive(queue, 1)).hasSize(1);
    queues.undelivered(
        ReceiveRequest.newBuilder().setId(queue).build(),
        ReceiveResponse.newBuilder().setId(queue).addAllMessage(late).build());
    assertThat(queues.receive(queue, 1)).isEmpty();
  }

  @Test
  void whatWasSentTooLateIsTakenBackUnlessSomebodyHasIt() throws Exception {
    IdRaw queue = queues.create("orders");
    SendRequest request = SendRequest.newBuilder().setId(queue).build();
    SendResponse sent = queues.send(queue, Queues.message("a"), Queues.message("b"));
    assertThat(queues.receive(queue, 1)).extracting(Queues::text).containsExactly("a");
    queues.undelivered(request, sent);
    assertThat(queues.length(queue)).isEqualTo(1);
    clock.advance(VISIBILITY);
    assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("a");
  }

  @Test
  void inMemoryTheyAreBoundedAndWhatFreesSpaceWorks() throws Exception {
    try (Queues small = Queues.configured("memory-capacity", "256 KiB", clock)) {
      IdRaw queue = small.create("orders");
      int sent = 0;
      while (Queues.errorOf(() -> small.send(queue, Queues.messageOf(3000))).isEmpty()) {
        sent++;
      }
      assertThat(sent).isBetween(10, 80);
      assertThat(Queues.errorOf(() -> small.create("more"))).contains(QueueErr.InternalError_VALUE);
      for (int i = 0; i < sent; i++) {
        List<QueueMsg> received = small.receive(queue, 1);
        small.markDone(queue, received.get(0).getMsgId());
      }
      assertThat(small.length(queue)).isZero();
      small.send(queue, Queues.messageOf(3000));
    }
  }

  @Test
  void theirNumberAndNamesAreBounded() throws Exception {
    try (Queues few = Queues.configured("max-queues", 2, clock)) {
      IdRaw one = few.create("one");
      few.create("a".repeat(256));
      assertThat(Queues.errorOf(() -> few.create("three"))).contains(QueueErr.InternalError_VALUE);
      assertThat(Queues.errorOf(() -> few.create("one"))).contains(QueueErr.AlreadyExists_VALUE);
      few.call(
          "DeleteQueue",
          DeleteQueueRequest.newBuilder().setId(one).build(),
          DeleteQueueResponse.class);
      few.create("three");
    }
    assertThat(Queues.errorOf(() -> queues.create("a".repeat(257))))
        .contains(QueueErr.InvalidName_VALUE);
  }
}

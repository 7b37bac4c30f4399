package parigot.plugin.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.plugin.queue.Queues.message;
import static parigot.plugin.queue.Queues.messageOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;
import queue.v1.host.MarkDoneResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.SendResponse;

@Timeout(120)
class QueueFileTest {
  private final ManualClock clock = new ManualClock();

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("queues.db");
  }

  /** What somebody else does to the file. */
  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  @Test
  void queuesOutliveTheApplication() throws Exception {
    IdRaw queue;
    List<IdRaw> ids;
    try (Queues queues = Queues.inFile(file(), clock)) {
      queue = queues.create("orders");
      ids = queues.send(queue, message("a"), message("b"), message("c")).getSucceedList();
      queues.markDone(queue, queues.receive(queue, 2).get(0).getMsgId());
    }

    try (Queues queues = Queues.inFile(file(), clock)) {
      assertThat(queues.locate("orders")).isEqualTo(queue);
      assertThat(queues.length(queue)).isEqualTo(2);
      assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("c");
      clock.advance(Duration.ofSeconds(30));
      assertThat(queues.receiveAll(queue))
          .extracting(QueueMsg::getMsgId)
          .containsExactly(ids.get(1), ids.get(2));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a?cache=shared", "50%25 off", "#1 file:x", "sub/folder/q", "ä ö"})
  void theFileMayHaveAnyName(String name) throws Exception {
    Path odd = folder.resolve(name);
    try (Queues queues = Queues.inFile(odd, clock)) {
      queues.create("orders");
    }

    assertThat(odd).isRegularFile();
    try (Queues queues = Queues.inFile(odd, clock)) {
      assertThat(queues.locate("orders")).isNotNull();
    }
  }

  @Test
  void oneApplicationAtATimeHasAFile() throws Exception {
    try (Queues one = Queues.inFile(file(), clock)) {
      one.create("orders");
      assertThatThrownBy(() -> Queues.inFile(file(), clock))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining(
              "parigot.plugins.queue.file must be a file of its own, and %s is in use by another"
                      .formatted(file())
                  + " application.");
    }
    try (Queues next = Queues.inFile(file(), clock)) {
      assertThat(next.locate("orders")).isNotNull();
    }
  }

  @Test
  void aClockThatIsSetBackBetweenTwoRunsHidesNothingForLong() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      queues.sendText(queue, "a");
      queues.receiveAll(queue);
    }
    clock.advance(Duration.ofDays(-1));
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.locate("orders");
      assertThat(queues.receiveAll(queue)).isEmpty();
      clock.advance(Duration.ofSeconds(30));
      assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("a");
    }
  }

  @Test
  void onAFullDiskWhatFreesSpaceWorks() throws Exception {
    Path disk = SmallDisk.mounted(folder.resolve("disk"));
    try (Queues queues = Queues.inFile(disk.resolve("queues.db"), clock)) {
      IdRaw queue = queues.create("orders");
      List<IdRaw> sent = new ArrayList<>();
      SendResponse answer = queues.send(queue, messageOf(3000));
      while (answer.getFailCount() == 0) {
        sent.addAll(answer.getSucceedList());
        answer = sendOrFail(queues, queue);
      }
      SmallDisk.fill(disk);
      assertThat(sendOrFail(queues, queue).getFailCount()).isEqualTo(1);
      List<QueueMsg> received = queues.receive(queue, 1);
      assertThat(received).hasSize(1);
      queues.markDone(queue, received.get(0).getMsgId());
      assertThat(queues.length(queue)).isEqualTo(sent.size() - 1);
      for (IdRaw id : sent) {
        queues.markDone(queue, id);
      }
      assertThat(queues.length(queue)).isZero();
      assertThat(queues.send(queue, messageOf(3000)).getSucceedCount()).isEqualTo(1);
    } finally {
      SmallDisk.unmount(disk);
    }
  }

  /** When the disk is full, a Send says what failed, or fails as a whole. */
  private static SendResponse sendOrFail(Queues queues, IdRaw queue) {
    try {
      return queues.send(queue, messageOf(3000));
    } catch (ServiceError e) {
      return SendResponse.newBuilder().addFail(messageOf(0)).build();
    }
  }

  @Test
  void aCallThatFindsTheFileLockedFailsInTimeAndTheNextOneSucceeds() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
          Statement lock = other.createStatement()) {
        lock.execute("BEGIN IMMEDIATE");

        assertThat(Queues.errorOf(() -> queues.sendText(queue, "a")))
            .contains(QueueErr.InternalError_VALUE);

        lock.execute("ROLLBACK");
      }
      assertThat(queues.length(queue)).isZero();
      queues.sendText(queue, "b");
      assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("b");
    }
  }

  @Test
  void aSendThatFailsHalfWaySaysWhatWasSentAndWhatWasNot() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      sql(
          "CREATE TRIGGER full BEFORE INSERT ON content WHEN length(NEW.payload) > 1000"
              + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
      IdRaw own = IdRaw.newBuilder().setHigh(5).setLow(6).build();
      QueueMsg bad = messageOf(1001).toBuilder().setMsgId(own).build();

      SendResponse sent = queues.send(queue, message("a"), message("b"), bad, message("c"));

      assertThat(sent.getSucceedCount()).isEqualTo(2);
      assertThat(sent.getFailList()).containsExactly(bad, message("c"));
      assertThat(sent.getFailedOn()).isEqualTo(own);
      assertThat(queues.length(queue)).isEqualTo(2);
      List<QueueMsg> received = queues.receiveAll(queue);
      assertThat(received).extracting(Queues::text).containsExactly("a", "b");
      assertThat(received)
          .extracting(QueueMsg::getMsgId)
          .containsExactlyElementsOf(sent.getSucceedList());
    }
  }

  @Test
  void aSendThatFailsHalfWayAndCannotSaySoHasNoEffect() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      sql(
          "CREATE TRIGGER full BEFORE INSERT ON content WHEN length(NEW.payload) > 1000"
              + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

      assertThat(Queues.errorOf(() -> queues.send(queue, message("a"), messageOf(5000))))
          .contains(QueueErr.MarshalError_VALUE);

      assertThat(queues.length(queue)).isZero();
      assertThat(queues.receiveAll(queue)).isEmpty();
    }
  }

  @Test
  void aFailureThatEndsTheWholeTransactionLeavesNothingBehind() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      sql(
          "CREATE TRIGGER full BEFORE INSERT ON content WHEN length(NEW.payload) > 1000"
              + " BEGIN SELECT RAISE(ROLLBACK, 'the disk is gone'); END");

      assertThat(Queues.errorOf(() -> queues.send(queue, message("a"), messageOf(1001))))
          .contains(QueueErr.InternalError_VALUE);

      assertThat(queues.length(queue)).isZero();
      queues.sendText(queue, "b");
      assertThat(queues.receiveAll(queue)).extracting(Queues::text).containsExactly("b");
    }
  }

  @Test
  void whatCouldNotBeMarkedDoneIsNamedAndComesAgain() throws Exception {
    try (Queues queues = Queues.inFile(file(), clock)) {
      IdRaw queue = queues.create("orders");
      List<IdRaw> ids =
          queues.send(queue, message("a"), messageOf(1001), message("c")).getSucceedList();
      queues.receiveAll(queue);
      sql(
          "CREATE TRIGGER full BEFORE DELETE ON content WHEN length(OLD.payload) > 1000"
              + " BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");

      MarkDoneResponse done = queues.markDone(queue, ids.get(0), ids.get(1), ids.get(2));

      assertThat(done.getUnmodifiedList()).containsExactly(ids.get(1), ids.get(2));
      assertThat(queues.length(queue)).isEqualTo(2);
      clock.advance(Duration.ofSeconds(30));
      assertThat(queues.receiveAll(queue))
          .extracting(QueueMsg::getMsgId)
          .containsExactly(ids.get(1), ids.get(2));
    }
  }

  @Test
  void manyGuestsAtOnceLoseNothingAndShareEachMessageWithNobody() throws Exception {
    int guests = 12;
    int each = 40;
    try (Queues queues = Queues.inFile(file(), Clock.systemUTC())) {
      IdRaw queue = queues.create("orders");
      Set<IdRaw> sent = ConcurrentHashMap.newKeySet();
      Set<IdRaw> received = ConcurrentHashMap.newKeySet();
      AtomicInteger deliveries = new AtomicInteger();
      inParallel(
          guests,
          guest -> {
            for (int i = 0; i < each; i++) {
              if (guest % 2 == 0) {
                sent.add(queues.sendText(queue, guest + "/" + i));
              } else {
                for (QueueMsg message : queues.receive(queue, 1)) {
                  received.add(message.getMsgId());
                  deliveries.incrementAndGet();
                  queues.markDone(queue, message.getMsgId());
                }
              }
            }
          });

      assertThat(sent).hasSize(guests / 2 * each);
      assertThat(deliveries).hasValue(received.size());
      assertThat(queues.length(queue)).isEqualTo(sent.size() - received.size());
      queues.receiveAll(queue).forEach(message -> received.add(message.getMsgId()));
      assertThat(received).isEqualTo(sent);
    }
  }

  @Test
  void anInterruptedCallEitherHappensAndIsAnsweredOrNeverHappens() throws Exception {
    try (Queues queues = Queues.inFile(file(), Clock.systemUTC())) {
      IdRaw queue = queues.create("orders");
      AtomicInteger answered = new AtomicInteger();
      AtomicInteger refused = new AtomicInteger();
      List<Thread> senders = new ArrayList<>();
      CountDownLatch ended = new CountDownLatch(6);
      for (int i = 0; i < 6; i++) {
        senders.add(
            new Thread(
                () -> {
                  while (answered.get() < 150 || refused.get() < 30) {
                    try {
                      queues.sendText(queue, "a");
                      answered.incrementAndGet();
                    } catch (ServiceError e) {
                      assertThat(e.number()).isEqualTo(QueueErr.DispatchError_VALUE);
                      assertThat(Thread.interrupted()).isTrue();
                      refused.incrementAndGet();
                    }
                  }
                  ended.countDown();
                }));
      }
      senders.forEach(Thread::start);
      for (int i = 0; ended.getCount() > 0; i++) {
        senders.get(i % senders.size()).interrupt();
        Thread.onSpinWait();
        ended.await(1, TimeUnit.MILLISECONDS);
      }
      for (Thread each : senders) {
        each.join();
      }

      assertThat(queues.length(queue)).isEqualTo(answered.get());
      assertThat(queues.receiveAll(queue)).hasSize(answered.get());
    }
  }

  @Test
  void aCallAfterTheEndIsAnError() throws Exception {
    Queues queues = Queues.inFile(file(), clock);
    queues.close();

    assertThat(Queues.errorOf(() -> queues.create("orders")))
        .contains(QueueErr.InternalError_VALUE);
  }

  @Test
  void aDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
    sql("CREATE TABLE theirs (a)");
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> Queues.inFile(file(), clock))
        .isInstanceOf(PluginException.class)
        .hasMessageEndingWith(
            "parigot.plugins.queue.file must be a file for queues, and %s cannot be used as one"
                    .formatted(file())
                + " (it is a database of another program).");

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeQuery("SELECT count(*) FROM sqlite_schema").getInt(1))
          .isEqualTo(1);
    }
    assertThat(before).isNotEmpty();
  }

  @Test
  void aFileOfALaterVersionIsRefused() throws Exception {
    Queues.inFile(file(), clock).close();
    sql("PRAGMA user_version = 2");

    assertThatThrownBy(() -> Queues.inFile(file(), clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("it was written by a newer version of this program");
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndLeftAsItWas() throws Exception {
    Files.writeString(
        file(), "a letter to my aunt, which is longer than a hundred characters ".repeat(3));
    String before = Files.readString(file());

    assertThatThrownBy(() -> Queues.inFile(file(), clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("parigot.plugins.queue.file must be a file for queues");

    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void aFolderIsRefused() {
    assertThatThrownBy(() -> Queues.inFile(folder, clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("parigot.plugins.queue.file must be a file for queues");
  }

  @Test
  void settingsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> Queues.configured("fil", "x", clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("parigot.plugins.queue.fil is no setting; did you mean file?");
    assertThatThrownBy(() -> Queues.configured("visibility-timeout", "30", clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(
            "parigot.plugins.queue.visibility-timeout needs a unit, as in \"30 s\" or \"30 ms\", and"
                + " is 30.");
    assertThatThrownBy(() -> Queues.configured("visibility-timeout", "soon", clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(
            "parigot.plugins.queue.visibility-timeout must be a duration, as in 30 s, and is \"soon\"");
    assertThatThrownBy(() -> Queues.configured("visibility-timeout", "366 days", clock))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("parigot.plugins.queue.visibility-timeout must be at most 365 days.");
  }

  @Test
  void theVisibilityTimeOutCanBeSet() throws Exception {
    try (Queues queues = Queues.configured("visibility-timeout", "2 s", clock)) {
      IdRaw queue = queues.create("orders");
      queues.sendText(queue, "a");
      queues.receive(queue, 1);
      clock.advance(Duration.ofSeconds(2));

      assertThat(queues.receive(queue, 1)).hasSize(1);
    }
  }

  @FunctionalInterface
  private interface Guest {
    void run(int number) throws Exception;
  }

  private static void inParallel(int guests, Guest guest) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(guests);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < guests; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  guest.run(number);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}

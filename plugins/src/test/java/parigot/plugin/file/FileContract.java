package parigot.plugin.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.FileErr;
import file.v1.host.FileInfo;
import file.v1.host.OpenRequest;
import file.v1.host.OpenResponse;
import file.v1.host.ReadRequest;
import file.v1.host.ReadResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** What holds for files wherever they are. */
@Timeout(60)
abstract class FileContract {
  static final String A = "/parigot/app/a.txt";

  FileCalls files;

  abstract FileCalls start() throws Exception;

  @BeforeEach
  void startFiles() throws Exception {
    files = start();
  }

  @AfterEach
  void closeFiles() {
    files.close();
  }

  static void refused(FileErr error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ServiceError.class,
            refusal -> assertThat(FileErr.forNumber(refusal.number())).isEqualTo(error));
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    IdRaw id = files.create(A, "one").getId();
    assertThat(files.write(id, " two").getNumWrite()).isEqualTo(4);
    assertThat(files.close(id).getId()).isEqualTo(id);

    OpenResponse open = files.open(A);
    assertThat(open.getId()).isEqualTo(id);
    assertThat(open.getPath()).isEqualTo(A);
    ReadResponse first = files.read(id, 5);
    assertThat(first.getNumRead()).isEqualTo(5);
    assertThat(first.getData().toStringUtf8()).isEqualTo("one t");
    assertThat(files.read(id, 2048).getData().toStringUtf8()).isEqualTo("wo");
    refused(FileErr.EOFError, () -> files.read(id, 10));
    refused(FileErr.EOFError, () -> files.read(id, 0));
  }

  @Test
  void aReadOfNothingBeforeTheEndGivesNothing() throws Exception {
    files.close(files.create(A, "x").getId());
    IdRaw id = files.open(A).getId();
    assertThat(files.read(id, 0).getNumRead()).isZero();
    assertThat(files.read(id, 1).getNumRead()).isEqualTo(1);
  }

  @Test
  void anEmptyFileIsAtItsEnd() throws Exception {
    IdRaw id = files.create(A, "").getId();
    files.close(id);
    files.open(A);
    refused(FileErr.EOFError, () -> files.read(id, 1));
  }

  @Test
  void createTruncatesAClosedFileAndKeepsItsId() throws Exception {
    CreateResponse first = files.create(A, "a long content");
    assertThat(first.getTruncated()).isFalse();
    assertThat(first.getId().getHigh() >>> 56).isEqualTo('f');
    files.close(first.getId());

    CreateResponse second = files.create(A, "short");
    assertThat(second.getTruncated()).isTrue();
    assertThat(second.getId()).isEqualTo(first.getId());
    files.close(first.getId());
    assertThat(files.content(A)).asString().isEqualTo("short");
  }

  @Test
  void aFileThatIsOpenCanBeNeitherOpenedNorCreatedNorDeleted() throws Exception {
    IdRaw id = files.create(A, "x").getId();
    refused(FileErr.AlreadyInUseError, () -> files.open(A));
    refused(FileErr.AlreadyInUseError, () -> files.create(A, "y"));
    refused(FileErr.AlreadyInUseError, () -> files.delete(A));
    refused(FileErr.AlreadyInUseError, () -> files.read(id, 1));
    files.close(id);
    files.open(A);
    refused(FileErr.AlreadyInUseError, () -> files.open(A));
    refused(FileErr.AlreadyInUseError, () -> files.create(A, "y"));
    refused(FileErr.AlreadyInUseError, () -> files.delete(A));
    refused(FileErr.AlreadyInUseError, () -> files.write(id, "y"));
  }

  @Test
  void aClosedFileCanBeNeitherReadNorWrittenNorClosed() throws Exception {
    IdRaw id = files.create(A, "x").getId();
    files.close(id);
    refused(FileErr.FileClosedError, () -> files.read(id, 1));
    refused(FileErr.FileClosedError, () -> files.write(id, "y"));
    refused(FileErr.FileClosedError, () -> files.close(id));
  }

  @Test
  void whatDoesNotExistIsUnknown() {
    refused(FileErr.NotExistError, () -> files.open(A));
    refused(FileErr.NotExistError, () -> files.delete(A));
    refused(FileErr.NotExistError, () -> files.stat(A));
    for (IdRaw id :
        List.of(
            IdRaw.getDefaultInstance(),
            IdRaw.newBuilder().setHigh(-1).setLow(-1).build(),
            IdRaw.newBuilder().setHigh((long) 'f' << 56).setLow(7).build())) {
      refused(FileErr.NotExistError, () -> files.close(id));
      refused(FileErr.NotExistError, () -> files.read(id, 1));
      refused(FileErr.NotExistError, () -> files.write(id, "x"));
    }
  }

  @Test
  void moreBytesThanACallMayCarryAreRefusedWithoutEffect() throws Exception {
    refused(FileErr.LargeBufError, () -> files.create(A, "x".repeat(2049)));
    refused(FileErr.NotExistError, () -> files.stat(A));
    IdRaw id = files.create(A, "x".repeat(2048)).getId();
    refused(FileErr.LargeBufError, () -> files.write(id, ByteString.copyFrom(new byte[2049])));
    files.write(id, ByteString.copyFrom(new byte[2048]));
    files.close(id);
    files.open(A);
    refused(FileErr.LargeBufError, () -> files.read(id, 2049));
    assertThat(files.read(id, 2048).getNumRead()).isEqualTo(2048);
    assertThat(files.stat(A).getSize()).isEqualTo(4096);
  }

  @Test
  void aDeletedFileIsGoneWithItsIdAndMayComeAgain() throws Exception {
    IdRaw id = files.create(A, "x").getId();
    files.close(id);
    assertThat(files.delete(A).getPath()).isEqualTo(A);
    refused(FileErr.NotExistError, () -> files.open(A));
    refused(FileErr.NotExistError, () -> files.close(id));
    CreateResponse again = files.create(A, "");
    assertThat(again.getTruncated()).isFalse();
    assertThat(again.getId()).isNotEqualTo(id);
  }

  @Test
  void aFolderExistsWhileAFileLiesUnderIt() throws Exception {
    files.close(files.create("/parigot/app/x/y/one", "12345").getId());
    files.context.clock().advance(Duration.ofSeconds(10));
    files.close(files.create("/parigot/app/x/z/two", "123").getId());
    files.close(files.create("/parigot/app/xx", "not under x").getId());

    FileInfo folder = files.stat("/parigot/app/x/");
    assertThat(folder.getPath()).isEqualTo("/parigot/app/x");
    assertThat(folder.getIsDir()).isTrue();
    assertThat(folder.getSize()).isEqualTo(8);
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    assertThat(folder.getCreateTime()).isEqualTo(at(start));
    assertThat(folder.getModTime()).isEqualTo(at(start.plusSeconds(10)));

    refused(FileErr.NotExistError, () -> files.open("/parigot/app/x"));
    refused(FileErr.NotExistError, () -> files.delete("/parigot/app/x"));
    files.delete("/parigot/app/x/y/one");
    assertThat(files.stat("/parigot/app/x").getSize()).isEqualTo(3);
    refused(FileErr.NotExistError, () -> files.stat("/parigot/app/x/y"));
    files.delete("/parigot/app/x/z/two");
    refused(FileErr.NotExistError, () -> files.stat("/parigot/app/x"));
    files.create("/parigot/app/x", "a file of that name now");
  }

  @Test
  void aFileIsNoFolderAndAFolderNoFile() throws Exception {
    files.create("/parigot/app/x/y", "");
    refused(FileErr.CreateError, () -> files.create("/parigot/app/x", ""));
    refused(FileErr.CreateError, () -> files.create("/parigot/app/x/y/z", ""));
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/x/y/z"));
    refused(FileErr.NotExistError, () -> files.stat("/parigot/app/x/y/z"));
  }

  @Test
  void timesAreThoseOfTheApplicationsClock() throws Exception {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    IdRaw id = files.create(A, "x").getId();
    files.context.clock().advance(Duration.ofMinutes(1));
    files.write(id, "y");
    assertThat(files.stat(A).getCreateTime()).isEqualTo(at(start));
    assertThat(files.stat(A).getModTime()).isEqualTo(at(start.plusSeconds(60)));
    files.close(id);
    files.context.clock().advance(Duration.ofMinutes(1));
    files.create(A, "");
    assertThat(files.stat(A).getCreateTime()).isEqualTo(at(start));
    assertThat(files.stat(A).getModTime()).isEqualTo(at(start.plusSeconds(120)));
  }

  @Test
  void aResponseThatDoesNotFitHasNoEffect() throws Exception {
    IdRaw id = files.create(A, "x").getId();
    files.close(id);
    files.withRoom(20);
    refused(FileErr.MarshalError, () -> files.create("/parigot/app/new", ""));
    refused(FileErr.MarshalError, () -> files.create(A, ""));
    refused(FileErr.MarshalError, () -> files.open(A));
    files.withRoom(10);
    refused(FileErr.MarshalError, () -> files.delete(A));
    files.withRoom(4096);
    refused(FileErr.NotExistError, () -> files.open("/parigot/app/new"));
    assertThat(files.content(A)).asString().isEqualTo("x");
    files.open(A);
    files.withRoom(20);
    refused(FileErr.MarshalError, () -> files.read(id, 10));
    files.withRoom(4096);
    assertThat(files.read(id, 10).getData().toStringUtf8()).isEqualTo("x");
  }

  @Test
  void loadTestDataIsRefusedWhereItIsNotConfigured() {
    refused(FileErr.NotExistError, () -> files.load(".", "/parigot/app/data"));
    refused(FileErr.NotExistError, () -> files.load("/etc", "/parigot/app/data"));
  }

  @Test
  void anInterruptLosesNothingThatWasAcknowledgedAndAddsNothing() throws Exception {
    IdRaw id = files.create(A, "").getId();
    Thread writer = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread interrupter =
        new Thread(
            () -> {
              while (!done.get()) {
                writer.interrupt();
                Thread.onSpinWait();
              }
            });
    StringBuilder acknowledged = new StringBuilder();
    interrupter.start();
    try {
      for (int i = 0; i < 400; i++) {
        String record = "%05d;".formatted(i);
        try {
          files.write(id, record);
          acknowledged.append(record);
        } catch (ServiceError e) {
          assertThat(e.number()).isEqualTo(FileErr.DispatchError_VALUE);
        }
        try {
          files.close(files.create("/parigot/app/folder/" + i % 3, record).getId());
        } catch (ServiceError e) {
          assertThat(e.number()).isIn(FileErr.DispatchError_VALUE, FileErr.AlreadyInUseError_VALUE);
        }
      }
    } finally {
      done.set(true);
      while (interrupter.isAlive()) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }
    files.close(id);
    assertThat(files.content(A)).asString().isEqualTo(acknowledged.toString());
  }

  @Test
  void manyThreadsShareFoldersThatComeAndGo() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 6; thread++) {
        String name = "/parigot/app/shared/deep/" + thread;
        Callable<Integer> work =
            () -> {
              int rounds = 0;
              for (; rounds < 60; rounds++) {
                IdRaw id = files.create(name, "round " + rounds).getId();
                files.write(id, " more");
                files.close(id);
                assertThat(files.content(name)).asString().isEqualTo("round " + rounds + " more");
                files.stat("/parigot/app/shared");
                files.delete(name);
              }
              return rounds;
            };
        results.add(pool.submit(work));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get(50, TimeUnit.SECONDS)).isEqualTo(60);
      }
    } finally {
      pool.shutdownNow();
    }
    refused(FileErr.NotExistError, () -> files.stat("/parigot/app/shared"));
  }

  @Test
  void ofManyThatOpenOneFileOneSucceeds() throws Exception {
    files.close(files.create(A, "x").getId());
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> openers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        openers.add(
            () -> {
              try {
                files.open(A);
                return true;
              } catch (ServiceError e) {
                assertThat(e.number()).isEqualTo(FileErr.AlreadyInUseError_VALUE);
                return false;
              }
            });
      }
      int opened = 0;
      for (Future<Boolean> result : pool.invokeAll(openers)) {
        opened += result.get() ? 1 : 0;
      }
      assertThat(opened).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  static Timestamp at(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static FileCalls started(String hocon) throws PluginException {
    return new FileCalls(hocon);
  }

  @Test
  void whatAGuestHadOpenIsClosedWhenItEnds() throws Exception {
    IdRaw written = files.as(1).create(A, "one").getId();
    files.write(written, " two");
    IdRaw read = files.create("/parigot/app/b", "b").getId();
    files.close(read);
    files.open("/parigot/app/b");
    IdRaw kept = files.as(2).create("/parigot/app/c", "c").getId();

    files.ended(1);

    refused(FileErr.FileClosedError, () -> files.write(written, "x"));
    refused(FileErr.FileClosedError, () -> files.read(read, 1));
    files.write(kept, "x");
    assertThat(files.content(A)).asString().isEqualTo("one two");
    files.delete("/parigot/app/b");
    files.ended(1);
    files.write(kept, "y");
    files.close(kept);
    assertThat(files.content("/parigot/app/c")).asString().isEqualTo("cxy");
  }

  @Test
  void anOpenThatCameTooLateIsUndone() throws Exception {
    files.close(files.create(A, "x").getId());
    OpenResponse open = files.open(A);
    files.undelivered("Open", OpenRequest.getDefaultInstance(), open);
    assertThat(files.content(A)).asString().isEqualTo("x");
  }

  @Test
  void aCreateThatCameTooLateIsUndone() throws Exception {
    CreateResponse made = files.create(A, "x");
    files.undelivered("Create", CreateRequest.getDefaultInstance(), made);
    refused(FileErr.NotExistError, () -> files.stat(A));
    refused(FileErr.NotExistError, () -> files.close(made.getId()));

    files.close(files.create(A, "x").getId());
    CreateResponse truncated = files.create(A, "y");
    files.undelivered("Create", CreateRequest.getDefaultInstance(), truncated);
    refused(FileErr.FileClosedError, () -> files.close(truncated.getId()));
    assertThat(files.content(A)).asString().isEqualTo("y");
  }

  @Test
  void aReadThatCameTooLateIsReadAgain() throws Exception {
    files.close(files.create(A, "abc").getId());
    IdRaw id = files.open(A).getId();
    files.read(id, 1);
    ReadResponse late = files.read(id, 1);
    files.undelivered("Read", ReadRequest.getDefaultInstance(), late);
    assertThat(files.read(id, 5).getData().toStringUtf8()).isEqualTo("bc");
  }

  @Test
  void oneGuestCannotHaveAllThatMayBeOpen() throws Exception {
    files.close();
    files = started("max-open = 3, max-open-per-guest = 2");
    IdRaw one = files.as(1).create("/parigot/app/1", "").getId();
    files.create("/parigot/app/2", "");
    refused(FileErr.CreateError, () -> files.create("/parigot/app/3", ""));
    refused(FileErr.NotExistError, () -> files.stat("/parigot/app/3"));
    files.as(2).create("/parigot/app/3", "");
    refused(FileErr.CreateError, () -> files.create("/parigot/app/4", ""));
    // Whoever closes it, it counts for who had opened it.
    files.close(one);
    refused(FileErr.AlreadyInUseError, () -> files.open("/parigot/app/2"));
    files.open("/parigot/app/1");
    files.ended(1);
    files.ended(2);
    files.as(3).create("/parigot/app/4", "");
  }
}

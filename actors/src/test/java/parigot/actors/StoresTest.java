package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.DeleteRequest;
import file.v1.host.DeleteResponse;
import file.v1.host.FileErr;
import file.v1.host.LoadTestDataRequest;
import file.v1.host.LoadTestDataResponse;
import file.v1.host.ReadRequest;
import file.v1.host.ReadResponse;
import file.v1.host.StatRequest;
import file.v1.host.StatResponse;
import file.v1.host.WriteRequest;
import file.v1.host.WriteResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import log.v1.host.LogLevel;
import log.v1.host.LogRequest;
import log.v1.host.LogResponse;
import nutsdb.v1.host.DeletePairRequest;
import nutsdb.v1.host.DeletePairResponse;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import nutsdb.v1.host.ReadPairResponse;
import nutsdb.v1.host.WritePairRequest;
import nutsdb.v1.host.WritePairResponse;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;
import protosupport.v1.host.IdRaw;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.DeleteQueueRequest;
import queue.v1.host.DeleteQueueResponse;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.LocateRequest;
import queue.v1.host.LocateResponse;
import queue.v1.host.MarkDoneRequest;
import queue.v1.host.MarkDoneResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;
import queue.v1.host.SendRequest;
import queue.v1.host.SendResponse;

/** Guests in C that import the functions of the stores by the names that the original gave them. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StoresTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";
  private static final String[] FILE = {
    "Open plugin file.open_",
    "Create plugin file.create_",
    "Close plugin file.close_",
    "LoadTestData plugin file.load_test_data_",
    "Read plugin file.read_",
    "Write plugin file.write_",
    "Delete plugin file.delete_",
    "Stat plugin file.stat_",
  };
  private static final String[] QUEUE = {
    "CreateQueue plugin queue.create_queue_",
    "Locate plugin queue.locate_",
    "DeleteQueue plugin queue.delete_queue_",
    "Receive plugin queue.receive_",
    "MarkDone plugin queue.mark_done_",
    "Length plugin queue.length_",
    "Send plugin queue.send_",
  };
  private static final String[] NUTSDB = {
    "Open plugin nutsdb.open_",
    "Close plugin nutsdb.close_",
    "ReadPair plugin nutsdb.read_pair_",
    "WritePair plugin nutsdb.write_pair_",
    "DeletePair plugin nutsdb.delete_pair_",
  };

  @TempDir Path folder;

  private static TestApplication store(
      TestApplication application, String name, GuestShape shape, String... methods) {
    return application
        .service(name, "stores", shape, methods)
        .set(name, "plugins = [file, log, nutsdb, queue]");
  }

  private static <R extends Message> R call(
      TestApplication application, String service, Message request, Class<R> response) {
    String method = request.getDescriptorForType().getName().replaceFirst("Request$", "");
    return Within.limit(application.call(service, method, request, response));
  }

  private static void fails(
      TestApplication application, String service, Message request, int error) {
    assertThatThrownBy(() -> call(application, service, request, StringValue.class))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @ParameterizedTest
  @EnumSource
  void aFileIsMadeWrittenReadAndDeleted(GuestShape shape) throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("data")).resolve("one"), "of test data");
    try (TestApplication application =
        store(
                TestApplication.with(
                    "parigot.plugins.file { root = \"%s\", test-data = \"%s\" }"
                        .formatted(folder.resolve("root"), folder.resolve("data"))),
                "file",
                shape,
                FILE)
            .launched()) {
      String path = "/parigot/app/notes/a.txt";
      CreateResponse made =
          call(
              application,
              "file",
              CreateRequest.newBuilder().setPath(path).setContent("hello").build(),
              CreateResponse.class);
      assertThat(made.getPath()).isEqualTo(path);
      IdRaw id = made.getId();
      WriteResponse written =
          call(
              application,
              "file",
              WriteRequest.newBuilder().setId(id).setBuf(ByteString.copyFromUtf8(" world")).build(),
              WriteResponse.class);
      assertThat(written.getNumWrite()).isEqualTo(6);
      fails(
          application,
          "file",
          file.v1.host.OpenRequest.newBuilder().setPath(path).build(),
          FileErr.AlreadyInUseError_VALUE);
      call(
          application,
          "file",
          file.v1.host.CloseRequest.newBuilder().setId(id).build(),
          file.v1.host.CloseResponse.class);
      assertThat(folder.resolve("root/notes/a.txt")).hasContent("hello world");
      call(
          application,
          "file",
          file.v1.host.OpenRequest.newBuilder().setPath(path).build(),
          file.v1.host.OpenResponse.class);
      ReadResponse read =
          call(
              application,
              "file",
              ReadRequest.newBuilder().setId(id).setBuf(ByteString.copyFrom(new byte[99])).build(),
              ReadResponse.class);
      assertThat(read.getData().toStringUtf8()).isEqualTo("hello world");
      assertThat(read.getNumRead()).isEqualTo(11);
      call(
          application,
          "file",
          file.v1.host.CloseRequest.newBuilder().setId(id).build(),
          file.v1.host.CloseResponse.class);
      StatResponse stat =
          call(
              application,
              "file",
              StatRequest.newBuilder().setPath("/parigot/app/notes").build(),
              StatResponse.class);
      assertThat(stat.getFileInfo().getSize()).isEqualTo(11);
      call(
          application,
          "file",
          DeleteRequest.newBuilder().setPath(path).build(),
          DeleteResponse.class);
      fails(
          application,
          "file",
          StatRequest.newBuilder().setPath(path).build(),
          FileErr.NotExistError_VALUE);
      fails(
          application,
          "file",
          CreateRequest.newBuilder().setPath("/parigot/app/../x").build(),
          FileErr.InvalidPathError_VALUE);
      call(
          application,
          "file",
          LoadTestDataRequest.newBuilder()
              .setDirPath(folder.resolve("data").toString())
              .setMountLocation("/parigot/app/t")
              .build(),
          LoadTestDataResponse.class);
      assertThat(folder.resolve("root/t/one")).hasContent("of test data");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsSentReceivedAndMarkedDone(GuestShape shape) {
    try (TestApplication application =
        store(TestApplication.with(), "queue", shape, QUEUE).launched()) {
      CreateQueueRequest create = CreateQueueRequest.newBuilder().setQueueName("orders").build();
      IdRaw queue = call(application, "queue", create, CreateQueueResponse.class).getId();
      fails(application, "queue", create, QueueErr.AlreadyExists_VALUE);
      LocateRequest locate = LocateRequest.newBuilder().setQueueName("orders").build();
      assertThat(call(application, "queue", locate, LocateResponse.class).getId()).isEqualTo(queue);
      QueueMsg message =
          QueueMsg.newBuilder().setPayload(Any.pack(StringValue.of("an order"))).build();
      SendResponse sent =
          call(
              application,
              "queue",
              SendRequest.newBuilder().setId(queue).addMsg(message).build(),
              SendResponse.class);
      assertThat(sent.getSucceedCount()).isEqualTo(1);
      LengthRequest length = LengthRequest.newBuilder().setId(queue).build();
      assertThat(call(application, "queue", length, LengthResponse.class).getLength()).isEqualTo(1);
      ReceiveRequest receive = ReceiveRequest.newBuilder().setId(queue).setMessageLimit(3).build();
      QueueMsg got = call(application, "queue", receive, ReceiveResponse.class).getMessage(0);
      assertThat(got.getPayload()).isEqualTo(message.getPayload());
      assertThat(got.getMsgId()).isEqualTo(sent.getSucceed(0));
      call(
          application,
          "queue",
          MarkDoneRequest.newBuilder().setId(queue).addMsg(got.getMsgId()).build(),
          MarkDoneResponse.class);
      assertThat(call(application, "queue", length, LengthResponse.class).getLength()).isZero();
      DeleteQueueRequest delete = DeleteQueueRequest.newBuilder().setId(queue).build();
      call(application, "queue", delete, DeleteQueueResponse.class);
      fails(application, "queue", locate, QueueErr.NotFound_VALUE);
    }
  }

  private static IdRaw open(TestApplication application, String service, String name) {
    return call(
            application,
            service,
            nutsdb.v1.host.OpenRequest.newBuilder().setDbName(name).build(),
            nutsdb.v1.host.OpenResponse.class)
        .getNutsdbId();
  }

  private static Pair pair(String key, String value) {
    return Pair.newBuilder()
        .setBucketPath("/a")
        .setKey(ByteString.copyFromUtf8(key))
        .setValue(ByteString.copyFromUtf8(value))
        .build();
  }

  private static WritePairRequest write(IdRaw id, String value) {
    return WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair("key", value)).build();
  }

  private static ReadPairRequest read(IdRaw id) {
    return ReadPairRequest.newBuilder().setNutsdbId(id).setPair(pair("key", "")).build();
  }

  @ParameterizedTest
  @EnumSource
  void aPairIsWrittenReadAndDeleted(GuestShape shape) {
    try (TestApplication application =
        store(TestApplication.with(), "nutsdb", shape, NUTSDB).launched()) {
      IdRaw id = open(application, "nutsdb", "shop");
      WritePairResponse written =
          call(application, "nutsdb", write(id, "value"), WritePairResponse.class);
      assertThat(written.getPair()).isEqualTo(pair("key", "value"));
      assertThat(call(application, "nutsdb", read(id), ReadPairResponse.class).getPair())
          .isEqualTo(pair("key", "value"));
      call(
          application,
          "nutsdb",
          DeletePairRequest.newBuilder().setNutsdbId(id).setPair(pair("key", "")).build(),
          DeletePairResponse.class);
      fails(application, "nutsdb", read(id), NutsDBErr.PairNotFound_VALUE);
      call(
          application,
          "nutsdb",
          nutsdb.v1.host.CloseRequest.newBuilder().setNutsdbId(id).build(),
          nutsdb.v1.host.CloseResponse.class);
      fails(application, "nutsdb", read(id), NutsDBErr.BadId_VALUE);
    }
  }

  /** A classic guest has room for 4096 bytes, so what would not come back is not written. */
  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitTheGuestIsNotWritten(GuestShape shape) {
    try (TestApplication application =
        store(TestApplication.with(), "nutsdb", GuestShape.REACTOR, NUTSDB)
            .service("other", "stores", shape, NUTSDB)
            .set("other", "plugins = [file, log, nutsdb, queue], message-limit = 5000 B")
            .launched()) {
      IdRaw id = open(application, "nutsdb", "shop");
      String large = "x".repeat(3900);
      call(application, "nutsdb", write(id, large), WritePairResponse.class);
      assertThat(call(application, "nutsdb", read(id), ReadPairResponse.class).getPair())
          .isEqualTo(pair("key", large));
      String larger = "x".repeat(8000);
      assertThat(
              call(application, "nutsdb", write(id, larger), WritePairResponse.class)
                  .getPair()
                  .getValue()
                  .size())
          .isEqualTo(8000);
      fails(application, "other", read(id), NutsDBErr.MarshalError_VALUE);
      assertThat(call(application, "nutsdb", read(id), ReadPairResponse.class).getPair())
          .isEqualTo(pair("key", larger));
    }
  }

  /** An id is a capability: whoever was given it may use it. */
  @ParameterizedTest
  @MethodSource(PAIRS)
  void anIdThatOneGuestGotIsGoodInAnother(GuestShape one, GuestShape other) {
    TestApplication both = TestApplication.with();
    store(both, "one", one, NUTSDB);
    store(both, "other", other, NUTSDB);
    try (TestApplication application = both.launched()) {
      IdRaw id = open(application, "one", "shop");
      call(application, "other", write(id, "value"), WritePairResponse.class);
      assertThat(call(application, "one", read(id), ReadPairResponse.class).getPair())
          .isEqualTo(pair("key", "value"));
      IdRaw forged = id.toBuilder().setLow(id.getLow() + 1).build();
      fails(application, "other", read(forged), NutsDBErr.BadId_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestsEventsAreInTheLog(GuestShape shape) {
    try (TestApplication application =
        store(TestApplication.with(), "log", shape, "Log plugin log.log_").launched()) {
      LogRequest event =
          LogRequest.newBuilder()
              .setLevel(LogLevel.LOG_LEVEL_WARNING)
              .setMessage("something is odd")
              .build();
      call(application, "log", event, LogResponse.class);
      application.log().await(1, "log: something is odd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bytesThatAreNoRequestAreTold(GuestShape shape) {
    try (TestApplication application =
        store(TestApplication.with(), "nutsdb", shape, NUTSDB).launched()) {
      // Field 1 of an OpenRequest is a text, and this is one that is no UTF-8.
      com.google.protobuf.BytesValue bad =
          com.google.protobuf.BytesValue.of(ByteString.copyFrom(new byte[] {(byte) 0xff}));
      assertThatThrownBy(
              () -> Within.limit(application.call("nutsdb", "Open", bad, StringValue.class)))
          .isInstanceOfSatisfying(
              CallException.class,
              e -> assertThat(e.error()).isEqualTo(NutsDBErr.UnmarshalError_VALUE));
    }
  }
}

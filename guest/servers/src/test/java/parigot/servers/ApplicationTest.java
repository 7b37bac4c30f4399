package parigot.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.FileErr;
import file.v1.host.ReadRequest;
import file.v1.host.ReadResponse;
import file.v1.host.StatRequest;
import file.v1.host.WriteRequest;
import file.v1.host.WriteResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.plugin.GuestCallException;
import parigot.testkit.WithApplication;
import protosupport.v1.host.IdRaw;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;
import queue.v1.host.SendRequest;
import queue.v1.host.SendResponse;

/** Tests the guests with each engine, with the plugins behind them. */
@Timeout(60)
@ClassTemplate
@WithApplication(
    engines = {WASM, JVM},
    config =
        """
        parigot {
          search-path = [target/guests]
          guests {
            log { wasm = "log.wasm" }
            file { wasm = "file.wasm", plugins = [log, file] }
            queue { wasm = "queue.wasm", plugins = [log, queue] }
            nutsdb { wasm = "nutsdb.wasm", plugins = [log, nutsdb] }
          }
          plugin-dispatcher.timeout = 2 s
        }
        """)
class ApplicationTest {
  private static <R extends Message> R call(
      Application application, Message request, Class<R> response) throws Exception {
    String packagePath = request.getDescriptorForType().getFile().getPackage();
    String module = packagePath.substring(0, packagePath.indexOf('.'));
    String method = request.getDescriptorForType().getName().replaceFirst("Request$", "");
    return application
        .call(packagePath, module.equals("nutsdb") ? "nuts_db" : module, method, request, response)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static void refused(Application application, Message request, int error) {
    assertThatThrownBy(() -> call(application, request, StringValue.class))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            GuestCallException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @Test
  void aFileIsWrittenAndRead(Application application) throws Exception {
    String path = "/parigot/app/a/b";
    IdRaw id =
        call(
                application,
                CreateRequest.newBuilder().setPath(path).setContent("one").build(),
                CreateResponse.class)
            .getId();
    ByteString two = ByteString.copyFromUtf8(" two");
    call(application, WriteRequest.newBuilder().setId(id).setBuf(two).build(), WriteResponse.class);
    call(
        application,
        file.v1.host.CloseRequest.newBuilder().setId(id).build(),
        file.v1.host.CloseResponse.class);
    call(
        application,
        file.v1.host.OpenRequest.newBuilder().setPath(path).build(),
        file.v1.host.OpenResponse.class);
    ByteString room = ByteString.copyFrom(new byte[100]);
    assertThat(
            call(
                    application,
                    ReadRequest.newBuilder().setId(id).setBuf(room).build(),
                    ReadResponse.class)
                .getData()
                .toStringUtf8())
        .isEqualTo("one two");
  }

  @Test
  void whatIsNoFileIsRefused(Application application) {
    refused(
        application,
        CreateRequest.newBuilder().setPath("/etc/passwd").build(),
        FileErr.InvalidPathError_VALUE);
    refused(
        application,
        CreateRequest.newBuilder().setPath("/parigot/app/../x").build(),
        FileErr.InvalidPathError_VALUE);
    refused(
        application,
        CreateRequest.newBuilder().setPath("/parigot/app/x").setContent("x".repeat(2049)).build(),
        FileErr.LargeBufError_VALUE);
    refused(
        application,
        StatRequest.newBuilder().setPath("/parigot/app/nowhere").build(),
        FileErr.NotExistError_VALUE);
  }

  @Test
  void aMessageIsSentAndReceived(Application application) throws Exception {
    IdRaw queue =
        call(
                application,
                CreateQueueRequest.newBuilder().setQueueName("orders").build(),
                CreateQueueResponse.class)
            .getId();
    Any payload = Any.pack(StringValue.of("an order"));
    QueueMsg message = QueueMsg.newBuilder().setPayload(payload).build();
    SendRequest send = SendRequest.newBuilder().setId(queue).addMsg(message).build();
    assertThat(call(application, send, SendResponse.class).getSucceedCount()).isEqualTo(1);
    LengthRequest length = LengthRequest.newBuilder().setId(queue).build();
    assertThat(call(application, length, LengthResponse.class).getLength()).isEqualTo(1);
    ReceiveRequest receive = ReceiveRequest.newBuilder().setId(queue).build();
    assertThat(call(application, receive, ReceiveResponse.class).getMessage(0).getPayload())
        .isEqualTo(payload);
    refused(
        application,
        CreateQueueRequest.newBuilder().setQueueName("or ders").build(),
        QueueErr.InvalidName_VALUE);
    refused(
        application,
        SendRequest.newBuilder().setId(queue).addMsg(QueueMsg.getDefaultInstance()).build(),
        QueueErr.NoPayload_VALUE);
  }

  @Test
  void aPairIsWrittenAndRead(Application application) throws Exception {
    IdRaw id =
        call(
                application,
                nutsdb.v1.host.OpenRequest.newBuilder().setDbName("shop").build(),
                nutsdb.v1.host.OpenResponse.class)
            .getNutsdbId();
    Pair pair =
        Pair.newBuilder()
            .setBucketPath("/a")
            .setKey(ByteString.copyFromUtf8("key"))
            .setValue(ByteString.copyFromUtf8("x".repeat(32768)))
            .build();
    WritePairRequest write = WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair).build();
    assertThat(call(application, write, WritePairResponse.class).getPair()).isEqualTo(pair);
    Pair key = pair.toBuilder().clearValue().build();
    ReadPairRequest read = ReadPairRequest.newBuilder().setNutsdbId(id).setPair(key).build();
    assertThat(call(application, read, ReadPairResponse.class).getPair()).isEqualTo(pair);
    DeletePairRequest delete = DeletePairRequest.newBuilder().setNutsdbId(id).setPair(key).build();
    call(application, delete, DeletePairResponse.class);
    refused(application, read, NutsDBErr.PairNotFound_VALUE);
    refused(
        application,
        read.toBuilder().setPair(key.toBuilder().setBucketPath("a")).build(),
        NutsDBErr.BadBucketPath_VALUE);
    refused(
        application,
        read.toBuilder().setPair(key.toBuilder().clearKey()).build(),
        NutsDBErr.KeyEmpty_VALUE);
    refused(application, read.toBuilder().clearNutsdbId().build(), NutsDBErr.BadId_VALUE);
    refused(
        application,
        write.toBuilder()
            .setPair(pair.toBuilder().setValue(ByteString.copyFrom(new byte[32769])))
            .build(),
        NutsDBErr.ValueTooLarge_VALUE);
    refused(
        application,
        nutsdb.v1.host.OpenRequest.newBuilder().setDbName("../shop").build(),
        NutsDBErr.BadDBName_VALUE);
  }

  @Test
  void anEventIsLogged(Application application) throws Exception {
    LogRequest event = LogRequest.newBuilder().setMessage("hello").build();
    assertThat(call(application, event, LogResponse.class)).isNotNull();
  }
}

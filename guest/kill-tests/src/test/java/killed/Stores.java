package killed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import file.v1.host.CloseRequest;
import file.v1.host.CloseResponse;
import file.v1.host.FileErr;
import file.v1.host.ReadRequest;
import file.v1.host.ReadResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import nutsdb.v1.host.ReadPairResponse;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.plugin.GuestCallException;
import protosupport.v1.host.IdRaw;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.LocateRequest;
import queue.v1.host.LocateResponse;
import queue.v1.host.QueueErr;
import queue.v1.host.QueueMsg;
import queue.v1.host.ReceiveRequest;
import queue.v1.host.ReceiveResponse;

/** The application started again without the writer: what its stores have, asked of its guests. */
final class Stores implements AutoCloseable {
  private static final int READ = 2048;

  private final Application application;

  Stores(Config config) {
    application = Parigot.start(config);
  }

  private <R extends Message> R call(
      String packagePath, String service, Message request, Class<R> response) throws Exception {
    String method = request.getDescriptorForType().getName().replaceFirst("Request$", "");
    return application
        .call(packagePath, service, method, request, response)
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static int error(ExecutionException failure) throws ExecutionException {
    if (failure.getCause() instanceof GuestCallException refused) {
      return refused.error();
    }
    throw failure;
  }

  void awaitLaunch() throws Exception {
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** A file's content, or that it is not there. */
  String file(String path) throws Exception {
    file.v1.host.OpenRequest open = file.v1.host.OpenRequest.newBuilder().setPath(path).build();
    IdRaw id;
    try {
      id = call("file.v1", "file", open, file.v1.host.OpenResponse.class).getId();
    } catch (ExecutionException e) {
      assertThat(error(e)).isEqualTo(FileErr.NotExistError_VALUE);
      return Content.NOTHING;
    }
    ByteString content = ByteString.EMPTY;
    ReadRequest read =
        ReadRequest.newBuilder().setId(id).setBuf(ByteString.copyFrom(new byte[READ])).build();
    boolean more = true;
    while (more) {
      try {
        content = content.concat(call("file.v1", "file", read, ReadResponse.class).getData());
      } catch (ExecutionException e) {
        assertThat(error(e)).isEqualTo(FileErr.EOFError_VALUE);
        more = false;
      }
    }
    CloseResponse unused =
        call("file.v1", "file", CloseRequest.newBuilder().setId(id).build(), CloseResponse.class);
    return content.toStringUtf8();
  }

  IdRaw database(String name) throws Exception {
    nutsdb.v1.host.OpenRequest open =
        nutsdb.v1.host.OpenRequest.newBuilder().setDbName(name).build();
    return call("nutsdb.v1", "nuts_db", open, nutsdb.v1.host.OpenResponse.class).getNutsdbId();
  }

  /** A pair's value, or that it is not there. */
  String pair(IdRaw database, String bucket, String key) throws Exception {
    Pair pair =
        Pair.newBuilder().setBucketPath(bucket).setKey(ByteString.copyFromUtf8(key)).build();
    ReadPairRequest read = ReadPairRequest.newBuilder().setNutsdbId(database).setPair(pair).build();
    try {
      return call("nutsdb.v1", "nuts_db", read, ReadPairResponse.class)
          .getPair()
          .getValue()
          .toStringUtf8();
    } catch (ExecutionException e) {
      assertThat(error(e)).isIn(NutsDBErr.PairNotFound_VALUE, NutsDBErr.BucketNotFound_VALUE);
      return Content.NOTHING;
    }
  }

  private Optional<IdRaw> queue(String name) throws Exception {
    LocateRequest locate = LocateRequest.newBuilder().setQueueName(name).build();
    try {
      return Optional.of(call("queue.v1", "queue", locate, LocateResponse.class).getId());
    } catch (ExecutionException e) {
      assertThat(error(e)).isEqualTo(QueueErr.NotFound_VALUE);
      return Optional.empty();
    }
  }

  /** How many messages are left in a queue; none when there is no such queue. */
  long length(String name) throws Exception {
    Optional<IdRaw> queue = queue(name);
    return queue.isEmpty() ? 0 : length(queue.get());
  }

  private long length(IdRaw queue) throws Exception {
    LengthRequest length = LengthRequest.newBuilder().setId(queue).build();
    return call("queue.v1", "queue", length, LengthResponse.class).getLength();
  }

  /** All messages that are left in a queue, which are hidden from then on. */
  List<String> messages(String name) throws Exception {
    List<String> texts = new ArrayList<>();
    Optional<IdRaw> queue = queue(name);
    if (queue.isPresent()) {
      long left = length(queue.get());
      ReceiveRequest some =
          ReceiveRequest.newBuilder().setId(queue.get()).setMessageLimit(3).build();
      // What the writer had taken comes again a moment later.
      while (texts.size() < left) {
        for (QueueMsg message :
            call("queue.v1", "queue", some, ReceiveResponse.class).getMessageList()) {
          texts.add(text(message));
        }
      }
    }
    return texts;
  }

  private static String text(QueueMsg message) throws InvalidProtocolBufferException {
    return message.getPayload().unpack(StringValue.class).getValue();
  }

  @Override
  public void close() {
    application.close();
  }
}

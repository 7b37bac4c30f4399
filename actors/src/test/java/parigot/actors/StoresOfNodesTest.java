package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import file.v1.host.CreateRequest;
import file.v1.host.CreateResponse;
import file.v1.host.FileErr;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.OpenResponse;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;
import queue.v1.host.CreateQueueRequest;
import queue.v1.host.CreateQueueResponse;
import queue.v1.host.LengthRequest;
import queue.v1.host.LengthResponse;
import queue.v1.host.QueueErr;

/** A store is the node's on which the guest runs, and so are the ids that it gives. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StoresOfNodesTest {
  private static final String[] METHODS = {
    "Create plugin file.create_",
    "Close plugin file.close_",
    "CreateQueue plugin queue.create_queue_",
    "Length plugin queue.length_",
    "Open plugin nutsdb.open_",
    "ReadPair plugin nutsdb.read_pair_",
  };

  private static <R extends Message> R call(
      TestNodes nodes, String service, Message request, Class<R> response) {
    String method = request.getDescriptorForType().getName().replaceFirst("Request$", "");
    return Within.limit(nodes.on("a").call(service + ".v1", service, method, request, response));
  }

  private static void fails(TestNodes nodes, String service, Message request, int error) {
    assertThatThrownBy(() -> call(nodes, service, request, StringValue.class))
        .isInstanceOfSatisfying(CallException.class, e -> assertThat(e.error()).isEqualTo(error));
  }

  @ParameterizedTest
  @EnumSource
  void anIdOfAnotherNodesStoreIsUnknown(GuestShape shape) {
    TestApplication described = TestApplication.with();
    for (String name : new String[] {"one", "two"}) {
      described
          .service(name, "stores", shape, METHODS)
          .set(name, "plugins = [file, log, nutsdb, queue]");
    }
    try (TestNodes nodes =
        new TestNodes(described, "a", "b")
            .place("one", "nodes = [a]")
            .place("two", "nodes = [b]")
            .launched()) {
      Within.limit(nodes.on("a").running("two.v1", "two"));

      var queue = CreateQueueRequest.newBuilder().setQueueName("orders").build();
      LengthRequest length =
          LengthRequest.newBuilder()
              .setId(call(nodes, "one", queue, CreateQueueResponse.class).getId())
              .build();
      assertThat(call(nodes, "one", length, LengthResponse.class).getLength()).isZero();
      fails(nodes, "two", length, QueueErr.NotFound_VALUE);

      var created = CreateRequest.newBuilder().setPath("/parigot/app/a").setContent("x").build();
      var close =
          file.v1.host.CloseRequest.newBuilder()
              .setId(call(nodes, "one", created, CreateResponse.class).getId())
              .build();
      fails(nodes, "two", close, FileErr.NotExistError_VALUE);
      call(nodes, "one", close, file.v1.host.CloseResponse.class);

      OpenRequest database = OpenRequest.newBuilder().setDbName("shop").build();
      ReadPairRequest read =
          ReadPairRequest.newBuilder()
              .setNutsdbId(call(nodes, "one", database, OpenResponse.class).getNutsdbId())
              .setPair(Pair.newBuilder().setBucketPath("/a").setKey(ByteString.copyFromUtf8("k")))
              .build();
      fails(nodes, "one", read, NutsDBErr.PairNotFound_VALUE);
      fails(nodes, "two", read, NutsDBErr.BadId_VALUE);
    }
  }
}

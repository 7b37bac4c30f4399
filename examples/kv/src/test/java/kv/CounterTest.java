package kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import nutsdb.v1.CloseRequest;
import nutsdb.v1.DeletePairRequest;
import nutsdb.v1.DeletePairResponse;
import nutsdb.v1.NutsDB;
import nutsdb.v1.NutsDBErr;
import nutsdb.v1.OpenRequest;
import nutsdb.v1.OpenResponse;
import nutsdb.v1.Pair;
import nutsdb.v1.ReadPairRequest;
import nutsdb.v1.ReadPairResponse;
import nutsdb.v1.WritePairRequest;
import nutsdb.v1.WritePairResponse;
import org.junit.jupiter.api.Test;
import parigot.guest.Future;
import parigot.guest.ServiceException;
import parigot.message.Bytes;
import protosupport.v1.IdRaw;

/** Tests the guest as the plain Java that it is. */
class CounterTest {

  /** A database in a map; whoever writes to it when it is full is told so. */
  private static final class MapDb implements NutsDB {
    private final Map<String, Bytes> pairs = new HashMap<>();
    private int open;
    private boolean full;

    @Override
    public Future<OpenResponse> open(OpenRequest request) {
      open++;
      IdRaw id = IdRaw.newBuilder().setHigh(1).setLow(open).build();
      return Future.of(OpenResponse.newBuilder().setNutsdbId(id).build());
    }

    @Override
    public Future<Void> close(CloseRequest request) {
      open--;
      return Future.done();
    }

    @Override
    public Future<ReadPairResponse> readPair(ReadPairRequest request) {
      Pair pair = request.getPair();
      Bytes value = pairs.getOrDefault(key(pair), pair.getValue());
      return Future.of(
          ReadPairResponse.newBuilder().setPair(pair.toBuilder().setValue(value).build()).build());
    }

    @Override
    public Future<WritePairResponse> writePair(WritePairRequest request) {
      if (full) {
        return Future.failed(NutsDBErr.InternalError.exception());
      }
      pairs.put(key(request.getPair()), request.getPair().getValue());
      return Future.of(WritePairResponse.newBuilder().setPair(request.getPair()).build());
    }

    @Override
    public Future<DeletePairResponse> deletePair(DeletePairRequest request) {
      throw new AssertionError("a counter deletes nothing");
    }

    private static String key(Pair pair) {
      return pair.getBucketPath() + " " + pair.getKey().toStringUtf8();
    }
  }

  @Test
  void countsFromOneAndClosesWhatItOpened() {
    MapDb database = new MapDb();
    for (int run = 1; run <= 3; run++) {
      assertThat(new Counter(database).countUp().value()).isEqualTo(run);
    }
    assertThat(database.pairs).containsExactly(Map.entry("/counter runs", Bytes.utf8("3")));
    assertThat(database.open).isZero();
  }

  @Test
  void aDatabaseThatIsFullIsNoCount() {
    MapDb database = new MapDb();
    database.full = true;
    assertThat(new Counter(database).countUp().error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class,
            failure -> assertThat(failure.error()).isEqualTo(NutsDBErr.InternalError));
  }
}

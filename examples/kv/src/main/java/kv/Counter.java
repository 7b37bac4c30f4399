package kv;

import nutsdb.v1.CloseRequest;
import nutsdb.v1.NutsDB;
import nutsdb.v1.OpenRequest;
import nutsdb.v1.Pair;
import nutsdb.v1.ReadPairRequest;
import nutsdb.v1.WritePairRequest;
import parigot.guest.Future;
import parigot.message.Bytes;
import protosupport.v1.IdRaw;

/** A number in a database that only grows. */
final class Counter {
  static final String DATABASE = "kv";
  static final String BUCKET = "/counter";
  static final String KEY = "runs";

  private final NutsDB nutsdb;

  Counter(NutsDB nutsdb) {
    this.nutsdb = nutsdb;
  }

  /** Adds one, and tells how many it is now. */
  Future<Integer> countUp() {
    return nutsdb
        .open(OpenRequest.newBuilder().setDbName(DATABASE).build())
        .flatMap(
            opened -> {
              IdRaw id = opened.getNutsdbId();
              return read(id)
                  .flatMap(before -> write(id, before + 1))
                  .flatMap(now -> close(id).map(closed -> now));
            });
  }

  /** What the request carries as value is the answer when there is no pair yet. */
  private Future<Integer> read(IdRaw id) {
    return nutsdb
        .readPair(ReadPairRequest.newBuilder().setNutsdbId(id).setPair(pair(0)).build())
        .map(response -> Integer.parseInt(response.getPair().getValue().toStringUtf8()));
  }

  private Future<Integer> write(IdRaw id, int count) {
    return nutsdb
        .writePair(WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair(count)).build())
        .map(written -> count);
  }

  private Future<Void> close(IdRaw id) {
    return nutsdb.close(CloseRequest.newBuilder().setNutsdbId(id).build());
  }

  private static Pair pair(int value) {
    return Pair.newBuilder()
        .setBucketPath(BUCKET)
        .setKey(Bytes.utf8(KEY))
        .setValue(Bytes.utf8(Integer.toString(value)))
        .build();
  }
}

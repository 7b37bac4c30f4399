package killed;

import nutsdb.v1.DeletePairRequest;
import nutsdb.v1.NutsDB;
import nutsdb.v1.OpenRequest;
import nutsdb.v1.Pair;
import nutsdb.v1.WritePairRequest;
import parigot.guest.Future;
import parigot.message.Bytes;
import protosupport.v1.IdRaw;

/** Writes pairs over and over, and deletes some. */
final class PairWriter {
  static final int PAIRS = 7;
  static final String DATABASE = "pairs";
  static final String BUCKET = "/some/bucket";
  private static final int MOST_BLOCKS = 16;

  private final NutsDB nutsdb;
  private final String run;
  private int number;

  PairWriter(NutsDB nutsdb, String run) {
    this.nutsdb = nutsdb;
    this.run = run;
  }

  static String key(int number) {
    return "pair" + number;
  }

  Future<Void> writeForEver() {
    return nutsdb
        .open(OpenRequest.newBuilder().setDbName(DATABASE).build())
        .flatMap(
            opened ->
                Future.repeatWhile(
                    () -> changeOne(opened.getNutsdbId(), number++).map(changed -> true)));
  }

  private Future<Void> changeOne(IdRaw id, int count) {
    String key = key(count % PAIRS);
    String word =
        count % 6 == 5 ? Content.NOTHING : Content.word(run + "-" + count, 1 + count % MOST_BLOCKS);
    Spoken.trying(key + " " + word);
    Future<?> change = word.equals(Content.NOTHING) ? delete(id, key) : write(id, key, word);
    return change.map(
        changed -> {
          Spoken.done(key + " " + word);
          return null;
        });
  }

  private Future<?> write(IdRaw id, String key, String word) {
    Pair pair = pair(key).setValue(Bytes.utf8(Content.of(word))).build();
    return nutsdb.writePair(WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair).build());
  }

  private Future<?> delete(IdRaw id, String key) {
    return nutsdb.deletePair(
        DeletePairRequest.newBuilder().setNutsdbId(id).setPair(pair(key).build()).build());
  }

  private static Pair.Builder pair(String key) {
    return Pair.newBuilder().setBucketPath(BUCKET).setKey(Bytes.utf8(key));
  }
}

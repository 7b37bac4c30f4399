package parigot.servers;

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
import parigot.guest.Future;
import parigot.guest.Logger;

/** Refuses what the plugin would refuse anyhow, before anything is copied out to it. */
final class CheckedNutsDb implements NutsDB {
  private static final int LONGEST_PATH = 4096;
  private static final int LARGEST_KEY = 4096;
  private static final int LARGEST_VALUE = 32_768;

  private final NutsDB plugin;
  private final Failures failures =
      new Failures(Logger.get(), "nutsdb.v1.NutsDB", NutsDBErr.InternalError);

  CheckedNutsDb(NutsDB plugin) {
    this.plugin = plugin;
  }

  @Override
  public Future<OpenResponse> open(OpenRequest request) {
    if (!Names.isDatabase(request.getDbName())) {
      throw NutsDBErr.BadDBName.exception("a database's name is a letter, then letters or digits");
    }
    return failures.told("Open", plugin.open(request));
  }

  @Override
  public Future<Void> close(CloseRequest request) {
    return failures.told("Close", plugin.close(request));
  }

  @Override
  public Future<ReadPairResponse> readPair(ReadPairRequest request) {
    check(request.hasNutsdbId(), request.getPair());
    return failures.told("ReadPair", plugin.readPair(request));
  }

  @Override
  public Future<WritePairResponse> writePair(WritePairRequest request) {
    check(request.hasNutsdbId(), request.getPair());
    return failures.told("WritePair", plugin.writePair(request));
  }

  @Override
  public Future<DeletePairResponse> deletePair(DeletePairRequest request) {
    check(request.hasNutsdbId(), request.getPair());
    return failures.told("DeletePair", plugin.deletePair(request));
  }

  private static void check(boolean hasId, Pair pair) {
    if (!hasId) {
      throw NutsDBErr.BadId.exception("open a database first");
    }
    // Whether a longer one is too long is for the plugin to say, which counts its bytes.
    if (pair.getBucketPath().length() <= LONGEST_PATH
        && !Names.isBucketPath(pair.getBucketPath())) {
      throw NutsDBErr.BadBucketPath.exception(
          "a bucket's path begins with '/' and has letters, digits and '/' in it");
    }
    int key = pair.getKey().size();
    if (key == 0) {
      throw NutsDBErr.KeyEmpty.exception("a key has at least one byte");
    }
    if (key > LARGEST_KEY) {
      throw NutsDBErr.KeyTooLarge.exception("a key has at most " + LARGEST_KEY + " bytes");
    }
    if (pair.getValue().size() > LARGEST_VALUE) {
      throw NutsDBErr.ValueTooLarge.exception("a value has at most " + LARGEST_VALUE + " bytes");
    }
  }
}

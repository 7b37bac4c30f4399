package parigot.plugin.nutsdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Optional;
import nutsdb.v1.host.CloseRequest;
import nutsdb.v1.host.CloseResponse;
import nutsdb.v1.host.DeletePairRequest;
import nutsdb.v1.host.DeletePairResponse;
import nutsdb.v1.host.NutsDBErr;
import nutsdb.v1.host.NutsDBPlugin;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.OpenResponse;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import nutsdb.v1.host.ReadPairResponse;
import nutsdb.v1.host.WritePairRequest;
import nutsdb.v1.host.WritePairResponse;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.PluginId;
import parigot.plugin.ServiceError;

/** The rules of {@code nutsdb.v1.NutsDB}. From any thread. */
final class NutsDbService implements NutsDBPlugin {
  private static final int LARGEST_KEY = 4096;
  private static final int LARGEST_VALUE = 32_768;

  private final OpenDatabases databases;

  NutsDbService(OpenDatabases databases) {
    this.databases = databases;
  }

  @Override
  public OpenResponse open(OpenRequest request, Caller caller) throws ServiceError {
    DatabaseFile file = DatabaseFile.named(request.getDbName());
    PluginId id = databases.open(file, !request.getErrIfNotFound(), GuestLife.of(caller));
    return OpenResponse.newBuilder().setNutsdbId(id.raw()).build();
  }

  @Override
  public CloseResponse close(CloseRequest request, Caller caller) throws ServiceError {
    databases.close(PluginId.of(request.getNutsdbId()));
    return CloseResponse.getDefaultInstance();
  }

  @Override
  public ReadPairResponse readPair(ReadPairRequest request, Caller caller) throws ServiceError {
    return databases.with(
        PluginId.of(request.getNutsdbId()),
        database -> {
          Pair pair = request.getPair();
          BucketPath path = checked(pair);
          ByteString value =
              database
                  .swiftly(tables -> tables.read(path, pair.getKey()))
                  .or(() -> Optional.of(pair.getValue()).filter(given -> !given.isEmpty()))
                  .orElseThrow(NutsDbService::notFound);
          return ReadPairResponse.newBuilder()
              .setNutsdbId(request.getNutsdbId())
              .setPair(pair.toBuilder().setValue(value))
              .build();
        });
  }

  @Override
  public WritePairResponse writePair(WritePairRequest request, Caller caller) throws ServiceError {
    return databases.with(
        PluginId.of(request.getNutsdbId()),
        database -> {
          Pair pair = request.getPair();
          BucketPath path = checked(pair);
          WritePairResponse response =
              WritePairResponse.newBuilder()
                  .setNutsdbId(request.getNutsdbId())
                  .setPair(pair)
                  .build();
          checkRoom(response, caller);
          return database.growing(
              tables -> {
                tables.write(path, pair.getKey(), pair.getValue());
                return response;
              });
        });
  }

  @Override
  public DeletePairResponse deletePair(DeletePairRequest request, Caller caller)
      throws ServiceError {
    return databases.with(
        PluginId.of(request.getNutsdbId()),
        database -> {
          Pair pair = request.getPair();
          BucketPath path = checked(pair);
          DeletePairResponse response =
              DeletePairResponse.newBuilder()
                  .setNutsdbId(request.getNutsdbId())
                  .setPair(pair)
                  .build();
          checkRoom(response, caller);
          return database.durably(
              tables -> {
                if (!tables.delete(path, pair.getKey()) && request.getErrNotFound()) {
                  throw notFound();
                }
                return response;
              });
        });
  }

  private static BucketPath checked(Pair pair) throws ServiceError {
    BucketPath path = BucketPath.of(pair.getBucketPath());
    int key = pair.getKey().size();
    if (key == 0) {
      throw new ServiceError(NutsDBErr.KeyEmpty_VALUE, "a key has at least one byte");
    }
    if (key > LARGEST_KEY) {
      throw new ServiceError(
          NutsDBErr.KeyTooLarge_VALUE,
          "a key has at most %d bytes, and not %d".formatted(LARGEST_KEY, key));
    }
    int value = pair.getValue().size();
    if (value > LARGEST_VALUE) {
      throw new ServiceError(
          NutsDBErr.ValueTooLarge_VALUE,
          "a value has at most %d bytes, and not %d".formatted(LARGEST_VALUE, value));
    }
    return path;
  }

  private static ServiceError notFound() {
    return new ServiceError(NutsDBErr.PairNotFound_VALUE, "there is no pair with this key");
  }

  /** What its caller could not be told has no effect. */
  private static void checkRoom(Message response, Caller caller) throws ServiceError {
    if (response.getSerializedSize() > caller.room()) {
      throw new ServiceError(
          NutsDBErr.MarshalError_VALUE,
          "the answer takes %d bytes, and the guest has room for %d"
              .formatted(response.getSerializedSize(), caller.room()));
    }
  }
}

package parigot.plugin.nutsdb;

import com.google.protobuf.ByteString;
import java.time.Clock;
import java.util.Optional;
import java.util.SplittableRandom;
import nutsdb.v1.host.CloseRequest;
import nutsdb.v1.host.DeletePairRequest;
import nutsdb.v1.host.OpenRequest;
import nutsdb.v1.host.Pair;
import nutsdb.v1.host.ReadPairRequest;
import nutsdb.v1.host.WritePairRequest;
import parigot.plugin.Caller;
import parigot.plugin.PluginException;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** Each call once, in a database that nobody else sees: no guest's first call pays for loading. */
final class FirstUse {
  private static final long CAPACITY = 1 << 20;

  private FirstUse() {}

  static void of(Clock clock) throws PluginException {
    NutsDbSettings settings =
        new NutsDbSettings(Optional.empty(), CAPACITY, 1, 1, 1, CAPACITY, "nothing");
    OpenDatabases databases =
        new OpenDatabases(settings, clock, new SplittableRandom(1), Optional.empty(), 0, false);
    try {
      use(new NutsDbService(databases));
    } catch (ServiceError | LinkageError e) {
      throw new PluginException("SQLite cannot be used on this machine: %s.".formatted(e), e);
    } finally {
      databases.closeAll();
    }
  }

  private static void use(NutsDbService service) throws ServiceError {
    Caller caller = Caller.itself("nutsdb.v1.NutsDB");
    IdRaw id =
        service.open(OpenRequest.newBuilder().setDbName("first").build(), caller).getNutsdbId();
    ByteString bytes = ByteString.copyFromUtf8("first");
    Pair pair = Pair.newBuilder().setBucketPath("/").setKey(bytes).setValue(bytes).build();
    service.writePair(WritePairRequest.newBuilder().setNutsdbId(id).setPair(pair).build(), caller);
    service.readPair(ReadPairRequest.newBuilder().setNutsdbId(id).setPair(pair).build(), caller);
    service.deletePair(
        DeletePairRequest.newBuilder().setNutsdbId(id).setPair(pair).build(), caller);
    service.close(CloseRequest.newBuilder().setNutsdbId(id).build(), caller);
  }
}

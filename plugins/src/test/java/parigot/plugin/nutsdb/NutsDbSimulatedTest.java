package parigot.plugin.nutsdb;

import nutsdb.v1.host.NutsDBErr;
import org.junit.jupiter.api.Test;
import protosupport.v1.host.IdRaw;

/** What another has left is as good as new: it answers as databases do on a disk and in memory. */
class NutsDbSimulatedTest extends NutsDbContract {
  @Override
  Databases start() throws Exception {
    return started("");
  }

  @Override
  Databases started(String settings) throws Exception {
    try (Databases before = Databases.simulated(settings)) {
      IdRaw id = before.open("shop");
      for (int i = 0; i < 3; i++) {
        before.write(id, "/left", "key " + i, "-".repeat(3_000));
      }
    }
    return Databases.simulated(settings);
  }

  @Test
  void nothingIsLeftOfWhatAnotherWrote() throws Exception {
    refused(NutsDBErr.DBNotFound, () -> databases.open("shop", true));
    refused(NutsDBErr.PairNotFound, () -> databases.read(databases.open("shop"), "/left", "key 1"));
  }
}

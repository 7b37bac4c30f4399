package parigot.plugin.nutsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import nutsdb.v1.host.NutsDBErr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.plugin.PluginException;

class NutsDbInMemoryTest extends NutsDbContract {

  @Override
  Databases start() throws Exception {
    return Databases.started("");
  }

  @Override
  Databases started(String settings) throws Exception {
    return Databases.started(settings);
  }

  @Test
  void whatIsInMemoryIsGoneWithTheApplication() throws Exception {
    databases.write(databases.open("shop"), "/", "key", "value");
    databases.close();
    databases = start();
    refused(NutsDBErr.DBNotFound, () -> databases.open("shop", true));
  }

  @Test
  void aClosedDatabaseInMemoryStaysAndCounts() throws Exception {
    try (Databases one = started("max-databases = 1")) {
      one.close(one.open("a"));
      refused(NutsDBErr.InternalError, () -> one.open("b"));
      assertThat(one.open("a", true)).isNotNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "max-size = 1 KiB | max-size must be at least 64 KiB.",
        "max-size = large | max-size must be a size, as in 64 MiB, and is \"large\".",
        "max-ids = 0 | max-ids must be a whole number from 1 to 1000000, and is 0.",
        "max-databases = 0 | max-databases must be a whole number from 1 to 10000, and is 0.",
        "root = 7 | root must be a path, and is 7.",
        "rot = x | rot is no setting; did you mean root?",
        "max-size = 65536 | max-size needs a unit, as in \"65536 KiB\" or \"65536 MiB\", and is 65536."
      })
  void aWrongSettingStopsTheApplication(String setting, String complaint) {
    assertThatThrownBy(() -> started(setting))
        .isInstanceOf(PluginException.class)
        .hasMessage("String: 1: parigot.plugins.nutsdb." + complaint);
  }
}

package parigot.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.util.List;
import java.util.Map;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.Placement;

/**
 * What an application under test is made from: files and texts, so that another process can make
 * the same from them.
 *
 * @param file of the configuration; empty when there is none
 * @param config goes before the file
 * @param engine of the guests that do not say; empty leaves it to the configuration
 * @param placement the file of a placement; empty when there is none
 * @param tests whether guests of kind test run too
 */
record Described(String file, String config, String engine, String placement, boolean tests) {
  static final int ARGUMENTS = 5;

  /** As it was written by {@link #arguments}. */
  static Described of(String... arguments) {
    return new Described(
        arguments[0], arguments[1], arguments[2], arguments[3], Boolean.parseBoolean(arguments[4]));
  }

  /** To be read by {@link #of}. */
  List<String> arguments() {
    return List.of(file, config, engine, placement, String.valueOf(tests));
  }

  ApplicationSettings settings() {
    Config whole = ConfigFactory.parseString(config);
    if (!engine.isEmpty()) {
      whole =
          ConfigFactory.parseString("parigot.guest-defaults.engine = " + engine)
              .withFallback(whole);
    }
    if (!file.isEmpty()) {
      whole = whole.withFallback(ConfigFactory.parseFile(existing(file)));
    }
    Config loaded = ConfigFactory.load(whole);
    return tests ? ApplicationSettings.withTests(loaded) : ApplicationSettings.of(loaded);
  }

  /** The names of the nodes in the placement. */
  List<String> nodes() {
    return places().getObject("parigot.nodes").keySet().stream().sorted().toList();
  }

  /** The placement, but for where its nodes listen: on these ports of the loopback interface. */
  Placement placement(Map<String, Integer> ports) {
    Config here = places();
    for (Map.Entry<String, Integer> port : ports.entrySet()) {
      String node = "parigot.nodes." + port.getKey();
      here =
          here.withValue(node + ".host", ConfigValueFactory.fromAnyRef("127.0.0.1"))
              .withValue(node + ".port", ConfigValueFactory.fromAnyRef(port.getValue()));
    }
    return Placement.of(here);
  }

  private Config places() {
    return ConfigFactory.parseFile(existing(placement));
  }

  private static File existing(String name) {
    File file = new File(name).getAbsoluteFile();
    if (!file.isFile()) {
      throw new IllegalArgumentException(
          "@WithApplication names %s, and there is no such file".formatted(file));
    }
    return file;
  }
}

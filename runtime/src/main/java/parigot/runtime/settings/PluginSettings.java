package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the configuration says about one plugin: {@code parigot.plugins.NAME}, over {@code
 * parigot.plugin-defaults.NAME}.
 *
 * @param configured whether the application's own configuration has a block for it
 * @param className the plugin's class, where it is not found by its name
 * @param jar where it is found, when not on the class path
 * @param timeout how long one of its calls may take
 * @param block everything else, the plugin's own to judge
 */
public record PluginSettings(
    boolean configured,
    Optional<String> className,
    Optional<Path> jar,
    Duration timeout,
    Config block) {

  private static final String CLASS = "class";
  private static final String JAR = "jar";
  private static final String TIMEOUT = "timeout";

  static Map<String, PluginSettings> read(
      SettingsReader parigot, PluginDispatcher dispatcher, PathLookup lookup) {
    ConfigObject blocks = parigot.object("plugins");
    ConfigObject defaults = parigot.object("plugin-defaults");
    TreeSet<String> names = new TreeSet<>(blocks.keySet());
    names.addAll(defaults.keySet());
    SettingsReader plugins = parigot.block("plugins", defaults);
    Map<String, PluginSettings> result = new LinkedHashMap<>();
    for (String name : names) {
      boolean configured =
          blocks.containsKey(name) && blocks.get(name).valueType() != ConfigValueType.NULL;
      result.put(name, read(plugins.block(name), configured, dispatcher, lookup));
    }
    return Map.copyOf(result);
  }

  private static PluginSettings read(
      SettingsReader reader, boolean configured, PluginDispatcher dispatcher, PathLookup lookup) {
    Config own = reader.config();
    return new PluginSettings(
        configured,
        reader.isSet(CLASS)
            ? Optional.of(reader.text(CLASS, "the name of a class"))
            : Optional.empty(),
        reader.isSet(JAR) ? Optional.of(lookup.file(reader, JAR, "a jar file")) : Optional.empty(),
        reader.isSet(TIMEOUT) ? reader.duration(TIMEOUT) : dispatcher.timeout(),
        own.withoutPath(CLASS).withoutPath(JAR).withoutPath(TIMEOUT));
  }

  /** The settings of a plugin about which nothing is written anywhere. */
  static PluginSettings none(PluginDispatcher dispatcher) {
    return new PluginSettings(
        false, Optional.empty(), Optional.empty(), dispatcher.timeout(), ConfigFactory.empty());
  }
}

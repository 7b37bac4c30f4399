package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What somebody set outside of the configuration's files, for Parigot by its name, and nobody
 * reads: a system property without {@code parigot.} before the key, and variables of the
 * environment.
 */
final class WithoutEffect {
  private static final String OVERRIDE = "config.override_with_env_vars";
  private static final String FORCE = "CONFIG_FORCE_parigot";
  private static final String PREFIX = "PARIGOT_";

  private WithoutEffect() {}

  /** A sentence for each such thing; none for what only might be meant for Parigot. */
  static List<String> of(Config whole, HoconBudget files) {
    return of(whole, files, System.getenv());
  }

  static List<String> of(Config whole, HoconBudget files, Map<String, String> environment) {
    List<String> result = new ArrayList<>();
    for (String property : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      if (isSetting(whole, property)) {
        result.add(
            "-D%s=%s has no effect; did you mean -Dparigot.%s?"
                .formatted(property, System.getProperty(property), property));
      }
    }
    boolean overrides = Boolean.getBoolean(OVERRIDE);
    new TreeMap<>(environment)
        .keySet()
        .forEach(
            name -> {
              if (name.startsWith(FORCE) && !overrides) {
                result.add(
                    "The environment's %s has no effect without -D%s=true."
                        .formatted(name, OVERRIDE));
              } else if (name.startsWith(PREFIX) && !files.isUsed(name)) {
                setting(whole, name.substring(PREFIX.length()))
                    .forEach(
                        key ->
                            result.add(
                                "The environment's %s has no effect: no file has ${?%s}; parigot.%s is set with -Dparigot.%s=…."
                                    .formatted(name, name, key, key)));
              }
            });
    return result;
  }

  private static boolean isSetting(Config whole, String key) {
    try {
      return whole.hasPathOrNull("parigot." + key);
    } catch (ConfigException.BadPath noKey) {
      return false;
    }
  }

  /** The keys right below {@code parigot} that are written so as a variable: one or none. */
  private static List<String> setting(Config whole, String variable) {
    return whole.getObject("parigot").keySet().stream()
        .filter(key -> key.replace('-', '_').toUpperCase(Locale.ROOT).equals(variable))
        .toList();
  }
}

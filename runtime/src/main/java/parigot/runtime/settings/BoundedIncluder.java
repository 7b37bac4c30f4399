package parigot.runtime.settings;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Includes as typesafe-config does, but looks through each file before that one parses it. What
 * comes from the class path or from another machine is not looked through.
 */
final class BoundedIncluder
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {

  /** What typesafe-config may add to a name that an include gives without its kind. */
  private static final List<String> KINDS = List.of("", ".conf", ".json", ".properties");

  private final HoconBudget budget;
  private final ConfigIncluder ordinary;

  BoundedIncluder(HoconBudget budget) {
    this(budget, null);
  }

  private BoundedIncluder(HoconBudget budget, ConfigIncluder ordinary) {
    this.budget = budget;
    this.ordinary = ordinary;
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return ordinary == null ? new BoundedIncluder(budget, fallback) : this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    String place = what;
    for (String kind : KINDS) {
      ConfigParseable found = context.relativeTo(what + kind);
      if (found != null && found.origin().filename() != null) {
        place = found.origin().filename();
        scanIfThere(Path.of(place));
      }
    }
    return nested(place, () -> ordinary.include(context, what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    scanIfThere(what.toPath());
    return nested(
        what.toString(), () -> ((ConfigIncluderFile) ordinary).includeFile(context, what));
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
    if (what.getProtocol().equals("file")) {
      try {
        scanIfThere(Path.of(what.toURI()));
      } catch (URISyntaxException | IllegalArgumentException odd) {
        throw new SettingsException(
            "The configuration includes %s, which is no name of a file.".formatted(what), odd);
      }
    }
    return nested(what.toString(), () -> ((ConfigIncluderURL) ordinary).includeURL(context, what));
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String what) {
    return nested(what, () -> ((ConfigIncluderClasspath) ordinary).includeResources(context, what));
  }

  private ConfigObject nested(String place, Supplier<ConfigObject> inclusion) {
    budget.including(place);
    try {
      return inclusion.get();
    } finally {
      budget.included();
    }
  }

  private void scanIfThere(Path file) {
    if (Files.exists(file)) {
      scan(file, budget);
    }
  }

  /**
   * Looks through a file.
   *
   * @throws SettingsException when it cannot be read or has more than may be
   */
  static void scan(Path file, HoconBudget budget) {
    if (!Files.isRegularFile(file)) {
      throw new SettingsException(
          "The configuration cannot include %s, which is no ordinary file.".formatted(file));
    }
    try {
      budget.bytes(Files.size(file), file.toString());
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (!file.toString().endsWith(".properties")) {
        HoconScan.scan(file.toString(), text, budget);
      }
    } catch (IOException unreadable) {
      throw new SettingsException(
          "The configuration file %s cannot be read: %s.".formatted(file, unreadable.getMessage()),
          unreadable);
    }
  }
}

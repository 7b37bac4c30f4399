package parigot.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Loads an application's configuration as a person in front of a terminal names it. */
public final class ConfigFiles {
  /** The system properties with which typesafe-config is told what to load. */
  private static final List<String> CONFIG_PROPERTIES =
      List.of("config.file", "config.resource", "config.url");

  private static final String DEFAULT_NAME = "application.conf";

  private static final long MOST_BYTES = 4 << 20;

  private ConfigFiles() {}

  /**
   * Loads the named file, or the {@code application.conf} of the named folder, or else what {@code
   * -Dconfig.file} (or {@code config.resource}, {@code config.url}) names or else the current
   * folder's {@code application.conf}; below it every module's defaults, above it the system
   * properties as they are now and, with {@code -Dconfig.override_with_env_vars=true}, the
   * environment's {@code CONFIG_FORCE_…}.
   *
   * @throws SettingsException when there is no such file, it cannot be read, or it is no HOCON
   */
  public static Config load(Optional<Path> file) {
    Optional<String> property =
        CONFIG_PROPERTIES.stream().filter(key -> System.getProperty(key) != null).findFirst();
    if (file.isPresent() && property.isPresent()) {
      throw new SettingsException(
          "Both the file %s and -D%s=%s name a configuration; give only one of them."
              .formatted(file.get(), property.get(), System.getProperty(property.get())));
    }
    // Properties are remembered from the first load of this JVM; those of now count.
    ConfigFactory.invalidateCaches();
    try {
      if (property.isEmpty()) {
        return ConfigFactory.load(parse(file));
      }
      if (property.get().equals("config.file")) {
        return ConfigFactory.load(parse(Optional.of(Path.of(System.getProperty("config.file")))));
      }
      return ConfigFactory.load();
    } catch (ConfigException unusable) {
      throw complaint(unusable);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      throw tooMuch(tooMuch);
    }
  }

  /** What to say when typesafe-config, which has no bounds, cannot take in what was written. */
  static SettingsException tooMuch(VirtualMachineError error) {
    return new SettingsException(
        error instanceof StackOverflowError
            ? "The configuration is nested too deeply, or its substitutions lead too far from one to"
                + " the next."
            : "The configuration does not fit the memory of this process: a file or its"
                + " substitutions are too large.",
        error);
  }

  private static Config parse(Optional<Path> named) {
    Path place = named.orElse(Path.of("")).toAbsolutePath().normalize();
    Path file = Files.isDirectory(place) ? place.resolve(DEFAULT_NAME) : place;
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? "is no file" : "does not exist";
      throw new SettingsException(
          named.isPresent()
              ? "The configuration file %s %s.".formatted(file, what)
              : "No configuration file was named, and %s %s.".formatted(file, what));
    }
    requireSize(file);
    return ConfigFactory.parseFile(
        file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
  }

  private static void requireSize(Path file) {
    try {
      long size = Files.size(file);
      if (size > MOST_BYTES) {
        throw new SettingsException(
            "The configuration file %s has %,d bytes, and may have at most %,d."
                .formatted(file, size, MOST_BYTES));
      }
    } catch (IOException unreadable) {
      throw new SettingsException(
          "The configuration file %s cannot be read: %s.".formatted(file, unreadable.getMessage()),
          unreadable);
    }
  }

  /** What typesafe-config complains about, as one sentence that begins with the place. */
  static SettingsException complaint(ConfigException unusable) {
    if (unusable instanceof ConfigException.IO && unusable.getCause() instanceof IOException e) {
      String why =
          e.getMessage().startsWith("resource not found")
              ? "there is no such file"
              : e.getMessage();
      return new SettingsException(
          "The configuration file %s cannot be read: %s."
              .formatted(unusable.origin().description(), why),
          unusable);
    }
    String message = unusable.getMessage();
    ConfigOrigin origin = unusable.origin();
    if (origin != null && message.startsWith(origin.description() + ": ")) {
      message = SettingsReader.place(origin) + message.substring(origin.description().length());
    }
    return new SettingsException(message.endsWith(".") ? message : message + ".", unusable);
  }
}

package parigot.runtime.settings;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.BlockReader;

/** Loads an application's configuration as a person in front of a terminal names it. */
public final class ConfigFiles {
  /** The system properties with which typesafe-config is told what to load. */
  private static final List<String> CONFIG_PROPERTIES =
      List.of("config.file", "config.resource", "config.url");

  private static final String DEFAULT_NAME = "application.conf";

  private static final Logger LOG = LoggerFactory.getLogger(ConfigFiles.class);

  private ConfigFiles() {}

  /**
   * Loads the named file, which may be a pack, or the {@code application.conf} of the named folder,
   * or else what {@code -Dconfig.file} (or {@code config.resource}, {@code config.url}) names or
   * else the current folder's {@code application.conf}; below it every module's defaults, above it
   * the system properties as they are now and, with {@code -Dconfig.override_with_env_vars=true},
   * the environment's {@code CONFIG_FORCE_…}.
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
    HoconBudget budget = new HoconBudget();
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setIncluder(new BoundedIncluder(budget));
    try {
      Config whole;
      if (property.isEmpty() || property.get().equals("config.file")) {
        Path named = existing(property.map(key -> Path.of(System.getProperty(key))).or(() -> file));
        Config own = own(named, budget, options);
        whole = ConfigFactory.load(own);
        requireSomething(named, own, whole);
      } else {
        PackTrust.ofThisProcess().checkPlain(Path.of(System.getProperty(property.get())));
        whole = ConfigFactory.load(options);
      }
      PackTrust.checkOwn(whole);
      budget.warnings().forEach(LOG::warn);
      WithoutEffect.of(whole, budget).forEach(LOG::warn);
      return whole;
    } catch (ConfigException unusable) {
      throw complaint(unusable);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      throw tooMuch(tooMuch);
    }
  }

  private static Config own(Path named, HoconBudget budget, ConfigParseOptions options) {
    PackTrust trust = PackTrust.ofThisProcess();
    if (ApplicationPack.isOne(named)) {
      return ApplicationPack.open(named, trust).configuration(budget);
    }
    trust.checkPlain(named);
    BoundedIncluder.scan(named, budget);
    return ConfigFactory.parseFile(named.toFile(), options.setAllowMissing(false));
  }

  /**
   * What a file, or the {@code application.conf} of a folder, configures by itself, with all that
   * it includes and refers to: without defaults, and without the system properties.
   */
  static Config own(Path file) {
    HoconBudget budget = new HoconBudget();
    try {
      return own(
              existing(Optional.of(file)),
              budget,
              ConfigParseOptions.defaults().setIncluder(new BoundedIncluder(budget)))
          .resolve();
    } catch (ConfigException unusable) {
      throw complaint(unusable);
    }
  }

  /**
   * Loads the file of a {@link Placement}, or that of a pack, with every module's defaults below
   * it; nothing else goes before it, for it is the same on all nodes.
   *
   * @throws SettingsException when there is no such file, it cannot be read, or it is no HOCON
   */
  public static Config placement(Path file) {
    Path place = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(place)) {
      throw new SettingsException(
          "The placement %s %s."
              .formatted(place, Files.exists(place) ? "is no file" : "does not exist"));
    }
    HoconBudget budget = new HoconBudget();
    ConfigParseOptions options =
        ConfigParseOptions.defaults().setIncluder(new BoundedIncluder(budget));
    try {
      Config own;
      if (ApplicationPack.isOne(place)) {
        own = ApplicationPack.open(place, PackTrust.ofThisProcess()).placement(budget);
      } else {
        BoundedIncluder.scan(place, budget);
        own = ConfigFactory.parseFile(place.toFile(), options.setAllowMissing(false));
      }
      budget.rejectTwoNodesOfOneName();
      new SettingsReader("", own.root()).rejectNear("parigot");
      if (!own.root().containsKey("parigot")) {
        throw new SettingsException(
            "The placement %s says nothing: it has no block parigot { … }.".formatted(place));
      }
      budget.warnings().forEach(LOG::warn);
      return own;
    } catch (ConfigException unusable) {
      throw complaint(unusable);
    } catch (StackOverflowError | OutOfMemoryError tooMuch) {
      throw tooMuch(tooMuch);
    }
  }

  /** A file beside which nothing is configured is another file than somebody meant. */
  private static void requireSomething(Path file, Config own, Config whole) {
    new SettingsReader("", own.root()).rejectNear("parigot");
    if (!own.root().containsKey("parigot") && whole.getObject("parigot.guests").isEmpty()) {
      throw new SettingsException(
          "The configuration file %s configures nothing: it has no block parigot { … }."
              .formatted(file));
    }
  }

  /** What to say when typesafe-config, which has no bounds, cannot take in what was written. */
  static SettingsException tooMuch(VirtualMachineError error) {
    return new SettingsException(
        error instanceof StackOverflowError
            ? "The configuration is nested too deeply, or its substitutions lead too far from one"
                + " to the next."
            : "The configuration does not fit the memory of this process: a file or its"
                + " substitutions are too large.",
        error);
  }

  private static Path existing(Optional<Path> named) {
    Path place = named.orElse(Path.of("")).toAbsolutePath().normalize();
    Path file = Files.isDirectory(place) ? place.resolve(DEFAULT_NAME) : place;
    if (!Files.isRegularFile(file)) {
      String what = Files.exists(file) ? "is no file" : "does not exist";
      throw new SettingsException(
          named.isPresent()
              ? "The configuration file %s %s.".formatted(file, what)
              : "No configuration file was named, and %s %s.".formatted(file, what));
    }
    return file;
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
      message = BlockReader.place(origin) + message.substring(origin.description().length());
    }
    return new SettingsException(message.endsWith(".") ? message : message + ".", unusable);
  }
}

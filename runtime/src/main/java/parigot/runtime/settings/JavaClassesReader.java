package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import parigot.runtime.settings.GuestSettings.Engine;

/**
 * Finds the classes of guests that are to run as plain Java: in {@code main-class} and {@code
 * class-path}, and what these do not say in the file that the guest's build writes beside its
 * module.
 */
final class JavaClassesReader {
  private static final String MAIN_CLASS = "main-class";
  private static final String CLASS_PATH = "class-path";

  private JavaClassesReader() {}

  /**
   * Reads what one guest's block says.
   *
   * @param own the block as it stands, without defaults: a guest that asks for the engine itself
   *     must have classes, one for which all guests were asked need not
   */
  static Optional<JavaClasses> of(
      SettingsReader guest, SettingsReader own, Engine engine, Path wasm) {
    boolean saysMain = guest.isSet(MAIN_CLASS);
    boolean saysPath = guest.isSet(CLASS_PATH);
    if (engine == Engine.WASM) {
      return Optional.empty();
    }
    Path description = besides(wasm);
    boolean isDescribed = Files.isRegularFile(description);
    if (!isDescribed && !(saysMain && saysPath)) {
      if (own.isSet("engine") || saysMain || saysPath) {
        throw guest.complaint(
            "engine",
            "is jvm, and there is no %s, which the build of a guest in Java writes beside its module; build the guest's project again, or set main-class and class-path."
                .formatted(description));
      }
      return Optional.empty();
    }
    SettingsReader described = isDescribed ? described(description) : guest;
    return Optional.of(
        new JavaClasses(
            (saysMain ? guest : described).text(MAIN_CLASS, "the name of a class"),
            paths(saysPath ? guest : described)));
  }

  /** What the build of a guest in Java tells. */
  static Optional<JavaClasses> beside(Path wasm) {
    Path description = besides(wasm);
    if (!Files.isRegularFile(description)) {
      return Optional.empty();
    }
    SettingsReader described = described(description);
    return Optional.of(
        new JavaClasses(described.text(MAIN_CLASS, "the name of a class"), paths(described)));
  }

  static Path besides(Path wasm) {
    String name = wasm.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return wasm.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".jvm.conf");
  }

  static SettingsReader described(Path file) {
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      return new SettingsReader("", config.root());
    } catch (ConfigException unusable) {
      throw ConfigFiles.complaint(unusable);
    }
  }

  private static List<Path> paths(SettingsReader reader) {
    return reader.located(CLASS_PATH).stream().map(part -> path(reader, part)).toList();
  }

  private static Path path(SettingsReader reader, ConfigValue part) {
    return reader.path(CLASS_PATH, part.origin(), (String) part.unwrapped());
  }
}

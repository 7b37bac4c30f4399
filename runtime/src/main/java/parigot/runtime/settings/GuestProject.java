package parigot.runtime.settings;

import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a guest is built from, as its build has written it beside its module.
 *
 * @param folder the folder of its Maven project
 * @param sources the folders of its sources
 * @param builder the coordinates of the Maven plugin that builds it
 */
public record GuestProject(Path folder, List<Path> sources, String builder) {
  private static final String PROJECT = "project";
  private static final String SOURCES = "sources";

  public GuestProject {
    sources = List.copyOf(sources);
  }

  /**
   * The project of the guest with this module. None of one whose build says nothing, or is not
   * there any more.
   *
   * @throws SettingsException when what stands there cannot be read
   */
  public static Optional<GuestProject> of(Path wasm) {
    Path description = JavaClassesReader.besides(wasm);
    if (!Files.isRegularFile(description)) {
      return Optional.empty();
    }
    SettingsReader reader = JavaClassesReader.described(description);
    if (!reader.isSet(PROJECT)) {
      return Optional.empty();
    }
    Path folder = PathLookup.path(reader, PROJECT, "the path of a folder");
    return Files.isRegularFile(folder.resolve("pom.xml"))
        ? Optional.of(
            new GuestProject(
                folder,
                reader.located(SOURCES).stream().map(value -> path(reader, value)).toList(),
                reader.text("builder", "the coordinates of a Maven plugin")))
        : Optional.empty();
  }

  private static Path path(SettingsReader reader, ConfigValue value) {
    return reader.path(SOURCES, value.origin(), (String) value.unwrapped());
  }
}

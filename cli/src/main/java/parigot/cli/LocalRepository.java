package parigot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A local repository of Maven, where a build finds Parigot's artifacts without asking anybody.
 *
 * @param folder where it is, whether or not it is there yet
 */
record LocalRepository(Path folder) {
  private static final Pattern OPTION = Pattern.compile("(?:^|\\s)-Dmaven\\.repo\\.local=(\\S+)");
  private static final Pattern SETTING =
      Pattern.compile("<localRepository>\\s*([^<]+?)\\s*</localRepository>");

  /** The one that a Maven of this user uses: by its options, its settings, or its default. */
  static LocalRepository ofThisUser() throws IOException {
    Matcher option = OPTION.matcher(System.getenv().getOrDefault("MAVEN_OPTS", ""));
    if (option.find()) {
      return new LocalRepository(Path.of(option.group(1)));
    }
    String home = System.getProperty("user.home");
    Path settings = Path.of(home, ".m2", "settings.xml");
    if (Files.isReadable(settings)) {
      Matcher setting = SETTING.matcher(Files.readString(settings));
      if (setting.find()) {
        return new LocalRepository(Path.of(setting.group(1).replace("${user.home}", home)));
      }
    }
    return new LocalRepository(Path.of(home, ".m2", "repository"));
  }

  /** Whether this version of Parigot can be built with from here. */
  boolean hasParigot() {
    String version = Versions.parigot();
    return Files.exists(
        folder.resolve("parigot/parigot-guest/%1$s/parigot-guest-%1$s.jar".formatted(version)));
  }

  /**
   * Copies all artifacts of a folder that is laid out as a repository. Each file is there whole or
   * not at all, as a build may be reading.
   *
   * @return how many artifacts that were
   */
  int install(Path artifacts) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(artifacts)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    int poms = 0;
    for (Path file : files) {
      Path target = folder.resolve(artifacts.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Path half = Files.createTempFile(target.getParent(), ".parigot", null);
      try {
        Files.copy(file, half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(half);
      }
      if (file.toString().endsWith(".pom")) {
        poms++;
      }
    }
    return poms;
  }
}

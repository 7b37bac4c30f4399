package helloworld;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this build has made of Parigot until now, in a local Maven repository as {@code mvn install}
 * would put it there.
 */
final class InstalledParigot {
  private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();

  /** The first name behind the parent's, which is the module's own. */
  private static final Pattern ARTIFACT =
      Pattern.compile("(?s)^(?:.*?</parent>)?.*?<artifactId>([^<]+)</artifactId>");

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  private InstalledParigot() {}

  /** Puts everything into a repository that has no group {@code parigot} yet. */
  static void into(Path repository) throws IOException {
    try (Stream<Path> files =
        Files.find(
            CHECKOUT,
            3,
            (file, attributes) ->
                file.endsWith("pom.xml") && !file.toString().contains("/target/"))) {
      for (Path pom : files.toList()) {
        install(pom, repository);
      }
    }
  }

  private static void install(Path pom, Path repository) throws IOException {
    String text = Files.readString(pom);
    String artifact = first(ARTIFACT, text);
    String version = first(VERSION, text);
    Path folder =
        Files.createDirectories(repository.resolve("parigot").resolve(artifact).resolve(version));
    Files.copy(pom, folder.resolve("%s-%s.pom".formatted(artifact, version)));
    Optional<Path> jar = jar(pom.resolveSibling("target"), artifact, version);
    if (jar.isPresent()) {
      Files.copy(jar.get(), folder.resolve("%s-%s.jar".formatted(artifact, version)));
    }
  }

  private static Optional<Path> jar(Path target, String artifact, String version) {
    return List.of(artifact + "-" + version + ".jar", artifact + ".jar").stream()
        .map(target::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalArgumentException("no " + pattern + " in " + text);
    }
    return matcher.group(1);
  }
}

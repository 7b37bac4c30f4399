package parigot.runtime.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Modules that lie in jars, below {@value #FOLDER}: the ready-made servers are in one, and a build
 * with {@code modulesInJar} makes one. A jar stays open once it was looked into, as those of the
 * class path do.
 */
final class PackagedModules {
  static final String FOLDER = "META-INF/parigot/guests/";

  /** Nothing that leaves the folder. */
  private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*");

  private PackagedModules() {}

  /** The module of a name on the class path. */
  static Optional<Path> onTheClassPath(String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    URL found =
        (loader == null ? PackagedModules.class.getClassLoader() : loader)
            .getResource(FOLDER + name);
    if (found == null) {
      return Optional.empty();
    }
    try {
      return file(found.toURI());
    } catch (URISyntaxException wrong) {
      throw new IOException(found + " is no address of a file", wrong);
    }
  }

  private static Optional<Path> file(URI found) throws IOException {
    if (found.getScheme().equals("file")) {
      return Optional.of(Path.of(found));
    }
    if (!found.getScheme().equals("jar")) {
      return Optional.empty();
    }
    String text = found.toString();
    int end = text.lastIndexOf("!/");
    return Optional.of(opened(URI.create(text.substring(0, end))).getPath(text.substring(end + 1)));
  }

  /** The module of a name in a jar. */
  static Optional<Path> in(Path jar, String name) throws IOException {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(opened(URI.create("jar:" + jar.toUri())).getPath("/" + FOLDER + name))
        .filter(Files::isRegularFile);
  }

  private static synchronized FileSystem opened(URI jar) throws IOException {
    try {
      return FileSystems.getFileSystem(jar);
    } catch (FileSystemNotFoundException closed) {
      return FileSystems.newFileSystem(jar, Map.of());
    }
  }
}

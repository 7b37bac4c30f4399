package parigot.maven;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Tells whether a module was compiled of what there is now, by a file beside it. The file names all
 * that the compiler looked for on the class path, with a digest of each: so a module is compiled
 * again when something changes that the guest can reach, and not for another guest's sake. What was
 * looked for and is not there counts too, since it may come.
 */
final class Fingerprint {
  /** Of the file's name, behind a full stop and the module's. */
  static final String SUFFIX = ".made-of";

  private static final String MISSING = "-";

  private final Path file;
  private final String settings;
  private final ClassPath classPath;

  /**
   * @param compiler the jar or folder of what compiles: a snapshot changes without its version
   * @param settings all else that decides what the module is like
   */
  Fingerprint(Path module, Path compiler, ClassPath classPath, List<String> settings)
      throws IOException {
    this.file = module.resolveSibling("." + module.getFileName() + SUFFIX);
    this.classPath = classPath;
    MessageDigest digest = sha256();
    add(digest, compiler);
    for (String setting : settings) {
      add(digest, setting.getBytes(StandardCharsets.UTF_8));
    }
    this.settings = HexFormat.of().formatHex(digest.digest());
  }

  /** Whether the module is what would be made now. */
  boolean isThatOf(Path module) throws IOException {
    if (!Files.exists(module) || !Files.exists(file)) {
      return false;
    }
    List<String> kept = Files.readAllLines(file);
    return kept.equals(lines(names(kept)));
  }

  /** What was looked for when the module was compiled that is there; nothing without a file. */
  List<String> lookedFor() throws IOException {
    return Files.exists(file) ? names(Files.readAllLines(file)) : List.of();
  }

  private static List<String> names(List<String> kept) {
    return kept.stream().skip(1).map(line -> line.substring(line.indexOf(' ') + 1)).toList();
  }

  /** Keeps what the module was made of. */
  void keep(Collection<String> lookedFor) throws IOException {
    Files.write(file, lines(new TreeSet<>(lookedFor)));
  }

  private List<String> lines(Collection<String> names) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(settings);
    try (URLClassLoader classes = new URLClassLoader(urls(), null)) {
      for (String name : names) {
        lines.add(digest(classes, name) + " " + name);
      }
    }
    return lines;
  }

  private static String digest(URLClassLoader classes, String name) throws IOException {
    URL found = classes.findResource(name);
    if (found == null) {
      return MISSING;
    }
    // A jar that another module of this build has made anew would be read as it was.
    URLConnection connection = found.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return HexFormat.of().formatHex(sha256().digest(in.readAllBytes()));
    }
  }

  private URL[] urls() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path part : classPath.all()) {
      urls.add(part.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static void add(MessageDigest digest, Path part) throws IOException {
    if (Files.isRegularFile(part)) {
      add(digest, Files.readAllBytes(part));
    } else if (Files.isDirectory(part)) {
      try (var files = Files.walk(part)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          add(digest, part.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          add(digest, Files.readAllBytes(file));
        }
      }
    }
  }

  private static void add(MessageDigest digest, byte[] bytes) {
    digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update((byte) ' ');
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

package parigot.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The project of a service that somebody writes a client for.
 *
 * @param folder how the client's project names it
 * @param proto the folder of its .proto files
 * @param packageName the service's protobuf package
 * @param name the service's name
 * @param mains its application's guests that are mains or tests
 */
record ServiceProject(
    String folder, Path proto, String packageName, String name, List<String> mains) {
  private static final Pattern PACKAGE =
      Pattern.compile("^\\s*package\\s+([\\w.]+)\\s*;", Pattern.MULTILINE);
  private static final Pattern SERVICE =
      Pattern.compile("^\\s*service\\s+(\\w+)", Pattern.MULTILINE);

  /** A project that no client can be written for: one sentence. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String sentence) {
      super(sentence);
    }
  }

  /** The project in a folder. */
  static ServiceProject in(Path folder) throws UnusableException, IOException {
    Path configuration = folder.resolve("application.conf");
    if (!Files.isRegularFile(configuration)) {
      throw new UnusableException(
          "%s has no application.conf, so it is no service's project".formatted(folder));
    }
    for (String place : List.of("src/main/protobuf", "protobuf")) {
      Path proto = folder.resolve(place);
      Optional<String> text = Files.isDirectory(proto) ? service(proto) : Optional.empty();
      if (text.isPresent()) {
        Matcher packageName = PACKAGE.matcher(text.get());
        Matcher name = SERVICE.matcher(text.get());
        if (packageName.find() && name.find()) {
          return new ServiceProject(
              folder.isAbsolute() ? folder.toString() : "../" + folder,
              proto,
              packageName.group(1),
              name.group(1),
              mains(configuration));
        }
      }
    }
    throw new UnusableException(
        "there is no .proto with a service below %s"
            .formatted(folder.resolve("src/main/protobuf")));
  }

  private static Optional<String> service(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".proto")).sorted().toList()) {
        String text = Files.readString(file);
        if (SERVICE.matcher(text).find()) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> mains(Path configuration) throws UnusableException {
    TreeSet<String> names = new TreeSet<>();
    try {
      Config guests =
          ConfigFactory.parseFile(configuration.toFile()).resolve().getConfig("parigot.guests");
      for (String guest : guests.root().keySet()) {
        Config its = guests.getConfig(guest);
        if (its.hasPath("kind") && !its.getString("kind").equals("server")) {
          names.add(guest);
        }
      }
    } catch (ConfigException wrong) {
      throw new UnusableException(
          "%s cannot be read: %s".formatted(configuration, wrong.getMessage()));
    }
    return List.copyOf(names);
  }

  /** Copies the contract: the .proto files. */
  void copyProtoTo(Path target) throws IOException {
    Files.walkFileTree(
        proto,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path copy = target.resolve(proto.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

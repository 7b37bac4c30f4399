package parigot.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the runtime has to know of a guest to run it as plain Java: its main class and its class
 * path, in a file beside its module. Parts of the project are named relative to that file, so that
 * the project can be moved.
 */
record JavaDescription(String mainClass, List<Path> classPath, Path project) {

  /** Writes {@code NAME.jvm.conf} beside {@code NAME.wasm}, unless it says the same already. */
  void writeFor(Path module) throws IOException {
    String name = module.getFileName().toString().replaceAll("\\.wasm$", "");
    Path file = module.resolveSibling(name + ".jvm.conf");
    String text = text(module.toAbsolutePath().getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private String text(Path folder) {
    StringBuilder text = new StringBuilder();
    text.append("# How this guest runs as Java, with engine = jvm. The build writes this file.\n");
    text.append("main-class = ").append(quoted(mainClass)).append('\n');
    text.append("class-path = [\n");
    for (Path part : classPath) {
      Path path = part.toAbsolutePath().normalize();
      Path shown = path.startsWith(project.toAbsolutePath()) ? folder.relativize(path) : path;
      text.append("  ").append(quoted(shown.toString())).append('\n');
    }
    return text.append("]\n").toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

package parigot.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What there is to know of a guest beside its module, in a file there: its main class and its class
 * path, to run it as plain Java; its project and sources and what builds it, to build it again when
 * they change. Parts of the project are named relative to that file, so that the project can be
 * moved.
 *
 * @param sources the folders of what the project's own build makes the guest of
 * @param builder the coordinates of the plugin that writes this
 */
record JavaDescription(
    String mainClass, List<Path> classPath, Path project, List<Path> sources, String builder) {

  /** Writes {@code NAME.jvm.conf} beside {@code NAME.wasm}, unless it says the same already. */
  void writeFor(Path module) throws IOException {
    String name = module.getFileName().toString().replaceAll("\\.wasm$", "");
    Path file = file(module.toAbsolutePath().getParent(), name);
    String text = text(module.toAbsolutePath().getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  /** Where the description of the guest of this name is, in the folder of its module. */
  static Path file(Path folder, String name) {
    return folder.resolve(name + ".jvm.conf");
  }

  private String text(Path folder) {
    StringBuilder text = new StringBuilder();
    text.append("# How this guest runs as Java, with engine = jvm. The build writes this file.\n");
    text.append("main-class = ").append(quoted(mainClass)).append('\n');
    text.append("class-path = ").append(list(classPath, folder));
    text.append("# What it is built from, and by what.\n");
    text.append("project = ").append(shown(project, folder)).append('\n');
    text.append("sources = ").append(list(sources, folder));
    return text.append("builder = ").append(quoted(builder)).append('\n').toString();
  }

  private String list(List<Path> paths, Path folder) {
    StringBuilder text = new StringBuilder("[\n");
    paths.forEach(path -> text.append("  ").append(shown(path, folder)).append('\n'));
    return text.append("]\n").toString();
  }

  private String shown(Path path, Path folder) {
    Path whole = path.toAbsolutePath().normalize();
    Path shown = whole.startsWith(project.toAbsolutePath()) ? folder.relativize(whole) : whole;
    return quoted(shown.toString());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

package parigot.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The files of the page. They refer to nothing but each other. */
final class Page {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String JSON = "application/json";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8");

  /** All of them; the first is the page itself. */
  static final List<String> NAMES =
      List.of(
          "index.html",
          "console.css",
          "console.js",
          "details.js",
          "dom.js",
          "graph.js",
          "layout.js",
          "log.js",
          "model.js",
          "tables.js");

  private final Map<String, File> files;

  /** A file and its media type. */
  record File(String type, String content) {}

  Page() {
    files = NAMES.stream().collect(Collectors.toMap(name -> name, Page::read));
  }

  /**
   * A file of the page.
   *
   * @param path nothing for the page itself
   */
  Optional<File> file(String path) {
    return Optional.ofNullable(files.get(path.isEmpty() ? NAMES.get(0) : path));
  }

  private static File read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException(name + " of the console is not on the class path");
      }
      String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new File(TYPES.get(name.substring(name.lastIndexOf('.') + 1)), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

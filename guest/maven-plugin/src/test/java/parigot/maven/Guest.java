package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** A guest's sources and those of a library, in a folder, and what is made of them. */
record Guest(Path folder) {
  static final GuestCompiler.Options OPTIONS = new GuestCompiler.Options(256, false);

  Path sources() {
    return folder.resolve("sources");
  }

  Path library() {
    return folder.resolve("library-classes");
  }

  /** Compiles a class of the package {@code tools} that the guest may use. */
  void library(String name, String source) throws IOException {
    javac(folder.resolve("library"), "tools", name, source, library());
  }

  /** Compiles a class that stands for one of the SDK. */
  void sdk(String name, String source) throws IOException {
    javac(folder.resolve("library"), "parigot/guest", name, source, library());
  }

  /** Compiles a class of the package {@code shop}, by javac and then to WebAssembly. */
  Path module(String name, String source) throws Exception {
    return module(name, source, OPTIONS);
  }

  Path module(String name, String source, GuestCompiler.Options options) throws Exception {
    Path classes = folder.resolve("classes");
    javac(sources(), "shop", name, source, classes);
    Path module = folder.resolve(name + ".wasm");
    ClassPath classPath = new ClassPath(classes, List.of(library()), List.of(sources()));
    new GuestCompiler(classPath, options).compile("shop." + name, module);
    return module;
  }

  /**
   * Compiles a class of the package {@code shop}, by javac alone. Returns the folder of classes.
   */
  Path plain(String name, String source) throws IOException {
    Path classes = folder.resolve("classes");
    javac(sources(), "shop", name, source, classes);
    return classes;
  }

  private void javac(Path sources, String packageName, String name, String source, Path classes)
      throws IOException {
    Path file = Files.createDirectories(sources.resolve(packageName)).resolve(name + ".java");
    Files.writeString(file, source);
    Files.createDirectories(classes);
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-g"));
    arguments.addAll(List.of("-cp", library() + File.pathSeparator + classes));
    arguments.addAll(List.of("-d", classes.toString(), file.toString()));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
  }
}

package parigot.protos;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.teavm.interop.Import;
import parigot.message.Message;
import parigot.plugin.Plugin;

/**
 * The Java compiler over sources in memory, with the stack of a thread and the flags of a guest.
 */
final class JavaInMemory {
  /** Half of what a thread has where it is not told. */
  private static final long STACK = 512 << 10;

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

  /**
   * What became of sources.
   *
   * @param classes by binary name
   * @param complaints by the source's path
   */
  record Compiled(Map<String, byte[]> classes, Map<String, List<String>> complaints) {}

  Compiled compile(Map<String, String> sources) throws InterruptedException {
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    Map<String, byte[]> classes = new LinkedHashMap<>();
    List<Source> units =
        sources.entrySet().stream()
            .map(source -> new Source(source.getKey(), source.getValue()))
            .toList();
    List<String> options =
        List.of(
            "-Xlint:all,-processing,-options",
            "-proc:none",
            "-Xmaxerrs",
            "100000",
            "-Xmaxwarns",
            "100000",
            "-classpath",
            Stream.of(Message.class, Import.class, Plugin.class, com.google.protobuf.Message.class)
                .map(JavaInMemory::location)
                .collect(Collectors.joining(File.pathSeparator)));
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                JavaFileManager files =
                    new ToMemory(compiler.getStandardFileManager(said, Locale.ROOT, null), classes);
                compiler.getTask(null, files, said, options, null, units).call();
              } catch (RuntimeException | Error broken) {
                thrown.add(broken);
              }
            },
            "javac",
            STACK);
    thread.start();
    thread.join();
    Map<String, List<String>> complaints = new LinkedHashMap<>();
    for (Diagnostic<? extends JavaFileObject> one : said.getDiagnostics()) {
      String path = one.getSource() instanceof Source source ? source.path : "";
      complaints.computeIfAbsent(path, key -> new ArrayList<>()).add(text(one));
    }
    thrown.forEach(
        broken -> complaints.computeIfAbsent("", key -> new ArrayList<>()).add(broken.toString()));
    return new Compiled(classes, complaints);
  }

  private static String text(Diagnostic<?> one) {
    return one.getKind() + " " + one.getLineNumber() + ": " + one.getMessage(Locale.ROOT);
  }

  private static String location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }

  /** Loads what was compiled. */
  static ClassLoader loader(Map<String, byte[]> classes) {
    return new ClassLoader(Message.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }

  /** The files that the classes would be, as a stream of paths. */
  static Stream<String> files(Map<String, byte[]> classes) {
    return classes.keySet().stream().map(name -> name.replace('.', '/') + ".class");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String path;
    private final String text;

    Source(String path, String text) {
      super(URI.create("memory:///" + path), Kind.SOURCE);
      this.path = path;
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class ToMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, byte[]> classes;

    ToMemory(JavaFileManager files, Map<String, byte[]> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name + ".class"), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
              super.close();
              classes.put(name, toByteArray());
            }
          };
        }
      };
    }
  }
}

package parigot.maven;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.teavm.asm.ClassReader;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;

/** The class whose {@code main} a guest runs. */
final class MainClass {
  private MainClass() {}

  /**
   * Looks for the class and its {@code main}, which may be a superclass's.
   *
   * @throws GuestCompilationException when one of them is not there
   */
  static void require(String name, ClassPath classPath)
      throws GuestCompilationException, IOException {
    try (URLClassLoader classes = new URLClassLoader(urls(classPath), null)) {
      Optional<ClassReader> found = read(name.replace('.', '/'), classes);
      if (found.isEmpty()) {
        throw complaint(
            "there is no class %s; correct the guest's entry below <guests> in the pom.xml."
                .formatted(name));
      }
      while (found.isPresent()) {
        if (hasMain(found.get())) {
          return;
        }
        String parent = found.get().getSuperName();
        found = parent == null ? Optional.empty() : read(parent, classes);
      }
    }
    throw complaint(
        "the class %s has no public static void main(String[]), which is where a guest begins."
            .formatted(name));
  }

  private static GuestCompilationException complaint(String sentence) {
    return new GuestCompilationException(List.of(sentence));
  }

  private static Optional<ClassReader> read(String name, URLClassLoader classes)
      throws IOException {
    URL found = classes.findResource(name + ".class");
    if (found == null) {
      return Optional.empty();
    }
    // A jar that another module of this build has made anew would be read as it was.
    URLConnection connection = found.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return Optional.of(new ClassReader(in));
    }
  }

  private static boolean hasMain(ClassReader type) {
    boolean[] found = {false};
    type.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] exceptions) {
            int needed = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
            found[0] |=
                name.equals("main")
                    && type.equals("([Ljava/lang/String;)V")
                    && (access & needed) == needed;
            return null;
          }
        },
        ClassReader.SKIP_CODE);
    return found[0];
  }

  private static URL[] urls(ClassPath classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path part : classPath.all()) {
      urls.add(part.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}

package parigot.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;

/**
 * A guest as plain Java: its classes, and the one whose {@code main} it runs. Any number of
 * instances can be made of it, from any thread; each loads the classes anew, and has statics of its
 * own. It sees the classes of the JDK and its own, and none of its host's.
 */
public final class JavaProgram {
  /** The class of the SDK that a host speaks to; it stands in the guest's class path. */
  static final String HOST_CLASS = "parigot.guest.JvmHost";

  private final String mainClass;
  private final List<URL> classPath;
  private final String fingerprint;

  /** Classes that are free to be used again; nothing when each instance has classes of its own. */
  private final Optional<Deque<KeptClasses>> kept;

  private JavaProgram(
      String mainClass,
      List<URL> classPath,
      String fingerprint,
      Optional<Deque<KeptClasses>> kept) {
    this.kept = kept;
    this.mainClass = mainClass;
    this.classPath = classPath;
    this.fingerprint = fingerprint;
  }

  /**
   * Looks whether the guest can be run so. Nothing of the guest's runs here.
   *
   * @param mainClass the binary name of a class with a {@code public static void main(String[])}
   * @param classPath folders of classes and jars, that of the SDK among them
   * @throws ModuleException when something is missing; the message is a sentence
   */
  public static JavaProgram of(String mainClass, List<Path> classPath) throws ModuleException {
    List<URL> urls = new ArrayList<>();
    for (Path part : classPath) {
      if (!Files.exists(part)) {
        throw new ModuleException(
            "the guest's class path names %s, which is not there; build the guest's project again."
                .formatted(part));
      }
      try {
        urls.add(part.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new ModuleException(part + " cannot stand in a class path.", e);
      }
    }
    try {
      JavaProgram program =
          new JavaProgram(
              mainClass,
              List.copyOf(urls),
              ReachedClasses.digest(mainClass, classPath),
              Optional.empty());
      program.require();
      return program;
    } catch (IOException | IllegalArgumentException e) {
      throw new ModuleException("the guest's class path cannot be read: " + e, e);
    }
  }

  /**
   * The same guest for who makes instances by the thousand, on one thread: an instance that is
   * closed leaves its classes to the next, which makes all their statics again, and the thread that
   * enters an instance runs it. But for the order in which classes are initialized, and the enums
   * and constants of interfaces, which are made once, that is a new instance.
   */
  public JavaProgram reusingClasses() {
    return new JavaProgram(mainClass, classPath, fingerprint, Optional.of(new ArrayDeque<>()));
  }

  /** A digest of the classes that its main class leads to, as they were when it was made. */
  public String fingerprint() {
    return fingerprint;
  }

  private void require() throws ModuleException, IOException {
    try (GuestClasses loader = loader("to be checked")) {
      if (loader.findResource(file(HOST_CLASS)) == null) {
        throw new ModuleException(
            "the guest's class path has no %s: the SDK that it was built with (parigot-guest) cannot run as Java; build it with this version."
                .formatted(HOST_CLASS));
      }
      if (!mayHaveMain(loader)) {
        throw new ModuleException(
            "the guest's class %s has no public static void main(String[]).".formatted(mainClass));
      }
    }
  }

  /**
   * Whether a class file has a {@code main}, or a superclass that may. It is read and not loaded: a
   * debugger would set its breakpoints in the class that is loaded first, and that is not the one
   * that runs.
   */
  private boolean mayHaveMain(GuestClasses loader) throws IOException, ModuleException {
    try (InputStream in = loader.getResourceAsStream(file(mainClass))) {
      if (in == null) {
        throw new ModuleException(
            "there is no class %s in the guest's class path; build the guest's project again, or correct its main-class."
                .formatted(mainClass));
      }
      ClassReader type = new ClassReader(in);
      boolean[] found = {!type.getSuperName().equals("java/lang/Object")};
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
  }

  private static String file(String className) {
    return className.replace('.', '/') + ".class";
  }

  /** The classes for an instance, as if nothing of them had ever run. */
  GuestClasses take(String guest) throws ReflectiveOperationException {
    if (kept.isEmpty()) {
      return loader(guest);
    }
    KeptClasses free = kept.get().poll();
    if (free == null) {
      return new KeptClasses(guest, classPath.toArray(URL[]::new));
    }
    free.reset();
    return free;
  }

  /** An instance does not need these any more. */
  void give(GuestClasses classes) throws IOException {
    if (classes instanceof KeptClasses free && kept.isPresent()) {
      kept.get().push(free);
    } else {
      classes.close();
    }
  }

  /** What an instance runs on. */
  GuestExecution execution(InstanceSettings settings, ClassLoader classes) {
    return kept.isPresent()
        ? new CallersThread(settings, classes)
        : new GuestThread(settings.name(), classes);
  }

  GuestClasses loader(String guest) {
    return new GuestClasses(guest, classPath.toArray(URL[]::new));
  }

  /** Folders of classes, and jars. */
  public List<Path> classPath() {
    return classPath.stream().map(JavaProgram::path).toList();
  }

  private static Path path(URL part) {
    try {
      return Path.of(part.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("made of a path", e);
    }
  }

  /** The class whose {@code main} the guest runs. */
  public String mainClass() {
    return mainClass;
  }

  /**
   * Makes an instance. No code of the guest runs before {@link JavaInstance#start}.
   *
   * @param modules what the guest may call of its host
   * @throws ModuleException when its classes cannot be loaded
   */
  public JavaInstance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    return new JavaInstance(this, settings, modules, Optional.empty());
  }

  /**
   * As above, of a guest that is to be told something whatever it calls.
   *
   * @param others carries out what it calls that none of the modules has
   */
  public JavaInstance instantiate(
      InstanceSettings settings, List<HostModule> modules, HostFunction others)
      throws ModuleException {
    return new JavaInstance(this, settings, modules, Optional.of(others));
  }
}

package parigot.jvm;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private JavaProgram(String mainClass, List<URL> classPath) {
    this.mainClass = mainClass;
    this.classPath = classPath;
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
    JavaProgram program = new JavaProgram(mainClass, List.copyOf(urls));
    program.require();
    return program;
  }

  private void require() throws ModuleException {
    try (URLClassLoader loader = loader("to be checked")) {
      if (load(loader, HOST_CLASS) == null) {
        throw new ModuleException(
            "the guest's class path has no %s: the SDK that it was built with (parigot-guest) cannot run as Java; build it with this version."
                .formatted(HOST_CLASS));
      }
      Class<?> main = load(loader, mainClass);
      if (main == null) {
        throw new ModuleException(
            "there is no class %s in the guest's class path; build the guest's project again, or correct its main-class."
                .formatted(mainClass));
      }
      main.getMethod("main", String[].class);
    } catch (NoSuchMethodException e) {
      throw new ModuleException(
          "the guest's class %s has no public static void main(String[]).".formatted(mainClass), e);
    } catch (IOException e) {
      throw new ModuleException("the guest's class path cannot be closed: " + e, e);
    } catch (LinkageError e) {
      throw new ModuleException(
          "the guest's class %s cannot be loaded: %s".formatted(mainClass, e), e);
    }
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  URLClassLoader loader(String guest) {
    return new URLClassLoader(
        "guest " + guest, classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
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
    return new JavaInstance(this, settings, modules);
  }
}

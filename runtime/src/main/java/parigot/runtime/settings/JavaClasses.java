package parigot.runtime.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a guest consists of that runs as plain Java.
 *
 * @param mainClass the binary name of the class whose {@code main} it runs
 * @param classPath folders of classes, and jars, absolute
 */
public record JavaClasses(String mainClass, List<Path> classPath) {
  public JavaClasses {
    classPath = List.copyOf(classPath);
  }

  /**
   * Those of which the guest's build tells, in the file that it writes beside its module.
   *
   * @param wasm the module
   * @return nothing when there is no such file
   * @throws SettingsException when it does not say what it should
   */
  public static Optional<JavaClasses> beside(Path wasm) {
    return JavaClassesReader.beside(wasm);
  }
}

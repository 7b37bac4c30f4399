package parigot.runtime.settings;

import java.nio.file.Path;
import java.util.List;

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
}

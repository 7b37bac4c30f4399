package parigot.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.util.List;

/**
 * The classes of a guest that are used for one instance after the other. What is compiled of them
 * stays so, which makes an instance some hundred times faster than with classes that are loaded
 * anew; and before each further instance all their statics are made again, in the order in which
 * they were first made.
 *
 * <p>The constants of enums and interfaces are made once: their classes cannot be initialized
 * again, and nobody changes them.
 */
final class KeptClasses extends GuestClasses {
  private static final String ORDER = InitializedClasses.class.getName();

  KeptClasses(String guest, URL[] classPath) {
    super(guest, classPath);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes;
    try (InputStream in =
        name.equals(ORDER)
            ? KeptClasses.class.getResourceAsStream(file(name))
            : getResourceAsStream(file(name).substring(1))) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      bytes = in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    byte[] prepared = name.equals(ORDER) ? bytes : ResettableClass.of(bytes);
    return defineClass(name, prepared, 0, prepared.length);
  }

  private static String file(String name) {
    return "/" + name.replace('.', '/') + ".class";
  }

  /** Makes all statics again. */
  void reset() throws ReflectiveOperationException {
    Class<?> order = loadClass(ORDER);
    Method all = order.getDeclaredMethod("inOrder");
    all.setAccessible(true);
    List<?> initialized = (List<?>) all.invoke(null);
    // First of all of them: none may see what another had in an earlier life.
    for (Object type : initialized) {
      invoke((Class<?>) type, ResettableClass.CLEAR);
    }
    for (Object type : initialized) {
      invoke((Class<?>) type, ResettableClass.INITIALIZE);
    }
  }

  private static void invoke(Class<?> type, String name) throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name);
    method.setAccessible(true);
    Object unusedNothing = method.invoke(null);
  }
}

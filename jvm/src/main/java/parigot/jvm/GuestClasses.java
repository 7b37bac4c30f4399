package parigot.jvm;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;

/**
 * The classes of a guest, of one instance at a time. It shares no open jar with others: the JDK
 * would close it for all of them when the first instance ends.
 */
class GuestClasses extends URLClassLoader {
  GuestClasses(String guest, URL[] classPath) {
    super("guest " + guest, classPath, ClassLoader.getPlatformClassLoader());
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    URL found = getResource(name);
    if (found == null) {
      return null;
    }
    try {
      URLConnection connection = found.openConnection();
      connection.setUseCaches(false);
      return connection.getInputStream();
    } catch (IOException e) {
      // As a class loader says that something is not there.
      return null;
    }
  }
}

package parigot.maven;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The class path that TeaVM reads, whose class files are changed as they are read: what its own
 * form of a program no longer tells apart must be changed before.
 */
final class ClassesOfGuest extends URLClassLoader {
  private final Set<String> lookedFor = new TreeSet<>();

  ClassesOfGuest(URL[] urls, ClassLoader parent) {
    super(urls, parent);
  }

  /** The names of all that was looked for on the class path, whether or not it is there. */
  Set<String> lookedFor() {
    return lookedFor;
  }

  @Override
  public URL findResource(String name) {
    lookedFor.add(name);
    return super.findResource(name);
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    lookedFor.add(name);
    return super.findResources(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    Enumeration<URL> found = super.getResources(name);
    if (!name.endsWith(".class")) {
      return found;
    }
    List<URL> changed = new ArrayList<>();
    while (found.hasMoreElements()) {
      URL original = found.nextElement();
      changed.add(new URL(original, original.toString(), new Changed(original)));
    }
    return Collections.enumeration(changed);
  }

  private static final class Changed extends URLStreamHandler {
    private final URL original;

    Changed(URL original) {
      this.original = original;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return new ClassFile(url, original);
    }
  }

  private static final class ClassFile extends URLConnection {
    private final URL original;

    ClassFile(URL url, URL original) {
      super(url);
      this.original = original;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      try (InputStream in = original.openStream()) {
        return new ByteArrayInputStream(JavaComparisons.asCalls(in.readAllBytes()));
      }
    }
  }
}

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.teavm.asm.ClassReader;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.ClassWriter;
import org.teavm.asm.Type;

/**
 * The class path that TeaVM reads, whose class files are changed as they are read: what its own
 * form of a program no longer tells apart must be changed before.
 */
final class ClassesOfGuest extends URLClassLoader {
  private static final String CLASS = ".class";
  private static final String ENTRY_POINT =
      Type.getInternalName(ToldExceptions.EntryPoint.class) + CLASS;
  private final Set<String> lookedFor = new TreeSet<>();
  private final String mainClass;

  /** Of a guest whose program is the {@code main} of this class. */
  ClassesOfGuest(URL[] urls, ClassLoader parent, String mainClass) {
    super(urls, parent);
    this.mainClass = mainClass;
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
    if (!name.endsWith(CLASS)) {
      return found;
    }
    List<URL> changed = new ArrayList<>();
    while (found.hasMoreElements()) {
      URL original = found.nextElement();
      changed.add(
          new URL(
              original,
              original.toString(),
              new Changed(
                  original, name.equals(ENTRY_POINT) ? Optional.of(mainClass) : Optional.empty())));
    }
    return Collections.enumeration(changed);
  }

  /**
   * Of a jar of its own: the JDK would share one with all who read the jar, and close it for all of
   * them when the first of these class loaders is closed.
   */
  @Override
  public InputStream getResourceAsStream(String name) {
    URL found = getResource(name);
    try {
      return found == null ? null : stream(found);
    } catch (IOException e) {
      return null;
    }
  }

  private static InputStream stream(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection.getInputStream();
  }

  private static final class Changed extends URLStreamHandler {
    private final URL original;
    private final Optional<String> called;

    Changed(URL original, Optional<String> called) {
      this.original = original;
      this.called = called;
    }

    @Override
    protected URLConnection openConnection(URL url) throws IOException {
      return new ClassFile(url, original, called);
    }
  }

  private static final class ClassFile extends URLConnection {
    private final URL original;
    private final Optional<String> called;

    ClassFile(URL url, URL original, Optional<String> called) {
      super(url);
      this.original = original;
      this.called = called;
    }

    @Override
    public void connect() {
      connected = true;
    }

    @Override
    public InputStream getInputStream() throws IOException {
      try (InputStream in = stream(original)) {
        return new ByteArrayInputStream(changed(in.readAllBytes()));
      }
    }

    private byte[] changed(byte[] classFile) {
      ClassReader reader = new ClassReader(classFile);
      ClassWriter writer = new ClassWriter(reader, 0);
      ClassVisitor changes = AssignedParameters.first(reader, JavaComparisons.asCalls(writer));
      reader.accept(called.isPresent() ? ToldExceptions.around(called.get(), changes) : changes, 0);
      return writer.toByteArray();
    }
  }
}

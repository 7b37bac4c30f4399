package parigot.wasm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.objectweb.asm.ClassReader;

/** How long the methods are that functions of a module have become, in bytes of bytecode. */
final class MethodLengths {
  /**
   * HotSpot's {@code HugeMethodLimit}; no product build can change it. It leaves what is longer to
   * its interpreter, unless it is told not to by {@code -XX:-DontCompileHugeMethods}.
   */
  static final int LIMIT = 8_000;

  private final ClassReader reader;
  private final char[] buffer;
  private final Map<Integer, Integer> lengths = new TreeMap<>();
  private int at;

  private MethodLengths(ClassReader reader) {
    this.reader = reader;
    this.buffer = new char[reader.getMaxStringLength()];
  }

  /** Of the functions in a class, by their numbers. */
  static Map<Integer, Integer> in(ClassReader reader) {
    MethodLengths methods = new MethodLengths(reader);
    methods.readClass();
    return methods.lengths;
  }

  /** The numbers of the functions in a jar of Chicory's that are too long for HotSpot. */
  static Set<Integer> tooLong(byte[] classes) throws IOException {
    Set<Integer> functions = new TreeSet<>();
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(classes))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().endsWith(".class")) {
          in(new ClassReader(jar.readAllBytes()))
              .forEach(
                  (function, length) -> {
                    if (length > LIMIT) {
                      functions.add(function);
                    }
                  });
        }
      }
    }
    return functions;
  }

  /** Goes through a class file from where its constants end, in the form of JVMS 4.1. */
  private void readClass() {
    at = reader.header + 6;
    at += 2 + 2 * reader.readUnsignedShort(at);
    for (int fields = next16(); fields > 0; fields--) {
      at += 6;
      skipAttributes();
    }
    for (int methods = next16(); methods > 0; methods--) {
      at += 2;
      String name = reader.readUTF8(at, buffer);
      at += 4;
      readMethod(name);
    }
  }

  private void readMethod(String method) {
    for (int attributes = next16(); attributes > 0; attributes--) {
      String name = reader.readUTF8(at, buffer);
      at += 2;
      int length = next32();
      // The code's length comes after max_stack and max_locals.
      if (name.equals("Code")) {
        int codeLength = reader.readInt(at + 4);
        ReadableNames.functionOf(method).ifPresent(function -> lengths.put(function, codeLength));
      }
      at += length;
    }
  }

  private void skipAttributes() {
    for (int attributes = next16(); attributes > 0; attributes--) {
      at += 2;
      int length = next32();
      at += length;
    }
  }

  private int next16() {
    int value = reader.readUnsignedShort(at);
    at += 2;
    return value;
  }

  private int next32() {
    int value = reader.readInt(at);
    at += 4;
    return value;
  }
}

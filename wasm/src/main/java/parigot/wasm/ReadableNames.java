package parigot.wasm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the classes and methods that a module becomes, as they stand in a thread dump, a
 * profile and the stack of a trap: {@code guest.greeting.Wasm…} for the module {@code
 * greeting.wasm}, and {@code NAME#374} for its function 374. The compiler's own names are replaced
 * in the constants of its class files, where each stands once; nothing else of a class file names
 * anything.
 */
final class ReadableNames {
  /** What the names of all classes begin with that functions of modules have become. */
  static final String PACKAGE = "guest.";

  private static final String CHICORYS = "com/dylibso/chicory/$gen/CompiledMachine";
  private static final Pattern CHICORYS_METHOD = Pattern.compile("func_([0-9]+)");
  private static final Pattern METHOD = Pattern.compile("(?:func_|.*#)([0-9]+)");
  private static final int LONGEST = 200;
  private static final String UNNAMED = "function";

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final String ours;
  private final IntFunction<String> names;

  /**
   * @param guest what the module is called
   * @param names what its functions are called, by their numbers; null for those without a name
   */
  ReadableNames(String guest, IntFunction<String> names) {
    String name = tame(guest, "guest");
    // Chicory takes each ".class" for the end of a file's name.
    this.ours =
        (PACKAGE + (name.startsWith("class") ? "_" + name : name) + "/Wasm").replace('.', '/');
    this.names = names;
  }

  /** The name of a class of the compiler's, with dots or slashes as it has them. */
  String ofClass(String name) {
    return name.indexOf('/') < 0
        ? name.replace(CHICORYS.replace('/', '.'), ours.replace('/', '.'))
        : name.replace(CHICORYS, ours);
  }

  /** The number of the function that has become this method, if it is one, named or not yet. */
  static OptionalInt functionOf(String method) {
    Matcher number = METHOD.matcher(method);
    return number.matches()
        ? OptionalInt.of(Integer.parseInt(number.group(1)))
        : OptionalInt.empty();
  }

  /** A class file with these names. */
  byte[] in(byte[] classFile) throws IOException {
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(classFile.length + classFile.length / 8);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        DataOutputStream out = new DataOutputStream(bytes)) {
      // Magic number and version.
      out.writeLong(in.readLong());
      int count = in.readUnsignedShort();
      out.writeShort(count);
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        out.writeByte(tag);
        if (tag == UTF8) {
          out.writeUTF(constant(in.readUTF()));
        } else {
          out.write(in.readNBytes(length(tag)));
          // These two take two places.
          i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
      }
      in.transferTo(out);
    }
    return bytes.toByteArray();
  }

  private String constant(String text) {
    Matcher method = CHICORYS_METHOD.matcher(text);
    return method.matches() ? ofFunction(Integer.parseInt(method.group(1))) : ofClass(text);
  }

  private String ofFunction(int number) {
    String name = names.apply(number);
    return tame(name == null ? "" : name, UNNAMED) + "#" + number;
  }

  /** What can be the name of a class or a method, and stands well in one line. */
  private static String tame(String name, String unlessThereIsOne) {
    String tame = name.replaceAll("[^A-Za-z0-9_$:,*&()~+=-]", "_");
    return tame.isEmpty() ? unlessThereIsOne : tame.substring(0, Math.min(LONGEST, tame.length()));
  }

  /** The bytes of a constant behind its tag, JVMS 4.4. */
  private static int length(int tag) {
    return switch (tag) {
      case LONG, DOUBLE -> 8;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case 15 -> 3;
      case 7, 8, 16, 19, 20 -> 2;
      default -> throw new IllegalArgumentException("no constant of a class file has tag " + tag);
    };
  }
}

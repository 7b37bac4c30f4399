package parigot.wasm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Reads a module's file, and says what a file that is no module looks like. */
final class ModuleFile {
  private static final int HEADER = 8;
  private static final byte[] MAGIC = {0x00, 'a', 's', 'm'};
  private static final byte[] MODULE = {0x01, 0x00, 0x00, 0x00};
  private static final byte[] COMPONENT = {0x0d, 0x00, 0x01, 0x00};

  /** What files that people mistake for modules begin with. */
  private static final Map<String, byte[]> OTHERS =
      Map.of(
          "an ELF program", new byte[] {0x7f, 'E', 'L', 'F'},
          "a gzip archive", new byte[] {0x1f, (byte) 0x8b},
          "a zip or jar archive", new byte[] {'P', 'K', 0x03, 0x04},
          "a Java class", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe},
          "LLVM bitcode", new byte[] {'B', 'C', (byte) 0xc0, (byte) 0xde},
          "an ar library", new byte[] {'!', '<', 'a', 'r', 'c', 'h', '>'},
          "a script", new byte[] {'#', '!'});

  private ModuleFile() {}

  /** The bytes of a file that at least begins as a module does. */
  static byte[] read(Path file) throws Refused {
    if (Files.isDirectory(file)) {
      throw new Refused("is a folder, not a WebAssembly module");
    }
    if (!Files.exists(file)) {
      throw new Refused("does not exist");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Refused("cannot be read: " + e, e);
    } catch (OutOfMemoryError e) {
      throw new Refused("is too large to be a WebAssembly module", e);
    }
    requireHeader(bytes);
    return bytes;
  }

  private static void requireHeader(byte[] bytes) throws Refused {
    if (bytes.length == 0) {
      throw new Refused("is empty, it should be a WebAssembly module");
    }
    if (!startsWith(bytes, 0, MAGIC)) {
      throw new Refused("is not a WebAssembly module but looks like " + looks(bytes));
    }
    if (bytes.length < HEADER) {
      throw new Refused("is a WebAssembly module cut off after " + bytes.length + " bytes");
    }
    if (startsWith(bytes, MAGIC.length, COMPONENT)) {
      throw new Refused(
          "is a WebAssembly component, not a module: build it for WASI preview 1 without turning it"
              + " into a component");
    }
    if (!startsWith(bytes, MAGIC.length, MODULE)) {
      int version = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(MAGIC.length);
      throw new Refused(
          "is a WebAssembly binary of the unknown version %s, only version 1 is known"
              .formatted(Integer.toUnsignedString(version)));
    }
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] prefix) {
    return bytes.length >= from + prefix.length
        && Arrays.equals(bytes, from, from + prefix.length, prefix, 0, prefix.length);
  }

  private static String looks(byte[] bytes) {
    for (Map.Entry<String, byte[]> other : OTHERS.entrySet()) {
      if (startsWith(bytes, 0, other.getValue())) {
        return other.getKey();
      }
    }
    byte[] beginning = Arrays.copyOf(bytes, Math.min(bytes.length, 1024));
    if (isText(beginning)) {
      String text = new String(beginning, StandardCharsets.UTF_8).strip();
      return text.startsWith("(module") || text.startsWith(";;") || text.startsWith("(;")
          ? "WebAssembly text (.wat): assemble it to a .wasm first"
          : "a text file";
    }
    return "something else: it begins with the bytes " + hex(beginning);
  }

  private static boolean isText(byte[] beginning) {
    for (byte b : beginning) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    // A character of several bytes may be cut off at the end.
    for (int cut = 0; cut < 4 && cut < beginning.length; cut++) {
      if (isUtf8(ByteBuffer.wrap(beginning, 0, beginning.length - cut))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String hex(byte[] beginning) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(beginning.length, 4); i++) {
      hex.append(i == 0 ? "" : " ").append("%02x".formatted(beginning[i]));
    }
    return hex.toString();
  }
}

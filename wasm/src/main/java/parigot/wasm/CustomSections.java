package parigot.wasm;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The custom sections of a module: named pieces for tools and hosts, which do not change what the
 * module does.
 */
public final class CustomSections {
  private CustomSections() {}

  /**
   * A module with one more custom section, at its end, in the place of those of that name that it
   * has.
   *
   * @param file the module's file, which stays as it is
   * @return the bytes of the new module
   * @throws ModuleException when the file is no module; the message is a sentence that begins with
   *     the file
   */
  public static byte[] with(Path file, String name, ByteString content) throws ModuleException {
    try {
      return with(ModuleFile.read(file), name, content);
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    } catch (WasmReader.Malformed e) {
      throw new ModuleException(file + " is not a valid WebAssembly module: " + e.getMessage(), e);
    }
  }

  /**
   * What custom sections of a name hold: all of them together, as linkers put them.
   *
   * @param file the module's file
   * @return nothing when there is none
   * @throws ModuleException when the file is no module; the message is a sentence that begins with
   *     the file
   */
  public static ByteString in(Path file, String name) throws ModuleException {
    try {
      WasmReader in = new WasmReader(ModuleFile.read(file));
      in.skip(WasmReader.HEADER);
      ByteString found = ByteString.EMPTY;
      while (!in.atEnd()) {
        int id = in.octet();
        int end = in.endOf(in.count());
        if (id == WasmReader.CUSTOM && in.text(end).equals(name)) {
          found = found.concat(in.bytes(end));
        }
        in.seek(end);
      }
      return found;
    } catch (Refused e) {
      throw new ModuleException(file + " " + e.getMessage(), e);
    } catch (WasmReader.Malformed e) {
      throw new ModuleException(file + " is not a valid WebAssembly module: " + e.getMessage(), e);
    }
  }

  private static byte[] with(byte[] module, String name, ByteString content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(module.length + content.size() + 64);
    out.write(module, 0, WasmReader.HEADER);
    WasmReader in = new WasmReader(module);
    in.skip(WasmReader.HEADER);
    while (!in.atEnd()) {
      int start = in.at();
      int id = in.octet();
      int end = in.endOf(in.count());
      if (id != WasmReader.CUSTOM || !in.text(end).equals(name)) {
        out.write(module, start, end - start);
      }
      in.seek(end);
    }
    ByteArrayOutputStream section = new ByteArrayOutputStream(content.size() + 64);
    byte[] named = name.getBytes(StandardCharsets.UTF_8);
    StrippedModule.writeUnsigned(section, named.length);
    section.writeBytes(named);
    section.writeBytes(content.toByteArray());
    out.write(WasmReader.CUSTOM);
    StrippedModule.writeUnsigned(out, section.size());
    out.writeBytes(section.toByteArray());
    return out.toByteArray();
  }
}

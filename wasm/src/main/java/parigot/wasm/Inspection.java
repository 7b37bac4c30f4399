package parigot.wasm;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What has been found out of a module, all of whose bytes have been looked at for it.
 *
 * @param hasTailCalls whether the file's tail calls are to be replaced; the rest is told of what
 *     they become
 * @param scan what the loading will take
 * @param bare the module without its functions' bodies, which has been found valid
 */
record Inspection(boolean hasTailCalls, ModuleScan scan, byte[] bare) {

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(bare.length + 1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(hasTailCalls);
      out.writeLong(scan.instructions());
      out.writeLong(scan.items());
      write(scan.beyondJava(), out);
      write(scan.perhapsBeyondJava(), out);
      out.writeBoolean(scan.hasTailCalls());
      out.writeInt(scan.ownSections().size());
      for (Map.Entry<String, ByteString> section : scan.ownSections().entrySet()) {
        write(ByteString.copyFromUtf8(section.getKey()), out);
        write(section.getValue(), out);
      }
      write(ByteString.copyFrom(bare), out);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  static Inspection decode(byte[] encoded) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      boolean hasTailCalls = in.readBoolean();
      long instructions = in.readLong();
      long items = in.readLong();
      Set<Integer> beyondJava = readNumbers(in);
      Set<Integer> perhapsBeyondJava = readNumbers(in);
      boolean stillHasTailCalls = in.readBoolean();
      Map<String, ByteString> ownSections = new HashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = readBytes(in).toStringUtf8();
        ownSections.put(name, readBytes(in));
      }
      ModuleScan scan =
          new ModuleScan(
              instructions,
              items,
              Set.copyOf(beyondJava),
              Set.copyOf(perhapsBeyondJava),
              stillHasTailCalls,
              Map.copyOf(ownSections));
      return new Inspection(hasTailCalls, scan, readBytes(in).toByteArray());
    }
  }

  private static void write(Set<Integer> numbers, DataOutputStream out) throws IOException {
    out.writeInt(numbers.size());
    for (int number : numbers) {
      out.writeInt(number);
    }
  }

  private static Set<Integer> readNumbers(DataInputStream in) throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      numbers.add(in.readInt());
    }
    return numbers;
  }

  private static void write(ByteString bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  private static ByteString readBytes(DataInputStream in) throws IOException {
    return ByteString.copyFrom(in.readNBytes(in.readInt()));
  }
}

package parigot.bench;

import java.nio.ByteBuffer;
import java.util.Set;
import parigot.wasm.modules.ModuleWriter;

/**
 * Makes a module larger, which stays what it is: it gets its functions and its data several times,
 * and calls none of the further functions.
 */
final class PaddedModule {
  private static final int HEADER = 8;
  private static final int DATA_COUNT = 12;

  /** The sections that are a number of entries, and the entries. */
  private static final Set<Integer> REPEATED =
      Set.of(ModuleWriter.FUNCTION, ModuleWriter.CODE, ModuleWriter.DATA);

  private PaddedModule() {}

  static byte[] of(byte[] module, int times) {
    ModuleWriter padded = ModuleWriter.module();
    ByteBuffer rest = ByteBuffer.wrap(module).position(HEADER);
    while (rest.hasRemaining()) {
      int id = rest.get();
      byte[] content = new byte[unsigned(rest)];
      rest.get(content);
      if (REPEATED.contains(id)) {
        padded.section(id, repeated(content, times));
      } else if (id == DATA_COUNT) {
        long pieces = unsigned(ByteBuffer.wrap(content));
        padded.section(id, ModuleWriter.part().unsigned(pieces * times).toBytes());
      } else {
        padded.section(id, content);
      }
    }
    return padded.toBytes();
  }

  private static byte[] repeated(byte[] section, int times) {
    ByteBuffer content = ByteBuffer.wrap(section);
    ModuleWriter repeated = ModuleWriter.part().unsigned((long) unsigned(content) * times);
    byte[] entries = new byte[content.remaining()];
    content.get(entries);
    for (int i = 0; i < times; i++) {
      repeated.bytes(entries);
    }
    return repeated.toBytes();
  }

  private static int unsigned(ByteBuffer bytes) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}

package parigot.maven;

import java.io.ByteArrayOutputStream;

/**
 * Takes the zeros out of a module's data: a memory is zero to begin with. TeaVM writes the tables
 * of a program as one piece, a third of which is zeros.
 */
final class DataWithoutZeros {
  private static final int HEADER = 8;
  private static final int DATA_SECTION = 11;
  private static final int DATA_COUNT_SECTION = 12;
  private static final int I32_CONST = 0x41;
  private static final int END = 0x0b;

  /**
   * Fewer zeros than these are not worth a segment of their own, which the engine copies by itself.
   */
  private static final int RUN = 32;

  private final byte[] module;
  private int at;

  private DataWithoutZeros(byte[] module) {
    this.module = module;
  }

  /**
   * The same module with more and smaller pieces of data.
   *
   * @throws IllegalArgumentException the module has data of a kind that TeaVM does not write
   */
  static byte[] of(byte[] module) {
    return new DataWithoutZeros(module).module();
  }

  private byte[] module() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(module.length);
    out.write(module, 0, HEADER);
    at = HEADER;
    while (at < module.length) {
      int start = at;
      int section = module[at++];
      int end = unsigned();
      end += at;
      if (section == DATA_COUNT_SECTION) {
        throw new IllegalArgumentException("the module's code refers to its data by number");
      }
      if (section == DATA_SECTION) {
        byte[] data = data();
        out.write(section);
        unsigned(out, data.length);
        out.writeBytes(data);
      } else {
        out.write(module, start, end - start);
      }
      at = end;
    }
    return out.toByteArray();
  }

  private byte[] data() {
    ByteArrayOutputStream segments = new ByteArrayOutputStream();
    int written = 0;
    int count = unsigned();
    for (int i = 0; i < count; i++) {
      require(0);
      require(I32_CONST);
      int address = signed();
      require(END);
      int length = unsigned();
      written += split(segments, address, length);
      at += length;
    }
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    unsigned(data, written);
    data.writeBytes(segments.toByteArray());
    return data.toByteArray();
  }

  /** Writes what is between the long runs of zeros; how many segments that makes. */
  private int split(ByteArrayOutputStream segments, int address, int length) {
    int written = 0;
    int end = at + length;
    int from = skipZeros(at, end);
    while (from < end) {
      int to = endOfContent(from, end);
      segments.write(0);
      segments.write(I32_CONST);
      signed(segments, address + from - at);
      segments.write(END);
      unsigned(segments, to - from);
      segments.write(module, from, to - from);
      written++;
      from = skipZeros(to, end);
    }
    return written;
  }

  private int skipZeros(int from, int end) {
    int index = from;
    while (index < end && module[index] == 0) {
      index++;
    }
    return index;
  }

  /** Where the next run of zeros begins that is long enough, or that reaches to the end. */
  private int endOfContent(int from, int end) {
    int index = from;
    while (index < end) {
      int after = skipZeros(index, end);
      if (after - index >= RUN || (after == end && after > index)) {
        return index;
      }
      index = after + 1;
    }
    return end;
  }

  private void require(int expected) {
    if (module[at++] != expected) {
      throw new IllegalArgumentException("the module has data at no fixed address");
    }
  }

  private int unsigned() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = module[at++];
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private int signed() {
    int value = 0;
    for (int shift = 0; ; ) {
      byte next = module[at++];
      value |= (next & 0x7f) << shift;
      shift += 7;
      if (next >= 0) {
        boolean negative = (next & 0x40) != 0 && shift < Integer.SIZE;
        return negative ? value | (-1 << shift) : value;
      }
    }
  }

  private static void unsigned(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >>> 7 != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static void signed(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x40 || rest < -0x40) {
      out.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write(rest & 0x7f);
  }
}

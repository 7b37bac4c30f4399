package parigot.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A module of the shape that Go's compiler makes, of 9 MB: 6,000 functions with loops and calls, a
 * data section in 100,000 pieces, debugging sections that nobody needs.
 */
final class LargeModule {
  private static final int FUNCTIONS = 6_000;
  private static final int PIECES = 100_000;
  private static final int OPERATIONS = 120;
  private static final int DEBUG_BYTES = 2_000_000;

  private final Random random = new Random(1);

  byte[] toBytes() {
    Bytes types = new Bytes().unsigned(FUNCTIONS + 1L).raw(0);
    Bytes code = new Bytes().unsigned(FUNCTIONS + 1L).sized(start());
    for (int i = 0; i < FUNCTIONS; i++) {
      types.raw(1);
      code.sized(function(i));
    }
    Bytes exports = new Bytes().unsigned(2).text("_start").raw(0, 0).text("memory").raw(2, 0);
    return new Bytes()
        .raw(0, 'a', 's', 'm', 1, 0, 0, 0)
        // () -> (), (i32) -> i32
        .section(1, new Bytes().raw(2, 0x60, 0, 0, 0x60, 1, 0x7f, 1, 0x7f))
        .section(3, types)
        .section(5, new Bytes().raw(1, 0).unsigned(328))
        .section(7, exports)
        .section(10, code)
        .section(11, data())
        .section(0, new Bytes().text(".debug_info").raw(new byte[DEBUG_BYTES]))
        .out
        .toByteArray();
  }

  /** Calls the last function with 1, and keeps what it gives at 0. */
  private static Bytes start() {
    return new Bytes().raw(0).raw(0x41, 0, 0x41, 1, 0x10).unsigned(FUNCTIONS).raw(0x36, 2, 0, 0x0b);
  }

  /** Loops ten times over some arithmetic, then calls the function before it, mostly. */
  private Bytes function(int index) {
    Bytes body = new Bytes().raw(1, 1, 0x7f).raw(0x03, 0x40);
    for (int i = 0; i < OPERATIONS; i++) {
      body.raw(0x20, 0, 0x41).signed(random.nextInt(100_000) | 1);
      body.raw(i % 3 == 0 ? 0x6c : 0x6a, 0x21, 0);
    }
    // Local 1 counts the rounds.
    body.raw(0x20, 1, 0x41, 1, 0x6a, 0x22, 1, 0x41, 10, 0x48, 0x0d, 0, 0x0b);
    body.raw(0x20, 0);
    if (index > 0 && index % 50 != 0) {
      body.raw(0x10).unsigned(index);
    }
    return body.raw(0x0b);
  }

  private Bytes data() {
    Bytes data = new Bytes().unsigned(PIECES);
    long address = 65_536;
    for (int i = 0; i < PIECES; i++) {
      byte[] piece = new byte[8 + random.nextInt(24)];
      random.nextBytes(piece);
      data.raw(0, 0x41).signed(address).raw(0x0b).unsigned(piece.length).raw(piece);
      address += piece.length + 1 + random.nextInt(16);
    }
    return data;
  }

  /** A module's bytes, in its own encoding of numbers. */
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes raw(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Bytes raw(byte[] values) {
      out.write(values, 0, values.length);
      return this;
    }

    Bytes unsigned(long value) {
      long rest = value;
      while (rest > 0x7f) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    Bytes signed(long value) {
      long rest = value;
      while (rest < -64 || rest > 63) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>= 7;
      }
      out.write((int) (rest & 0x7f));
      return this;
    }

    Bytes text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return unsigned(utf8.length).raw(utf8);
    }

    Bytes sized(Bytes content) {
      return unsigned(content.out.size()).raw(content.out.toByteArray());
    }

    Bytes section(int id, Bytes content) {
      return raw(id).sized(content);
    }
  }
}

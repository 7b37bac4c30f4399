package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSegment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataWithoutZerosTest {
  private static final int PAGE = 65536;

  /** A module with a memory of two pages and one piece of data at an address of two bytes. */
  private static byte[] module(int address, byte[] content) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {1, 0, 0x41});
    data.writeBytes(new byte[] {(byte) ((address & 0x7f) | 0x80), (byte) (address >> 7), 0x0b});
    data.writeBytes(number(content.length));
    data.writeBytes(content);
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    module.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0, 5, 3, 1, 0, 2, 11});
    module.writeBytes(number(data.size()));
    module.writeBytes(data.toByteArray());
    return module.toByteArray();
  }

  private static byte[] number(int value) {
    return new byte[] {
      (byte) ((value & 0x7f) | 0x80), (byte) ((value >> 7 & 0x7f) | 0x80), (byte) (value >> 14)
    };
  }

  private static WasmModule parse(byte[] module) {
    return Parser.builder().build().parse(() -> new ByteArrayInputStream(module));
  }

  private static byte[] memory(byte[] module) {
    return Instance.builder(parse(module)).build().memory().readBytes(0, 2 * PAGE);
  }

  private static int segments(byte[] module) {
    DataSegment[] segments = parse(module).dataSection().dataSegments();
    return segments.length;
  }

  @Test
  void aMemoryIsTheSameWithoutTheZeros() {
    Random random = new Random(7);
    for (int run = 0; run < 200; run++) {
      byte[] content = new byte[random.nextInt(3000)];
      int at = 0;
      while (at < content.length) {
        int end = Math.min(content.length, at + 1 + random.nextInt(70));
        if (random.nextBoolean()) {
          byte[] piece = new byte[end - at];
          random.nextBytes(piece);
          System.arraycopy(piece, 0, content, at, piece.length);
        }
        at = end;
      }
      byte[] module = module(1024 + random.nextInt(7000), content);
      byte[] lean = DataWithoutZeros.of(module);
      assertThat(Arrays.equals(memory(lean), memory(module))).as("run %d", run).isTrue();
    }
  }

  @Test
  void aLongRunOfZerosIsNotWritten() {
    byte[] content = new byte[10_000];
    content[0] = 1;
    content[9_000] = 2;
    byte[] lean = DataWithoutZeros.of(module(1024, content));
    assertThat(segments(lean)).isEqualTo(2);
    assertThat(lean.length).isLessThan(60);
  }

  @Test
  void dataOfZerosAloneIsNoData() {
    assertThat(segments(DataWithoutZeros.of(module(1024, new byte[500])))).isZero();
  }

  @Test
  void dataThatCodeNumbersIsRefused() {
    byte[] module = {0, 'a', 's', 'm', 1, 0, 0, 0, 12, 1, 0};
    assertThatThrownBy(() -> DataWithoutZeros.of(module))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.Parser;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.wasm.modules.ModuleWriter;

class MergedDataTest {
  private static final int PIECES = 20;

  @ParameterizedTest
  @CsvSource({
    "apart, 0, 5, false",
    "neighbours, 0, 1, true",
    "with small gaps, 1, 60, true",
    "with all gaps, 0, 200, true",
    "overlapping, -4, 9, false"
  })
  void aModuleWithItsPiecesOfDataMergedBeginsWithTheSameMemory(
      String how, int leastGap, int mostGap, boolean fewer) {
    for (int seed = 0; seed < 50; seed++) {
      byte[] module = module(new Random(seed), leastGap, mostGap, fewer ? 0 : 3);
      byte[] runForm = StrippedModule.of(module, 0, Set.of(0));

      assertThat(Interpreted.memoryAfterStart(runForm))
          .as("%s, seed %d", how, seed)
          .isEqualTo(Interpreted.memoryAfterStart(module));
      if (fewer) {
        assertThat(Parser.parse(runForm).dataSection().dataSegmentCount()).isLessThan(PIECES);
      }
    }
  }

  /** A program with data, of which now and then a piece goes back. */
  private static byte[] module(Random random, int leastGap, int mostGap, int back) {
    ModuleWriter data = ModuleWriter.part().unsigned(PIECES);
    int address = random.nextInt(100);
    for (int i = 0; i < PIECES; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      random.nextBytes(bytes);
      data.bytes(0, 0x41).signed(address).bytes(0x0b).sized(bytes);
      int gap = leastGap + random.nextInt(mostGap - leastGap);
      address += bytes.length + gap;
      if (back > 0 && random.nextInt(10) < back) {
        address = random.nextInt(1_000);
      }
      address = Math.max(0, address);
    }
    return ModuleWriter.module()
        .section(ModuleWriter.TYPE, ModuleWriter.programType())
        .section(ModuleWriter.FUNCTION, ModuleWriter.oneFunction())
        .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
        .programExports()
        .section(ModuleWriter.CODE, ModuleWriter.part().bytes(1, 2, 0, 0x0b).toBytes())
        .section(ModuleWriter.DATA, data.toBytes())
        .toBytes();
  }
}

package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.Parser;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.wasm.modules.ModuleWriter;

@Timeout(120)
class TooLargeFunctionsTest {
  /** Functions 1, 4 and 7 of nine are too large, 2 only looks as if it might be. */
  @Test
  void thoseThatAreTooLargeAreFoundBeforeTheWholeModuleIsCompiled() throws Exception {
    ModuleWriter types = ModuleWriter.part().unsigned(9).bytes(new byte[9]);
    ModuleWriter code = ModuleWriter.part().unsigned(9);
    for (int function = 0; function < 9; function++) {
      code.sized(body(function % 3 == 1 ? 12_000 : function == 2 ? 1_000 : 1));
    }
    byte[] module =
        ModuleWriter.module()
            .section(ModuleWriter.TYPE, ModuleWriter.programType())
            .section(ModuleWriter.FUNCTION, types.toBytes())
            .section(ModuleWriter.MEMORY, new byte[] {1, 0, 1})
            .programExports()
            .section(ModuleWriter.CODE, code.toBytes())
            .toBytes();
    ModuleScan scan = ModuleScan.of(module);
    assertThat(scan.perhapsBeyondJava()).containsExactlyInAnyOrder(1, 2, 4, 7);
    AtomicInteger trials = new AtomicInteger();
    Set<Integer> found =
        Compilation.beyondJava(
            Set.of(),
            scan.perhapsBeyondJava(),
            kept -> {
              trials.incrementAndGet();
              return Parser.parse(StrippedModule.of(module, 0, kept));
            });
    assertThat(found).containsExactly(1, 4, 7);
    assertThat(trials).hasValue(3);
    assertThat(Compilation.of(Parser.parse(module), "large", found, new Progress()).interpreted())
        .isEqualTo(found);
  }

  private static byte[] body(int rounds) {
    ModuleWriter body = ModuleWriter.part().bytes(0);
    for (int i = 0; i < rounds; i++) {
      // memory[0] += 1
      body.bytes(0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6a, 0x36, 2, 0);
    }
    return body.bytes(0x0b).toBytes();
  }
}

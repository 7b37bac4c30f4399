package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** Calls through a table of many functions, in one method of the compiler's and in several. */
@Timeout(120)
class IndirectCallsTest {
  @TempDir Path folder;

  /** So many functions of each of two types in turn, all in a table. */
  private static String module(int functions, String start) {
    StringBuilder text =
        new StringBuilder(
            """
            (module
              (type $wide (func (param i64 i32 f64 i32) (result i64)))
              (type $other (func (param i32)))
              (memory (export "memory") 2)
              (table %1$d funcref)
              (func (export "_start") (local $i i32) %2$s)
            """
                .formatted(2 * functions, start));
    StringBuilder table = new StringBuilder("(elem (i32.const 0)");
    for (int i = 0; i < functions; i++) {
      text.append(
          """
          (func $wide%1$d (type $wide)
            (i64.add (i64.const %2$d)
              (i64.add (i64.extend_i32_s (i32.sub (local.get 1) (local.get 3)))
                (i64.mul (local.get 0) (i64.trunc_f64_s (local.get 2))))))
          (func $other%1$d (type $other)
            (i32.store (i32.const 65536) (i32.add (local.get 0) (i32.const %2$d))))
          """
              .formatted(i, 1_000L * i));
      table.append(" $wide").append(i).append(" $other").append(i);
    }
    return text.append(table).append("))").toString();
  }

  private static String callingAll(int functions) {
    return """
    (loop $next
      (i64.store (i32.mul (local.get $i) (i32.const 8))
        (call_indirect (type $wide) (i64.const 7) (local.get $i) (f64.const 3) (i32.const 5)
          (i32.mul (local.get $i) (i32.const 2))))
      (call_indirect (type $other) (local.get $i)
        (i32.add (i32.mul (local.get $i) (i32.const 2)) (i32.const 1)))
      (i32.store (i32.add (i32.const 65540) (i32.mul (local.get $i) (i32.const 4)))
        (i32.load (i32.const 65536)))
      (br_if $next (i32.lt_s
        (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const %d))))
    """
        .formatted(functions);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 33, 1_500})
  void eachFunctionIsTheOneThatIsCalled(int functions) throws Exception {
    byte[] module = Guests.assemble(module(functions, callingAll(functions)));
    GuestInstance guest = Guests.load(folder, module).instantiate(Guests.settings(), List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    assertThat(guest.memory().read(0, (int) guest.memoryBytes()))
        .isEqualTo(Interpreted.memoryAfterStart(module));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_500})
  void aFunctionOfAnotherTypeTraps(int functions) throws Exception {
    for (int called : List.of(0, functions / 2, functions - 1)) {
      GuestInstance guest =
          Guests.load(
                  folder,
                  Guests.assemble(
                      module(
                          functions,
                          "(call_indirect (type $other) (i32.const 1) (i32.const %d))"
                              .formatted(2 * called))))
              .instantiate(Guests.settings(), List.of());
      assertThat(guest.start()).as("%d", called).isInstanceOf(Outcome.Trapped.class);
      assertThat(guest.memory().readInt(65_536)).isZero();
    }
  }

  /** HotSpot takes seconds for methods of thousands of cases, and time for each case of a call. */
  @Test
  void noMethodThatChoosesAFunctionIsLong() throws Exception {
    int functions = 1_500;
    byte[] module = Guests.assemble(module(functions, callingAll(functions)));
    Compilation compilation =
        Engine.compilation(module, "guest", ModuleScan.of(module), new Progress());
    Map<String, Integer> instructions = new HashMap<>();
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(compilation.classes()))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().contains("Indirect")) {
          ClassNode node = new ClassNode();
          new ClassReader(jar.readAllBytes()).accept(node, 0);
          for (MethodNode method : node.methods) {
            instructions.put(entry.getName() + method.name, method.instructions.size());
          }
        }
      }
    }
    assertThat(instructions).hasSizeGreaterThan(2 * functions / 16);
    assertThat(instructions.values()).allMatch(count -> count < 1_500);
  }
}

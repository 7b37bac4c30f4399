package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tail calls take no stack, and give what calls would give. */
@Timeout(60)
class TailCallsTest {
  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int RETURN = 0x0f;
  private static final int NOP = 0x01;

  @TempDir Path folder;

  /**
   * Functions that call each other at their ends, by their numbers and through a table, with
   * results and arguments of several types. On the way there are calls that go on with tail calls
   * of their own: of one that has none, of one in the table, of the loop's own functions.
   */
  private static String functions(String prefix, boolean tail) {
    return """
        (func $%1$shop (type $sum) (local $r i64)
          (if (i32.eqz (local.get 0))
            (then (return_indirect (type $sum) (local.get 0) (local.get 1) (i32.const %3$d))))
          (if (i32.and (local.get 0) (i32.const 1))
            (then (return_indirect (type $sum) (i32.sub (local.get 0) (i32.const 1))
              (i64.add (local.get 1) (i64.const 3)) (i32.const %2$d))))
          (return_call $%1$sother (f64.convert_i64_s
            (i64.and (local.get 1) (i64.const 0xfffffffff))) (local.get 0)
            (i64.const 5)))
        (func $%1$sodd (type $sum) (local $r i64)
          (if (i32.lt_u (local.get 0) (i32.const 3))
            (then (local.set 1 (i64.add (local.get 1) (call $%1$splain (i32.const 2))))))
          (return_call $%1$shop (local.get 0) (i64.mul (local.get 1) (i64.const 7))))
        (func $%1$sleaf (type $sum) (local $r i64)
          (i64.xor (local.get 1) (call $%1$scount (i32.const 9) (i64.const 1))))
        (func $%1$sother (param f64 i32 i64) (result i64) (local $r i64)
          (return_call $%1$shop (i32.sub (local.get 1) (i32.const 1))
            (i64.add (i64.trunc_f64_s (local.get 0)) (local.get 2))))
        (func $%1$splain (param i32) (result i64)
          (i64.add (call $%1$scount (local.get 0) (i64.const 100))
            (call_indirect (type $sum) (i32.const 0) (i64.const 6) (i32.const %3$d))))
        (func $%1$scount (type $sum) (local $r i64)
          (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
          (return_call $%1$scount (i32.sub (local.get 0) (i32.const 1))
            (i64.add (local.get 1) (i64.const 1))))
        """
        .formatted(prefix, tail ? 1 : 4, tail ? 2 : 5)
        .replaceAll("\\(return_indirect", tail ? "(return (call_indirect" : "(r (call_indirect")
        .replaceAll("\\(return_call", tail ? "(return (call" : "(r (call");
  }

  /** With the end of what begins with {@code (return (} or {@code (r (}, which is one more. */
  private static String closed(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean returns = text.startsWith("(return (call", i);
      if (returns || text.startsWith("(r (call", i)) {
        int inner = text.indexOf('(', i + 1);
        int end = endOf(text, inner);
        String call = closed(text.substring(inner, end));
        out.append(
            returns
                ? "(return " + call + ")"
                : "(local.set $r " + call + ") (return (local.get $r))");
        i = end - 1;
      } else {
        out.append(text.charAt(i));
      }
    }
    return out.toString();
  }

  private static int endOf(String text, int from) {
    int depth = 0;
    for (int i = from; ; i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
  }

  private static String module(String start) {
    return """
        (module
          (type $sum (func (param i32 i64) (result i64)))
          (memory (export "memory") 1)
          (table funcref (elem $hop $odd $leaf $p_hop $p_odd $p_leaf))
          (func (export "_start") %s)
          %s %s)
        """
        .formatted(start, closed(functions("", true)), closed(functions("p_", false)));
  }

  /** The assembler knows no tail calls: a call before a return becomes one. */
  private static byte[] withTailCalls(byte[] module) {
    byte[] changed = module.clone();
    for (int i = 0; i < changed.length - 3; i++) {
      if (changed[i] == CALL && changed[i + 2] == RETURN) {
        changed[i] = 0x12;
        changed[i + 2] = NOP;
      } else if (changed[i] == CALL_INDIRECT && changed[i + 2] == 0 && changed[i + 3] == RETURN) {
        changed[i] = 0x13;
        changed[i + 3] = NOP;
      }
    }
    return changed;
  }

  private Outcome run(String start) throws Exception {
    byte[] module = withTailCalls(Guests.assemble(module(start)));
    assertThat(ModuleScan.of(module).hasTailCalls()).isTrue();
    return Guests.load(folder, module).instantiate(Guests.settings(), List.of()).start();
  }

  @Test
  void theyGiveWhatCallsGive() throws Exception {
    String compared =
        IntStream.rangeClosed(0, 200)
            .mapToObj(
                n ->
                    """
                    (if (i64.ne (call $hop (i32.const %1$d) (i64.const 4))
                                (call $p_hop (i32.const %1$d) (i64.const 4)))
                      (then unreachable))
                    """
                        .formatted(n))
            .collect(Collectors.joining());
    assertThat(run(compared)).isEqualTo(new Outcome.Returned());
  }

  @Test
  void aMillionOfThemTakeNoStack() throws Exception {
    assertThat(run("(drop (call $hop (i32.const 1000001) (i64.const 0)))"))
        .isEqualTo(new Outcome.Returned());
  }

  /** There are more than one function chooses from. */
  @Test
  void hundredsOfFunctionsMayCallEachOther() throws Exception {
    int count = 300;
    String each =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    """
                    (func $f%d (param i32) (result i32)
                      (if (i32.eqz (local.get 0)) (then (return (i32.const %d))))
                      (return (call $f%d (i32.sub (local.get 0) (i32.const 1)))))
                    """
                        .formatted(i, i, (i + 7) % count))
            .collect(Collectors.joining());
    byte[] module =
        Guests.assemble(
            """
            (module
              %s
              (memory (export "memory") 1)
              (func (export "_start")
                (if (i32.ne (call $f0 (i32.const 100000)) (i32.const %d)) (then unreachable))))
            """
                .formatted(each, 100_000 * 7 % count));
    Outcome outcome =
        Guests.load(folder, inLongNumbers(module))
            .instantiate(Guests.settings(), List.of())
            .start();
    assertThat(outcome).isEqualTo(new Outcome.Returned());
  }

  /** The same where a function's number may take two bytes. */
  private static byte[] inLongNumbers(byte[] module) {
    byte[] changed = withTailCalls(module);
    for (int i = 0; i < changed.length - 3; i++) {
      if (changed[i] == CALL && changed[i + 1] < 0 && changed[i + 3] == RETURN) {
        changed[i] = 0x12;
        changed[i + 3] = NOP;
      }
    }
    return changed;
  }

  @Test
  void aTrapBehindThemNamesTheFunction() throws Exception {
    byte[] module =
        withTailCalls(
            Guests.assemble(
                """
                (module
                  (memory (export "memory") 1)
                  (func $first (param i32) (return (call $second (local.get 0))))
                  (func $second (param i32)
                    (if (i32.eqz (local.get 0)) (then unreachable))
                    (return (call $first (i32.sub (local.get 0) (i32.const 1)))))
                  (func (export "_start") (call $first (i32.const 5))))
                """));
    Outcome outcome =
        Guests.load(folder, withNames(module, "_start", "first", "second"))
            .instantiate(Guests.settings(), List.of())
            .start();
    assertThat(((Outcome.Trapped) outcome).reason()).contains("second");
  }

  /** Numbers are given in the text's order. */
  private static byte[] withNames(byte[] module, String start, String first, String second) {
    WasmWriter names = new WasmWriter().unsigned(3);
    int number = 0;
    for (String name : List.of(first, second, start)) {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      names.unsigned(number++).unsigned(text.length).copy(text, 0, text.length);
    }
    WasmWriter section = new WasmWriter().octets(4, 'n', 'a', 'm', 'e', 1).sized(names);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(module);
    all.writeBytes(new WasmWriter().octets(0).sized(section).toBytes());
    return all.toByteArray();
  }
}

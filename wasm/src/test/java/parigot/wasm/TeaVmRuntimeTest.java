package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TeaVmRuntimeTest {
  @TempDir Path folder;

  private double call(String module, String name, double... args) throws ModuleException {
    StringBuilder values = new StringBuilder();
    for (double arg : args) {
      values.append("(f64.const ").append(arg).append(")");
    }
    GuestInstance guest =
        Guests.load(
                folder,
                Guests.program(
                    "(import \"%s\" \"%s\" (func $f (param%s) (result f64)))"
                        .formatted(module, name, " f64".repeat(args.length)),
                    "(f64.store (i32.const 0) (call $f %s))".formatted(values)))
            .instantiate(Guests.settings(), List.of());
    assertThat(guest.start()).isEqualTo(new Outcome.Returned());
    return ByteBuffer.wrap(guest.memory().read(0, 8)).order(ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  static Stream<Arguments> mathematics() {
    return Stream.of(
        arguments("sin", new double[] {1}, 0.8414709848078965),
        arguments("cos", new double[] {1}, 0.5403023058681398),
        arguments("tan", new double[] {1}, 1.5574077246549023),
        arguments("asin", new double[] {0.5}, 0.5235987755982989),
        arguments("acos", new double[] {0.5}, 1.0471975511965979),
        arguments("atan", new double[] {1}, 0.7853981633974483),
        arguments("exp", new double[] {1}, 2.718281828459045),
        arguments("log", new double[] {10}, 2.302585092994046),
        arguments("sqrt", new double[] {2}, 1.4142135623730951),
        arguments("ceil", new double[] {1.2}, 2.0),
        arguments("floor", new double[] {-1.2}, -2.0),
        arguments("pow", new double[] {2, 10}, 1024.0),
        arguments("atan2", new double[] {1, -1}, 2.356194490192345));
  }

  @ParameterizedTest
  @MethodSource("mathematics")
  void mathematicsGivesTheKnownNumbers(String name, double[] args, double expected)
      throws Exception {
    assertThat(call("teavmMath", name, args)).isCloseTo(expected, within(1e-15));
  }

  @Test
  void theClockIsTheWorldsInMilliseconds() throws Exception {
    assertThat(call("teavm", "nanoTime")).isEqualTo(0.001);
  }

  @Test
  void aRandomNumberIsBetweenZeroAndOneAndTheWorlds() throws Exception {
    double first = call("teavmMath", "random");
    assertThat(first).isBetween(0.0, 1.0).isEqualTo(call("teavmMath", "random"));
  }
}

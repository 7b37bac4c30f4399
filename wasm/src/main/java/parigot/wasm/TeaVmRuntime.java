package parigot.wasm;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The functions that Java programs compiled by TeaVM import beside WASI: a clock, and the
 * mathematics that WebAssembly has no instructions for. {@link StrictMath} gives the same result on
 * every machine.
 */
final class TeaVmRuntime {
  static final String MODULE = "teavm";
  static final String MATH_MODULE = "teavmMath";

  private static final double NANOS_PER_MILLI = 1e6;

  private static final FunctionType NONE = FunctionType.of(List.of(), List.of(ValType.F64));
  private static final FunctionType UNARY =
      FunctionType.of(List.of(ValType.F64), List.of(ValType.F64));
  private static final FunctionType BINARY =
      FunctionType.of(List.of(ValType.F64, ValType.F64), List.of(ValType.F64));

  private static final Map<String, DoubleUnaryOperator> UNARY_FUNCTIONS =
      Map.ofEntries(
          Map.entry("sin", StrictMath::sin),
          Map.entry("cos", StrictMath::cos),
          Map.entry("tan", StrictMath::tan),
          Map.entry("asin", StrictMath::asin),
          Map.entry("acos", StrictMath::acos),
          Map.entry("atan", StrictMath::atan),
          Map.entry("exp", StrictMath::exp),
          Map.entry("log", StrictMath::log),
          Map.entry("sqrt", StrictMath::sqrt),
          Map.entry("ceil", StrictMath::ceil),
          Map.entry("floor", StrictMath::floor));

  private static final Map<String, DoubleBinaryOperator> BINARY_FUNCTIONS =
      Map.of("pow", StrictMath::pow, "atan2", StrictMath::atan2);

  private final World world;

  TeaVmRuntime(World world) {
    this.world = world;
  }

  Optional<Linker.Provided> function(String module, String name) {
    if (module.equals(MODULE)) {
      return name.equals("nanoTime")
          ? Optional.of(new Linker.Provided(NONE, (instance, args) -> result(milliseconds())))
          : Optional.empty();
    }
    if (name.equals("random")) {
      return Optional.of(new Linker.Provided(NONE, (instance, args) -> result(random())));
    }
    DoubleUnaryOperator unary = UNARY_FUNCTIONS.get(name);
    if (unary != null) {
      return Optional.of(
          new Linker.Provided(
              UNARY,
              (instance, args) -> result(unary.applyAsDouble(Double.longBitsToDouble(args[0])))));
    }
    return Optional.ofNullable(BINARY_FUNCTIONS.get(name))
        .map(
            binary ->
                new Linker.Provided(
                    BINARY,
                    (instance, args) ->
                        result(
                            binary.applyAsDouble(
                                Double.longBitsToDouble(args[0]),
                                Double.longBitsToDouble(args[1])))));
  }

  /** Named after nanoseconds, and in milliseconds: TeaVM multiplies by a million. */
  private double milliseconds() {
    return world.monotonicNanos() / NANOS_PER_MILLI;
  }

  private double random() {
    byte[] bytes = new byte[Long.BYTES];
    world.random(bytes);
    return (ByteBuffer.wrap(bytes).getLong() >>> 11) * 0x1.0p-53;
  }

  private static long[] result(double value) {
    return new long[] {Double.doubleToRawLongBits(value)};
  }
}

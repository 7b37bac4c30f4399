package parigot.wasm;

import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The functions that Java programs compiled by TeaVM import beside WASI: a clock, the mathematics
 * that WebAssembly has no instructions for, and the end of those whose calls go too deep. {@link
 * StrictMath} gives the same result on every machine.
 */
final class TeaVmRuntime {
  static final String MODULE = "teavm";
  static final String MATH_MODULE = "teavmMath";

  private static final double NANOS_PER_MILLI = 1e6;

  private static final FunctionType NOTHING = FunctionType.of(List.of(), List.of());
  private static final FunctionType NONE = FunctionType.of(List.of(), List.of(ValType.F64));
  private static final FunctionType UNARY =
      FunctionType.of(List.of(ValType.F64), List.of(ValType.F64));
  private static final FunctionType BINARY =
      FunctionType.of(List.of(ValType.F64, ValType.F64), List.of(ValType.F64));

  private static final FunctionType TERNARY =
      FunctionType.of(List.of(ValType.F64, ValType.F64, ValType.F64), List.of(ValType.F64));

  private interface TernaryFunction {
    double apply(double a, double b, double c);
  }

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
          Map.entry("log10", StrictMath::log10),
          Map.entry("log1p", StrictMath::log1p),
          Map.entry("expm1", StrictMath::expm1),
          Map.entry("sinh", StrictMath::sinh),
          Map.entry("cosh", StrictMath::cosh),
          Map.entry("tanh", StrictMath::tanh),
          Map.entry("cbrt", StrictMath::cbrt),
          Map.entry("sqrt", StrictMath::sqrt),
          Map.entry("ceil", StrictMath::ceil),
          Map.entry("floor", StrictMath::floor));

  private static final Map<String, DoubleBinaryOperator> BINARY_FUNCTIONS =
      Map.of(
          "pow", StrictMath::pow,
          "atan2", StrictMath::atan2,
          "hypot", StrictMath::hypot,
          "IEEEremainder", StrictMath::IEEEremainder,
          "remainder", (a, b) -> a % b);

  private static final Map<String, TernaryFunction> TERNARY_FUNCTIONS =
      Map.of(
          "fma",
          StrictMath::fma,
          "fmaf",
          (a, b, c) -> StrictMath.fma((float) a, (float) b, (float) c));

  private final ClockAndRandom clockAndRandom;

  TeaVmRuntime(ClockAndRandom clockAndRandom) {
    this.clockAndRandom = clockAndRandom;
  }

  Optional<Linker.Provided> function(String module, String name) {
    if (module.equals(MODULE)) {
      return switch (name) {
        case "nanoTime" ->
            Optional.of(new Linker.Provided(NONE, (instance, args) -> result(milliseconds())));
        case "stackFull" ->
            Optional.of(new Linker.Provided(NOTHING, (instance, args) -> stackFull()));
        default -> Optional.empty();
      };
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
    TernaryFunction ternary = TERNARY_FUNCTIONS.get(name);
    if (ternary != null) {
      return Optional.of(
          new Linker.Provided(
              TERNARY,
              (instance, args) ->
                  result(
                      ternary.apply(
                          Double.longBitsToDouble(args[0]),
                          Double.longBitsToDouble(args[1]),
                          Double.longBitsToDouble(args[2])))));
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

  private static long[] stackFull() {
    throw new TrapException(Outcomes.TOO_DEEP);
  }

  /** Named after nanoseconds, and in milliseconds: TeaVM multiplies by a million. */
  private double milliseconds() {
    return clockAndRandom.monotonicNanos() / NANOS_PER_MILLI;
  }

  private double random() {
    byte[] bytes = new byte[Long.BYTES];
    clockAndRandom.random(bytes);
    return (ByteBuffer.wrap(bytes).getLong() >>> 11) * 0x1.0p-53;
  }

  private static long[] result(double value) {
    return new long[] {Double.doubleToRawLongBits(value)};
  }
}

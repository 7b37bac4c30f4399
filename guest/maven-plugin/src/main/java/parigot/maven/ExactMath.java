package parigot.maven;

import java.util.Map;
import java.util.Optional;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.TeaVMWasmHost;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsicManager;
import org.teavm.backend.wasm.model.expression.WasmExpression;
import org.teavm.backend.wasm.model.expression.WasmFloatType;
import org.teavm.backend.wasm.model.expression.WasmFloatUnary;
import org.teavm.backend.wasm.model.expression.WasmFloatUnaryOperation;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodReference;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Makes {@code java.lang.Math}, {@code StrictMath} and the operator % of floating-point numbers
 * answer as the JVM's {@code StrictMath} does. TeaVM 0.13.1 computes many of them by short series
 * and loses powers of zero and of negative numbers, infinities, and signs of zero.
 */
public final class ExactMath implements TeaVMPlugin {
  private static final Map<String, Class<?>> REPLACED =
      Map.of(
          "java.lang.Math", Functions.class,
          "java.lang.StrictMath", Functions.class,
          "org.teavm.backend.wasm.WasmRuntime", Remainder.class);

  private static final Map<String, WasmFloatUnaryOperation> INSTRUCTIONS =
      Map.of(
          "nearest", WasmFloatUnaryOperation.NEAREST,
          "floor", WasmFloatUnaryOperation.FLOOR,
          "ceil", WasmFloatUnaryOperation.CEIL,
          "sqrt", WasmFloatUnaryOperation.SQRT);

  @Override
  public void install(TeaVMHost host) {
    host.add(new Replacement());
    Optional.ofNullable(host.getExtension(TeaVMWasmHost.class))
        .ifPresent(wasm -> wasm.add(context -> new Instructions()));
  }

  private static final class Replacement implements ClassHolderTransformer {
    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
      Class<?> ours = REPLACED.get(type.getName());
      if (ours != null) {
        new Transplant(ours, type, context).replaceMethods(type);
      }
    }
  }

  private static final class Instructions implements WasmIntrinsic {
    @Override
    public boolean isApplicable(MethodReference method) {
      return method.getClassName().equals(HostMath.class.getName())
          && INSTRUCTIONS.containsKey(method.getName());
    }

    @Override
    public WasmExpression apply(InvocationExpr call, WasmIntrinsicManager manager) {
      return new WasmFloatUnary(
          WasmFloatType.FLOAT64,
          INSTRUCTIONS.get(call.getMethod().getName()),
          manager.generate(call.getArguments().get(0)));
    }
  }

  /** The operator %, compiled into guests. */
  static final class Remainder {
    /** Up to here every whole number is a double. */
    private static final double WHOLE = 0x1p53;

    private Remainder() {}

    public static float remainder(float a, float b) {
      return (float) HostMath.remainder(a, b);
    }

    public static double remainder(double a, double b) {
      long dividend = (long) a;
      long divisor = (long) b;
      if (dividend == a && divisor == b && divisor > 0 && a < WHOLE && a > -WHOLE && b < WHOLE) {
        double rest = dividend % divisor;
        return rest == 0 ? Math.copySign(rest, a) : rest;
      }
      return HostMath.remainder(a, b);
    }
  }

  /** Methods of {@link Math}, compiled into guests. */
  static final class Functions {
    private Functions() {}

    public static double sin(double a) {
      return HostMath.sin(a);
    }

    public static double cos(double a) {
      return HostMath.cos(a);
    }

    public static double tan(double a) {
      return HostMath.tan(a);
    }

    public static double asin(double a) {
      return HostMath.asin(a);
    }

    public static double acos(double a) {
      return HostMath.acos(a);
    }

    public static double atan(double a) {
      return HostMath.atan(a);
    }

    public static double exp(double a) {
      return HostMath.exp(a);
    }

    public static double log(double a) {
      return HostMath.log(a);
    }

    public static double log10(double a) {
      return HostMath.log10(a);
    }

    public static double cbrt(double a) {
      return HostMath.cbrt(a);
    }

    public static double sinh(double a) {
      return HostMath.sinh(a);
    }

    public static double cosh(double a) {
      return HostMath.cosh(a);
    }

    public static double tanh(double a) {
      return HostMath.tanh(a);
    }

    public static double expm1(double a) {
      return HostMath.expm1(a);
    }

    public static double log1p(double a) {
      return HostMath.log1p(a);
    }

    public static double pow(double a, double b) {
      return HostMath.pow(a, b);
    }

    public static double atan2(double a, double b) {
      return HostMath.atan2(a, b);
    }

    public static double hypot(double a, double b) {
      return HostMath.hypot(a, b);
    }

    public static double IEEEremainder(double a, double b) {
      return HostMath.nearRemainder(a, b);
    }

    public static double fma(double a, double b, double c) {
      return HostMath.fma(a, b, c);
    }

    public static float fma(float a, float b, float c) {
      return (float) HostMath.fmaOfFloats(a, b, c);
    }

    public static double rint(double a) {
      return HostMath.nearest(a);
    }

    public static double floor(double a) {
      return HostMath.floor(a);
    }

    public static double ceil(double a) {
      return HostMath.ceil(a);
    }

    public static double sqrt(double a) {
      return HostMath.sqrt(a);
    }

    public static long round(double a) {
      double below = HostMath.floor(a);
      // The difference is exact, and a + 0.5 would not be.
      return (long) (a - below >= 0.5 ? below + 1 : below);
    }

    public static int round(float a) {
      double below = HostMath.floor(a);
      return (int) (a - below >= 0.5 ? below + 1 : below);
    }

    public static double ulp(double a) {
      double size = Math.abs(a);
      if (!(size < Double.POSITIVE_INFINITY)) {
        return size;
      }
      long exponent = Double.doubleToRawLongBits(size) >>> 52;
      if (exponent > 52) {
        return Double.longBitsToDouble((exponent - 52) << 52);
      }
      return Double.longBitsToDouble(1L << Math.max(0, exponent - 1));
    }

    public static float ulp(float a) {
      float size = Math.abs(a);
      if (!(size < Float.POSITIVE_INFINITY)) {
        return size;
      }
      int exponent = Float.floatToRawIntBits(size) >>> 23;
      if (exponent > 23) {
        return Float.intBitsToFloat((exponent - 23) << 23);
      }
      return Float.intBitsToFloat(1 << Math.max(0, exponent - 1));
    }

    public static double signum(double a) {
      return a > 0 ? 1 : a < 0 ? -1 : a;
    }

    public static float signum(float a) {
      return a > 0 ? 1 : a < 0 ? -1 : a;
    }

    public static double nextAfter(double a, double b) {
      if (a > b) {
        return Math.nextDown(a);
      }
      return a < b ? Math.nextUp(a) : a == b ? b : a + b;
    }

    public static float nextAfter(float a, double b) {
      if (a > b) {
        return Math.nextDown(a);
      }
      return a < b ? Math.nextUp(a) : a == b ? (float) b : a + (float) b;
    }

    public static double toRadians(double a) {
      return a * 0.017453292519943295;
    }

    public static double toDegrees(double a) {
      return a * 57.29577951308232;
    }

    public static double scalb(double a, int exponent) {
      // Beyond this every number is zero or infinite. In steps of 512 it is rounded once at most.
      int left = Math.max(-2200, Math.min(2200, exponent));
      int first = left % 512;
      double scaled = a * powerOfTwo(first);
      for (left -= first; left > 0; left -= 512) {
        scaled *= 0x1p512;
      }
      for (; left < 0; left += 512) {
        scaled *= 0x1p-512;
      }
      return scaled;
    }

    private static double powerOfTwo(int exponent) {
      return Double.longBitsToDouble((long) (exponent + 1023) << 52);
    }

    public static float scalb(float a, int exponent) {
      int left = Math.max(-300, Math.min(300, exponent));
      // A float times such a power is exact as a double, so it is rounded once.
      return (float) (a * powerOfTwo(left));
    }

    public static long multiplyFull(int a, int b) {
      return (long) a * b;
    }

    public static long multiplyHigh(long a, long b) {
      long lowA = a & 0xFFFF_FFFFL;
      long highA = a >> 32;
      long lowB = b & 0xFFFF_FFFFL;
      long highB = b >> 32;
      long middle = highA * lowB + ((lowA * lowB) >>> 32);
      long other = lowA * highB + (middle & 0xFFFF_FFFFL);
      return highA * highB + (middle >> 32) + (other >> 32);
    }
  }
}

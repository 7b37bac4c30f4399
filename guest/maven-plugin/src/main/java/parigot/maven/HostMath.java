package parigot.maven;

import org.teavm.interop.Import;
import org.teavm.interop.Unmanaged;

/**
 * The host's mathematics, which are those of {@link StrictMath}, exact and the same on every
 * machine; compiled into guests.
 */
final class HostMath {
  private static final String MODULE = "teavmMath";

  private HostMath() {}

  @Unmanaged
  @Import(module = MODULE, name = "sin")
  static native double sin(double a);

  @Unmanaged
  @Import(module = MODULE, name = "cos")
  static native double cos(double a);

  @Unmanaged
  @Import(module = MODULE, name = "tan")
  static native double tan(double a);

  @Unmanaged
  @Import(module = MODULE, name = "asin")
  static native double asin(double a);

  @Unmanaged
  @Import(module = MODULE, name = "acos")
  static native double acos(double a);

  @Unmanaged
  @Import(module = MODULE, name = "atan")
  static native double atan(double a);

  @Unmanaged
  @Import(module = MODULE, name = "exp")
  static native double exp(double a);

  @Unmanaged
  @Import(module = MODULE, name = "log")
  static native double log(double a);

  @Unmanaged
  @Import(module = MODULE, name = "log10")
  static native double log10(double a);

  @Unmanaged
  @Import(module = MODULE, name = "cbrt")
  static native double cbrt(double a);

  @Unmanaged
  @Import(module = MODULE, name = "sinh")
  static native double sinh(double a);

  @Unmanaged
  @Import(module = MODULE, name = "cosh")
  static native double cosh(double a);

  @Unmanaged
  @Import(module = MODULE, name = "tanh")
  static native double tanh(double a);

  @Unmanaged
  @Import(module = MODULE, name = "expm1")
  static native double expm1(double a);

  @Unmanaged
  @Import(module = MODULE, name = "log1p")
  static native double log1p(double a);

  @Unmanaged
  @Import(module = MODULE, name = "pow")
  static native double pow(double a, double b);

  @Unmanaged
  @Import(module = MODULE, name = "atan2")
  static native double atan2(double a, double b);

  @Unmanaged
  @Import(module = MODULE, name = "hypot")
  static native double hypot(double a, double b);

  @Unmanaged
  @Import(module = MODULE, name = "IEEEremainder")
  static native double nearRemainder(double a, double b);

  /** The operator %. */
  @Unmanaged
  @Import(module = MODULE, name = "remainder")
  static native double remainder(double a, double b);

  @Unmanaged
  @Import(module = MODULE, name = "fma")
  static native double fma(double a, double b, double c);

  /** Of three floats. */
  @Unmanaged
  @Import(module = MODULE, name = "fmaf")
  static native double fmaOfFloats(double a, double b, double c);

  /** An instruction of WebAssembly: the nearest whole number, of two the even one. */
  @Unmanaged
  static native double nearest(double a);

  /** An instruction of WebAssembly. */
  @Unmanaged
  static native double floor(double a);

  /** An instruction of WebAssembly. */
  @Unmanaged
  static native double ceil(double a);

  /** An instruction of WebAssembly. */
  @Unmanaged
  static native double sqrt(double a);
}

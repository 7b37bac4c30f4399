package parigot.maven;

import org.teavm.asm.Handle;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;
import org.teavm.asm.Type;

/**
 * Tells which floating-point numbers are none, infinite or finite, and divides numbers without
 * signs, as Java does. TeaVM 0.13.1 makes instructions of {@code Float.isNaN()} as if it were
 * called with a number, which is no valid module, takes NaN for infinite, and traps where the
 * divisor is zero. So these calls become calls of methods here, before it reads them.
 */
final class RedirectedCalls extends MethodVisitor {
  private static final String HERE = Type.getInternalName(Instead.class);

  RedirectedCalls(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  private static boolean isChanged(String owner, String name) {
    return switch (owner) {
      case "java/lang/Float", "java/lang/Double" ->
          name.equals("isNaN") || name.equals("isInfinite") || name.equals("isFinite");
      case "java/lang/Integer", "java/lang/Long" ->
          name.equals("divideUnsigned") || name.equals("remainderUnsigned");
      default -> false;
    };
  }

  /** With the object as a parameter, where it is called on one. */
  private static String descriptor(String owner, String descriptor) {
    return descriptor.startsWith("()") ? "(L" + owner + ";)Z" : descriptor;
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean ofInterface) {
    if (isChanged(owner, name)) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, HERE, name, descriptor(owner, descriptor), false);
    } else {
      super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    Object[] changed = arguments.clone();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] instanceof Handle handle && isChanged(handle.getOwner(), handle.getName())) {
        changed[i] =
            new Handle(
                Opcodes.H_INVOKESTATIC,
                HERE,
                handle.getName(),
                descriptor(handle.getOwner(), handle.getDesc()),
                false);
      }
    }
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, changed);
  }

  /** Compiled into guests. */
  static final class Instead {
    private Instead() {}

    static boolean isNaN(double number) {
      return !(number >= 0 || number < 0);
    }

    static boolean isNaN(float number) {
      return !(number >= 0 || number < 0);
    }

    static boolean isNaN(Double number) {
      return isNaN(number.doubleValue());
    }

    static boolean isNaN(Float number) {
      return isNaN(number.floatValue());
    }

    static boolean isInfinite(double number) {
      return number == Double.POSITIVE_INFINITY || number == Double.NEGATIVE_INFINITY;
    }

    static boolean isInfinite(float number) {
      return number == Float.POSITIVE_INFINITY || number == Float.NEGATIVE_INFINITY;
    }

    static boolean isInfinite(Double number) {
      return isInfinite(number.doubleValue());
    }

    static boolean isInfinite(Float number) {
      return isInfinite(number.floatValue());
    }

    static boolean isFinite(double number) {
      return Math.abs(number) <= Double.MAX_VALUE;
    }

    static boolean isFinite(float number) {
      return Math.abs(number) <= Float.MAX_VALUE;
    }

    static int divideUnsigned(int a, int b) {
      return (int) ((a & 0xFFFF_FFFFL) / (b & 0xFFFF_FFFFL));
    }

    static int remainderUnsigned(int a, int b) {
      return (int) ((a & 0xFFFF_FFFFL) % (b & 0xFFFF_FFFFL));
    }

    static long divideUnsigned(long a, long b) {
      if (b < 0) {
        return Long.compareUnsigned(a, b) < 0 ? 0 : 1;
      }
      if (a >= 0) {
        return a / b;
      }
      long quotient = ((a >>> 1) / b) << 1;
      return quotient + (Long.compareUnsigned(a - quotient * b, b) >= 0 ? 1 : 0);
    }

    static long remainderUnsigned(long a, long b) {
      return a - divideUnsigned(a, b) * b;
    }
  }
}

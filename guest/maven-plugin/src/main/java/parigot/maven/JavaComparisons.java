package parigot.maven;

import java.util.Map;
import java.util.Optional;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.Label;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;
import org.teavm.asm.Type;
import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.TeaVMWasmHost;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsicManager;
import org.teavm.backend.wasm.model.expression.WasmExpression;
import org.teavm.backend.wasm.model.expression.WasmFloatBinary;
import org.teavm.backend.wasm.model.expression.WasmFloatBinaryOperation;
import org.teavm.backend.wasm.model.expression.WasmFloatType;
import org.teavm.backend.wasm.model.expression.WasmIntType;
import org.teavm.backend.wasm.model.expression.WasmIntUnary;
import org.teavm.backend.wasm.model.expression.WasmIntUnaryOperation;
import org.teavm.interop.Unmanaged;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Compares floating-point numbers as Java does, where one is no number. Bytecode has two
 * instructions for it, which differ in what they say of NaN. TeaVM 0.13.1 reads both as the same,
 * and takes {@code >=} for the opposite of {@code <}. So they become calls before it reads them,
 * and each call becomes an instruction of WebAssembly.
 */
public final class JavaComparisons implements TeaVMPlugin {
  private static final Map<String, WasmFloatBinaryOperation> INSTRUCTIONS =
      Map.of(
          "equal", WasmFloatBinaryOperation.EQ,
          "less", WasmFloatBinaryOperation.LT,
          "lessOrEqual", WasmFloatBinaryOperation.LE,
          "greater", WasmFloatBinaryOperation.GT,
          "greaterOrEqual", WasmFloatBinaryOperation.GE);

  @Override
  public void install(TeaVMHost host) {
    Optional.ofNullable(host.getExtension(TeaVMWasmHost.class))
        .ifPresent(wasm -> wasm.add(context -> new Instructions()));
  }

  /** Has the class do the same with calls. */
  static ClassVisitor asCalls(ClassVisitor next) {
    return new Methods(next);
  }

  private static final class Methods extends ClassVisitor {
    Methods(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new RedirectedCalls(
          new Code(super.visitMethod(access, name, descriptor, signature, exceptions)));
    }
  }

  /** Holds a comparison back until it sees whether a jump follows it. */
  private static final class Code extends HeldBack {
    private static final String CALLED = Type.getInternalName(Comparison.class);

    Code(MethodVisitor next) {
      super(next);
    }

    @Override
    boolean isHeld(int opcode) {
      return switch (opcode) {
        case Opcodes.FCMPL, Opcodes.FCMPG, Opcodes.DCMPL, Opcodes.DCMPG -> true;
        default -> false;
      };
    }

    @Override
    void alone(int comparison) {
      call(isWithNaNGreater(comparison) ? "orGreater" : "orLess", comparison, "I");
    }

    @Override
    boolean withJump(int comparison, int jump, Label label) {
      boolean greater = isWithNaNGreater(comparison);
      return switch (jump) {
        case Opcodes.IFEQ -> jumpIf("equal", true, comparison, label);
        case Opcodes.IFNE -> jumpIf("equal", false, comparison, label);
        case Opcodes.IFLT ->
            greater
                ? jumpIf("less", true, comparison, label)
                : jumpIf("greaterOrEqual", false, comparison, label);
        case Opcodes.IFLE ->
            greater
                ? jumpIf("lessOrEqual", true, comparison, label)
                : jumpIf("greater", false, comparison, label);
        case Opcodes.IFGT ->
            greater
                ? jumpIf("lessOrEqual", false, comparison, label)
                : jumpIf("greater", true, comparison, label);
        case Opcodes.IFGE ->
            greater
                ? jumpIf("less", false, comparison, label)
                : jumpIf("greaterOrEqual", true, comparison, label);
        default -> false;
      };
    }

    private boolean jumpIf(String name, boolean holds, int comparison, Label label) {
      call(name, comparison, "Z");
      mv.visitJumpInsn(holds ? Opcodes.IFNE : Opcodes.IFEQ, label);
      return true;
    }

    private void call(String name, int comparison, String result) {
      boolean floats = comparison == Opcodes.FCMPL || comparison == Opcodes.FCMPG;
      mv.visitMethodInsn(
          Opcodes.INVOKESTATIC, CALLED, name, (floats ? "(FF)" : "(DD)") + result, false);
    }

    private static boolean isWithNaNGreater(int comparison) {
      return comparison == Opcodes.FCMPG || comparison == Opcodes.DCMPG;
    }
  }

  private static final class Instructions implements WasmIntrinsic {
    @Override
    public boolean isApplicable(MethodReference method) {
      return method.getClassName().equals(Comparison.class.getName())
          && INSTRUCTIONS.containsKey(method.getName());
    }

    @Override
    public WasmExpression apply(InvocationExpr call, WasmIntrinsicManager manager) {
      MethodReference method = call.getMethod();
      // TeaVM would make the opposite of a bare comparison by turning its operator.
      return not(
          not(
              new WasmFloatBinary(
                  method.parameterType(0) == ValueType.FLOAT
                      ? WasmFloatType.FLOAT32
                      : WasmFloatType.FLOAT64,
                  INSTRUCTIONS.get(method.getName()),
                  manager.generate(call.getArguments().get(0)),
                  manager.generate(call.getArguments().get(1)))));
    }

    private static WasmExpression not(WasmExpression condition) {
      return new WasmIntUnary(WasmIntType.INT32, WasmIntUnaryOperation.EQZ, condition);
    }
  }

  /** Compiled into guests. */
  static final class Comparison {
    private Comparison() {}

    @Unmanaged
    static native boolean equal(double a, double b);

    @Unmanaged
    static native boolean less(double a, double b);

    @Unmanaged
    static native boolean lessOrEqual(double a, double b);

    @Unmanaged
    static native boolean greater(double a, double b);

    @Unmanaged
    static native boolean greaterOrEqual(double a, double b);

    @Unmanaged
    static native boolean equal(float a, float b);

    @Unmanaged
    static native boolean less(float a, float b);

    @Unmanaged
    static native boolean lessOrEqual(float a, float b);

    @Unmanaged
    static native boolean greater(float a, float b);

    @Unmanaged
    static native boolean greaterOrEqual(float a, float b);

    @Unmanaged
    static int orLess(double a, double b) {
      return greater(a, b) ? 1 : equal(a, b) ? 0 : -1;
    }

    @Unmanaged
    static int orGreater(double a, double b) {
      return less(a, b) ? -1 : equal(a, b) ? 0 : 1;
    }

    @Unmanaged
    static int orLess(float a, float b) {
      return greater(a, b) ? 1 : equal(a, b) ? 0 : -1;
    }

    @Unmanaged
    static int orGreater(float a, float b) {
      return less(a, b) ? -1 : equal(a, b) ? 0 : 1;
    }
  }
}

package parigot.maven;

import org.teavm.interop.Unmanaged;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.BranchingCondition;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.LongConstantInstruction;
import org.teavm.model.instructions.NumericOperandType;
import org.teavm.model.util.BasicBlockSplitter;

/**
 * Divides whole numbers as Java does. WebAssembly's instruction ends the guest where the divisor is
 * zero, and where the smallest number is divided by -1; in Java the one throws, and the other gives
 * the smallest number. A divisor that is written as a number needs neither.
 */
final class JavaDivision implements ClassHolderTransformer {
  private static final String UNMANAGED = Unmanaged.class.getName();
  private static final MethodReference BY_ZERO =
      new MethodReference(Division.class, "byZero", void.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    // What the compiler's own runtime divides is never zero, and it may not throw.
    if (type.getName().startsWith("org.teavm.")
        || type.getName().equals(Division.class.getName())
        || type.getAnnotations().get(UNMANAGED) != null) {
      return;
    }
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram() && method.getAnnotations().get(UNMANAGED) == null) {
        transform(method.getProgram());
      }
    }
  }

  private static void transform(Program program) {
    BasicBlockSplitter splitter = null;
    int count = program.basicBlockCount();
    for (int index = 0; index < count; index++) {
      Instruction next = program.basicBlockAt(index).getFirstInstruction();
      while (next != null) {
        Instruction each = next;
        next = each.getNext();
        if (each instanceof BinaryInstruction division && isOfWholeNumbers(division)) {
          if (!isKnown(division)) {
            splitter = splitter == null ? new BasicBlockSplitter(program) : splitter;
            throwWhenZero(program, splitter, division);
            giveSmallest(division);
          }
        }
      }
    }
    if (splitter != null) {
      splitter.fixProgram();
    }
  }

  private static boolean isOfWholeNumbers(BinaryInstruction each) {
    return (each.getOperation() == BinaryOperation.DIVIDE
            || each.getOperation() == BinaryOperation.MODULO)
        && (each.getOperandType() == NumericOperandType.INT
            || each.getOperandType() == NumericOperandType.LONG);
  }

  /** Whether the divisor is written as a number, which is neither 0 nor -1. */
  private static boolean isKnown(BinaryInstruction division) {
    Variable divisor = division.getSecondOperand();
    for (Instruction each = division.getPrevious(); each != null; each = each.getPrevious()) {
      if (each instanceof IntegerConstantInstruction constant
          && constant.getReceiver() == divisor) {
        return constant.getConstant() != 0 && constant.getConstant() != -1;
      }
      if (each instanceof LongConstantInstruction constant && constant.getReceiver() == divisor) {
        return constant.getConstant() != 0 && constant.getConstant() != -1;
      }
    }
    return false;
  }

  private static void throwWhenZero(
      Program program, BasicBlockSplitter splitter, BinaryInstruction division) {
    Variable tested = division.getSecondOperand();
    if (division.getOperandType() == NumericOperandType.LONG) {
      LongConstantInstruction zero = new LongConstantInstruction();
      zero.setReceiver(program.createVariable());
      BinaryInstruction compared =
          new BinaryInstruction(BinaryOperation.COMPARE, NumericOperandType.LONG);
      compared.setFirstOperand(tested);
      compared.setSecondOperand(zero.getReceiver());
      compared.setReceiver(program.createVariable());
      insert(zero, division);
      insert(compared, division);
      tested = compared.getReceiver();
    }
    Checks.throwUnless(program, splitter, division, BranchingCondition.NOT_EQUAL, tested, BY_ZERO);
  }

  private static void giveSmallest(BinaryInstruction division) {
    if (division.getOperation() == BinaryOperation.DIVIDE) {
      Class<?> type = division.getOperandType() == NumericOperandType.INT ? int.class : long.class;
      InvokeInstruction call = new InvokeInstruction();
      call.setType(InvocationType.SPECIAL);
      call.setMethod(new MethodReference(Division.class, "quotient", type, type, type));
      call.setArguments(division.getFirstOperand(), division.getSecondOperand());
      call.setReceiver(division.getReceiver());
      call.setLocation(division.getLocation());
      division.replace(call);
    }
  }

  private static void insert(Instruction made, Instruction before) {
    made.setLocation(before.getLocation());
    before.insertPrevious(made);
  }

  /** Compiled into guests. */
  static final class Division {
    private Division() {}

    @SuppressWarnings("DoNotCallSuggester") // It is called where the divisor is zero.
    static void byZero() {
      throw new ArithmeticException("/ by zero");
    }

    @Unmanaged
    static int quotient(int a, int b) {
      return (int) ((long) a / b);
    }

    @Unmanaged
    static long quotient(long a, long b) {
      return b == -1 ? -a : a / b;
    }
  }
}

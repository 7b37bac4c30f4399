package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.LongConstantInstruction;
import org.teavm.model.instructions.NumericOperandType;

/**
 * Has the heap of a guest grow by a little more than the object for which it grows. TeaVM asks for
 * just what is missing, rounds that up to eight bytes, and then takes a free block only if it fits
 * exactly or leaves eight bytes over. Sizes are multiples of four: so every other array that is
 * larger than all that lives ended the guest as if it had no memory left, whatever it had.
 */
final class RoomForLargeObjects implements ClassHolderTransformer {
  private static final String COLLECTOR = "org.teavm.runtime.GC";
  private static final MethodDescriptor SIZE_WANTED =
      new MethodDescriptor("computeMinRequestedSize", int.class, long.class);
  private static final long MORE = 16;

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(COLLECTOR)) {
      MethodHolder method = type.getMethod(SIZE_WANTED);
      if (method == null) {
        throw new IllegalStateException(
            COLLECTOR + " is not the one of the TeaVM that this was made for");
      }
      Program program = method.getProgram();
      for (BasicBlock block : program.getBasicBlocks()) {
        if (block.getLastInstruction() instanceof ExitInstruction exit) {
          askForMore(program, exit);
        }
      }
    }
  }

  private static void askForMore(Program program, ExitInstruction exit) {
    LongConstantInstruction more = new LongConstantInstruction();
    more.setConstant(MORE);
    more.setReceiver(program.createVariable());
    Variable wanted = program.createVariable();
    BinaryInstruction sum = new BinaryInstruction(BinaryOperation.ADD, NumericOperandType.LONG);
    sum.setFirstOperand(exit.getValueToReturn());
    sum.setSecondOperand(more.getReceiver());
    sum.setReceiver(wanted);
    exit.insertPrevious(more);
    exit.insertPrevious(sum);
    exit.setValueToReturn(wanted);
  }
}

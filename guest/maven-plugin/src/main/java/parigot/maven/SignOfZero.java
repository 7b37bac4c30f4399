package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.DoubleConstantInstruction;
import org.teavm.model.instructions.FloatConstantInstruction;
import org.teavm.model.instructions.NegateInstruction;
import org.teavm.model.instructions.NumericOperandType;

/**
 * Gives the negative of a floating-point zero its sign. TeaVM 0.13.1 subtracts from zero, which
 * gives zero; times -1 is exact for every number.
 */
final class SignOfZero implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram()) {
        transform(method.getProgram());
      }
    }
  }

  private static void transform(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof NegateInstruction negation
            && (negation.getOperandType() == NumericOperandType.FLOAT
                || negation.getOperandType() == NumericOperandType.DOUBLE)) {
          multiply(program, negation);
        }
      }
    }
  }

  private static void multiply(Program program, NegateInstruction negation) {
    Variable factor = program.createVariable();
    Instruction constant;
    if (negation.getOperandType() == NumericOperandType.FLOAT) {
      FloatConstantInstruction one = new FloatConstantInstruction();
      one.setConstant(-1);
      one.setReceiver(factor);
      constant = one;
    } else {
      DoubleConstantInstruction one = new DoubleConstantInstruction();
      one.setConstant(-1);
      one.setReceiver(factor);
      constant = one;
    }
    constant.setLocation(negation.getLocation());
    negation.insertPrevious(constant);
    BinaryInstruction product =
        new BinaryInstruction(BinaryOperation.MULTIPLY, negation.getOperandType());
    product.setFirstOperand(negation.getOperand());
    product.setSecondOperand(factor);
    product.setReceiver(negation.getReceiver());
    product.setLocation(negation.getLocation());
    negation.replace(product);
  }
}

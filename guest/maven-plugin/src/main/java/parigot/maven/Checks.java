package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.TextLocation;
import org.teavm.model.Variable;
import org.teavm.model.instructions.BranchingCondition;
import org.teavm.model.instructions.BranchingInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.JumpInstruction;
import org.teavm.model.util.BasicBlockSplitter;

/** Inserts into a program what Java checks before an instruction. */
final class Checks {
  private Checks() {}

  /**
   * Calls a static method that throws, before an instruction, unless a value is as it must be.
   *
   * @param arguments of the method
   */
  static void throwUnless(
      Program program,
      BasicBlockSplitter splitter,
      Instruction checked,
      BranchingCondition condition,
      Variable tested,
      MethodReference thrower,
      Variable... arguments) {
    BranchingInstruction branch = new BranchingInstruction(condition);
    branch.setOperand(tested);
    InvokeInstruction call = call(thrower, null, arguments);
    insert(branch, checked);
    insert(call, checked);
    BasicBlock wrong = splitter.split(branch.getBasicBlock(), branch);
    BasicBlock rest = splitter.split(wrong, call);
    jump(wrong, rest, checked.getLocation());
    branch.setConsequent(rest);
    branch.setAlternative(wrong);
  }

  /** A call of a static method, whose result goes nowhere if there is no receiver for it. */
  static InvokeInstruction call(MethodReference method, Variable receiver, Variable... arguments) {
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(method);
    call.setArguments(arguments);
    call.setReceiver(receiver);
    return call;
  }

  /** Ends a block with a jump to another. */
  static void jump(BasicBlock from, BasicBlock to, TextLocation location) {
    JumpInstruction jump = new JumpInstruction();
    jump.setTarget(to);
    jump.setLocation(location);
    from.add(jump);
  }

  static void insert(Instruction made, Instruction before) {
    made.setLocation(before.getLocation());
    before.insertPrevious(made);
  }
}

package parigot.maven;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AbstractInstructionVisitor;
import org.teavm.model.instructions.CloneArrayInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.MonitorEnterInstruction;
import org.teavm.model.instructions.MonitorExitInstruction;
import org.teavm.model.instructions.NullCheckInstruction;
import org.teavm.model.instructions.PutFieldInstruction;
import org.teavm.model.instructions.RaiseInstruction;
import org.teavm.model.instructions.UnwrapArrayInstruction;
import org.teavm.model.transformation.NullCheckFilter;

/**
 * Has what uses an object check that it is not null, unless each way there has checked it. TeaVM
 * 0.13.1 takes for checked in a handler what its {@code try} was to check.
 */
final class NullChecks extends AbstractInstructionVisitor {
  private final CheckedVariables checked;
  private final NullCheckFilter filter;
  private final Ways ways;
  private final Map<Variable, Set<Integer>> checkedIn = new HashMap<>();
  private int block;

  private NullChecks(Program program, NullCheckFilter filter) {
    this.checked = new CheckedVariables(program);
    this.filter = filter;
    this.ways = new Ways(program);
  }

  static void insert(Program program, int parameters, NullCheckFilter filter) {
    NullChecks checks = new NullChecks(program, filter);
    for (int index : checks.ways.order()) {
      checks.block = index;
      BasicBlock block = program.basicBlockAt(index);
      if (block.getExceptionVariable() != null) {
        checks.isNotNull(block.getExceptionVariable());
      }
      for (Instruction each : block) {
        each.acceptVisitor(checks);
      }
    }
    checks.checked.finish(parameters);
  }

  private void isNotNull(Variable object) {
    checkedIn.computeIfAbsent(object, each -> new HashSet<>()).add(block);
  }

  private boolean isKnown(Variable object) {
    return checkedIn.getOrDefault(object, Set.of()).stream()
        .anyMatch(earlier -> ways.isAfter(earlier, block));
  }

  private <T extends Instruction> void check(
      T user, Function<T, Variable> used, BiConsumer<T, Variable> use) {
    Variable object = used.apply(user);
    // The first variable is "this", which is never null.
    if (object == null || object.getIndex() == 0 || isKnown(object)) {
      return;
    }
    isNotNull(object);
    NullCheckInstruction check = new NullCheckInstruction();
    check.setValue(object);
    check.setReceiver(checked.of(object));
    check.setLocation(user.getLocation());
    use.accept(user, check.getReceiver());
    user.insertPrevious(check);
  }

  @Override
  public void visit(RaiseInstruction raise) {
    check(raise, RaiseInstruction::getException, RaiseInstruction::setException);
  }

  @Override
  public void visit(GetFieldInstruction read) {
    if (filter.apply(read.getField())) {
      check(read, GetFieldInstruction::getInstance, GetFieldInstruction::setInstance);
    }
  }

  @Override
  public void visit(PutFieldInstruction write) {
    if (filter.apply(write.getField())) {
      check(write, PutFieldInstruction::getInstance, PutFieldInstruction::setInstance);
    }
  }

  @Override
  public void visit(CloneArrayInstruction clone) {
    check(clone, CloneArrayInstruction::getArray, CloneArrayInstruction::setArray);
  }

  @Override
  public void visit(UnwrapArrayInstruction unwrap) {
    check(unwrap, UnwrapArrayInstruction::getArray, UnwrapArrayInstruction::setArray);
  }

  @Override
  public void visit(InvokeInstruction call) {
    if (filter.apply(call.getMethod())) {
      check(call, InvokeInstruction::getInstance, InvokeInstruction::setInstance);
    }
  }

  @Override
  public void visit(MonitorEnterInstruction enter) {
    check(enter, MonitorEnterInstruction::getObjectRef, MonitorEnterInstruction::setObjectRef);
  }

  @Override
  public void visit(MonitorExitInstruction exit) {
    check(exit, MonitorExitInstruction::getObjectRef, MonitorExitInstruction::setObjectRef);
  }
}

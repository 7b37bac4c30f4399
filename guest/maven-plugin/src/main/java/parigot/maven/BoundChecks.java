package parigot.maven;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.teavm.common.Graph;
import org.teavm.model.BasicBlock;
import org.teavm.model.Instruction;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AbstractInstructionVisitor;
import org.teavm.model.instructions.ArrayLengthInstruction;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.BinaryInstruction;
import org.teavm.model.instructions.BinaryOperation;
import org.teavm.model.instructions.BoundCheckInstruction;
import org.teavm.model.instructions.BranchingInstruction;
import org.teavm.model.instructions.ConstructArrayInstruction;
import org.teavm.model.instructions.GetElementInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.NullCheckInstruction;
import org.teavm.model.instructions.NumericOperandType;
import org.teavm.model.instructions.PutElementInstruction;
import org.teavm.model.instructions.UnwrapArrayInstruction;
import org.teavm.model.util.ProgramUtils;

/**
 * Has each access to an array check its index, unless each way there has checked it. TeaVM 0.13.1
 * checks no index that is written as a number of an array whose size is written as one, takes for
 * checked in a handler what its {@code try} was to check, and a condition for met where one way
 * alone meets it.
 */
final class BoundChecks extends AbstractInstructionVisitor {
  private final CheckedVariables variables;
  private final Ways ways;
  private final Graph following;

  /** What a variable was assigned from. */
  private final Map<Variable, Variable> origins = new HashMap<>();

  private final Map<Variable, Integer> constants = new HashMap<>();

  /** How large arrays are, of those that are made with a size written as a number. */
  private final Map<Variable, Integer> sizes = new HashMap<>();

  /** Of which array a number is the length. */
  private final Map<Variable, Variable> lengths = new HashMap<>();

  /** What was compared. */
  private final Map<Variable, BinaryInstruction> comparisons = new HashMap<>();

  /** In which blocks an index was found less than an array's length. */
  private final Map<Access, Set<Integer>> below = new HashMap<>();

  /** In which blocks an index was found to be no less than 0. */
  private final Map<Variable, Set<Integer>> positive = new HashMap<>();

  private int block;

  private record Access(Variable index, Variable array) {}

  private BoundChecks(Program program) {
    this.variables = new CheckedVariables(program);
    this.ways = new Ways(program);
    this.following = ProgramUtils.buildControlFlowGraph(program);
  }

  static void insert(Program program, int parameters) {
    BoundChecks checks = new BoundChecks(program);
    for (int index : checks.ways.order()) {
      checks.block = index;
      for (Instruction each : program.basicBlockAt(index)) {
        each.acceptVisitor(checks);
      }
    }
    checks.variables.finish(parameters);
  }

  private Variable origin(Variable variable) {
    return origins.getOrDefault(variable, variable);
  }

  private static <T> void isKnown(Map<T, Set<Integer>> facts, T fact, int block) {
    facts.computeIfAbsent(fact, each -> new HashSet<>()).add(block);
  }

  private <T> boolean knows(Map<T, Set<Integer>> facts, T fact) {
    return facts.getOrDefault(fact, Set.of()).stream()
        .anyMatch(earlier -> ways.isAfter(earlier, block));
  }

  @Override
  public void visit(GetElementInstruction read) {
    read.setIndex(checked(read, read.getIndex(), read.getArray()));
  }

  @Override
  public void visit(PutElementInstruction write) {
    write.setIndex(checked(write, write.getIndex(), write.getArray()));
  }

  private Variable checked(Instruction access, Variable index, Variable array) {
    Variable number = origin(index);
    Access fact = new Access(number, origin(array));
    Integer constant = constants.get(number);
    Integer size = sizes.get(fact.array());
    boolean isBelow = (constant != null && size != null && constant < size) || knows(below, fact);
    boolean isPositive = constant != null ? constant >= 0 : knows(positive, number);
    if (isBelow && isPositive) {
      return index;
    }
    isKnown(below, fact, block);
    isKnown(positive, number, block);
    BoundCheckInstruction check = new BoundCheckInstruction();
    check.setLower(!isPositive);
    if (!isBelow) {
      check.setArray(array);
    }
    check.setIndex(index);
    check.setReceiver(variables.of(index));
    check.setLocation(access.getLocation());
    access.insertPrevious(check);
    return check.getReceiver();
  }

  @Override
  public void visit(AssignInstruction assign) {
    origins.put(assign.getReceiver(), origin(assign.getAssignee()));
  }

  @Override
  public void visit(UnwrapArrayInstruction unwrap) {
    origins.put(unwrap.getReceiver(), origin(unwrap.getArray()));
  }

  @Override
  public void visit(NullCheckInstruction check) {
    origins.put(check.getReceiver(), origin(check.getValue()));
  }

  @Override
  public void visit(IntegerConstantInstruction constant) {
    constants.put(constant.getReceiver(), constant.getConstant());
  }

  @Override
  public void visit(ConstructArrayInstruction made) {
    Variable size = origin(made.getSize());
    if (constants.containsKey(size)) {
      sizes.put(made.getReceiver(), constants.get(size));
    }
  }

  @Override
  public void visit(ArrayLengthInstruction length) {
    lengths.put(length.getReceiver(), origin(length.getArray()));
  }

  @Override
  public void visit(BinaryInstruction compared) {
    if (compared.getOperation() == BinaryOperation.COMPARE
        && compared.getOperandType() == NumericOperandType.INT) {
      comparisons.put(compared.getReceiver(), compared);
    }
  }

  @Override
  public void visit(BranchingInstruction branch) {
    BinaryInstruction compared = comparisons.get(origin(branch.getOperand()));
    if (compared == null) {
      return;
    }
    Variable left = origin(compared.getFirstOperand());
    Variable right = origin(compared.getSecondOperand());
    switch (branch.getCondition()) {
      case LESS -> {
        less(left, right, branch.getConsequent());
        notLess(left, right, branch.getAlternative());
      }
      case GREATER_OR_EQUAL -> {
        less(left, right, branch.getAlternative());
        notLess(left, right, branch.getConsequent());
      }
      case GREATER -> {
        less(right, left, branch.getConsequent());
        notLess(right, left, branch.getAlternative());
      }
      case LESS_OR_EQUAL -> {
        less(right, left, branch.getAlternative());
        notLess(right, left, branch.getConsequent());
      }
      default -> {
        // Tells nothing of what is less.
      }
    }
  }

  private void less(Variable less, Variable more, BasicBlock where) {
    if (!isOnlyWayTo(where)) {
      return;
    }
    if (lengths.containsKey(more)) {
      isKnown(below, new Access(less, lengths.get(more)), where.getIndex());
    }
    if (constants.getOrDefault(less, Integer.MIN_VALUE) >= -1) {
      isKnown(positive, more, where.getIndex());
    }
  }

  private void notLess(Variable notLess, Variable than, BasicBlock where) {
    if (isOnlyWayTo(where) && constants.getOrDefault(than, Integer.MIN_VALUE) >= 0) {
      isKnown(positive, notLess, where.getIndex());
    }
  }

  private boolean isOnlyWayTo(BasicBlock where) {
    return following.incomingEdgesCount(where.getIndex()) == 1;
  }
}

package parigot.maven;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.teavm.model.BasicBlock;
import org.teavm.model.Incoming;
import org.teavm.model.Instruction;
import org.teavm.model.Phi;
import org.teavm.model.Program;
import org.teavm.model.TryCatchBlock;
import org.teavm.model.Variable;
import org.teavm.model.util.BasicBlockSplitter;
import org.teavm.model.util.DefinitionExtractor;

/**
 * Ends a block of a {@code try} where it assigns to a variable that a handler reads, so that the
 * handler finds one value for each block. TeaVM 0.13.1 lets a handler choose from all values that a
 * block assigns, by where they come from; it then leaves out assignments of what is there already,
 * and the handler finds the last value before it is assigned.
 */
final class VariablesOfTries {
  private final Program program;
  private final DefinitionExtractor definitions = new DefinitionExtractor();

  private VariablesOfTries(Program program) {
    this.program = program;
  }

  static void separate(Program program) {
    new VariablesOfTries(program).separate();
  }

  private void separate() {
    BasicBlockSplitter splitter = new BasicBlockSplitter(program);
    boolean isChanged = false;
    for (BasicBlock block : blocks()) {
      Set<Variable> read = readByHandlers(block);
      if (read.isEmpty()) {
        continue;
      }
      BasicBlock part = block;
      for (Instruction assignment : assignments(block, read)) {
        Instruction last = part.getLastInstruction();
        if (assignment != last) {
          BasicBlock rest = splitter.split(part, assignment);
          Checks.jump(part, rest, assignment.getLocation());
          part = rest;
          isChanged = true;
        }
      }
    }
    if (isChanged) {
      splitter.fixProgram();
      blocks().forEach(this::forgetWhatIsAssignedLast);
    }
  }

  private List<BasicBlock> blocks() {
    List<BasicBlock> blocks = new ArrayList<>();
    program.getBasicBlocks().forEach(blocks::add);
    return blocks;
  }

  private static Stream<Incoming> incomings(BasicBlock block) {
    return block.getTryCatchBlocks().stream()
        .map(TryCatchBlock::getHandler)
        .distinct()
        .flatMap(handler -> handler.getPhis().stream())
        .flatMap(phi -> phi.getIncomings().stream())
        .filter(incoming -> incoming.getSource() == block);
  }

  private static Set<Variable> readByHandlers(BasicBlock block) {
    Set<Variable> read = new HashSet<>();
    incomings(block).map(Incoming::getValue).forEach(read::add);
    return read;
  }

  private List<Instruction> assignments(BasicBlock block, Set<Variable> read) {
    List<Instruction> assignments = new ArrayList<>();
    for (Instruction each : block) {
      each.acceptVisitor(definitions);
      if (Stream.of(definitions.getDefinedVariables()).anyMatch(read::contains)) {
        assignments.add(each);
      }
    }
    return assignments;
  }

  /** Nothing throws behind the assignment that a block now ends with. */
  private void forgetWhatIsAssignedLast(BasicBlock block) {
    Set<Variable> assigned = new HashSet<>();
    for (Instruction each : block) {
      each.acceptVisitor(definitions);
      assigned.addAll(List.of(definitions.getDefinedVariables()));
    }
    List<Incoming> forgotten =
        incomings(block).filter(incoming -> assigned.contains(incoming.getValue())).toList();
    for (Incoming each : forgotten) {
      Phi phi = each.getPhi();
      phi.getIncomings().remove(each);
    }
  }
}

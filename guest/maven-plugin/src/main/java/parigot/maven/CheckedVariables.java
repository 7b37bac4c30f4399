package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.util.PhiUpdater;

/**
 * The variables that checks leave. Where a handler reads variables, a check leaves one of its own,
 * as the handler knows the other. Elsewhere whoever comes behind reads what was checked, which
 * makes quicker code.
 */
final class CheckedVariables {
  private final Program program;
  private final boolean hasTry;
  private boolean isChanged;

  CheckedVariables(Program program) {
    this.program = program;
    boolean found = false;
    for (BasicBlock block : program.getBasicBlocks()) {
      found |= !block.getTryCatchBlocks().isEmpty();
    }
    this.hasTry = found;
  }

  /** What a check of a variable leaves. */
  Variable of(Variable checked) {
    isChanged = true;
    return hasTry ? program.createVariable() : checked;
  }

  /** Called when all checks are there. */
  void finish(int parameters) {
    if (isChanged && !hasTry) {
      new PhiUpdater().updatePhis(program, parameters + 1);
    }
  }
}

package parigot.maven;

import java.util.Set;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodHolder;
import org.teavm.model.Program;
import org.teavm.model.instructions.ExitInstruction;

/**
 * Has nobody wait for the only thread that a guest has. TeaVM 0.13.1 makes a monitor for each
 * object that is locked, and hides it from the collector, which frees it while the object is
 * locked; some time later the guest traps, or locks an object that was never a monitor.
 */
final class OneThread implements ClassHolderTransformer {
  private static final Set<String> OF_MONITORS =
      Set.of(
          "monitorEnterSync",
          "monitorExitSync",
          "monitorEnter",
          "monitorExit",
          "notify",
          "notifyAll");

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (!type.getName().equals(Object.class.getName())) {
      return;
    }
    int emptied = 0;
    for (MethodHolder method : type.getMethods()) {
      if (OF_MONITORS.contains(method.getName()) && method.hasProgram()) {
        Program program = new Program();
        for (int i = 0; i <= method.parameterCount(); i++) {
          program.createVariable();
        }
        BasicBlock block = program.createBasicBlock();
        block.add(new ExitInstruction());
        method.setProgram(program);
        emptied++;
      }
    }
    if (emptied < OF_MONITORS.size()) {
      throw new IllegalStateException(
          type.getName() + " is not the one of the TeaVM that this was made for");
    }
  }
}

package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.FieldReference;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.instructions.BranchingCondition;
import org.teavm.model.instructions.BranchingInstruction;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.GetFieldInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.JumpInstruction;
import org.teavm.model.optimization.UnreachableBasicBlockEliminator;
import org.teavm.runtime.LastChunk;

/**
 * Has the garbage collector in a guest always collect the whole heap. TeaVM's has a shorter way for
 * young objects, which damages the heap: it reads its table of regions past the end when a region
 * of old objects ends the heap, and takes an object's identity hash code for the size of a free
 * piece. Either ends the guest in a trap, some time later. The shorter way gains nothing here, as
 * the heap of a guest is small.
 */
final class SoundCollector implements ClassHolderTransformer {
  private static final String COLLECTOR = "org.teavm.runtime.GC";
  private static final MethodDescriptor COLLECT =
      new MethodDescriptor("collectGarbageImpl", int.class, void.class);
  private static final MethodDescriptor ALL = new MethodDescriptor("triggerFullGC", void.class);
  private static final FieldReference IS_FULL = new FieldReference(COLLECTOR, "isFullGC");
  private static final MethodDescriptor PUT_FREE_CHUNKS =
      new MethodDescriptor("putNewFreeChunks", void.class);
  private static final MethodReference FIND_LAST =
      new MethodReference(LastChunk.class, "find", void.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(COLLECTOR)) {
      method(type, ALL);
      method(type, COLLECT)
          .getProgram()
          .basicBlockAt(0)
          .addFirst(callOf(new MethodReference(COLLECTOR, ALL)));
      for (MethodHolder each : type.getMethods()) {
        if (each.getProgram() != null) {
          each.getProgram().getBasicBlocks().forEach(SoundCollector::leaveOutYoung);
          new UnreachableBasicBlockEliminator().optimize(each.getProgram());
        }
      }
      int exits = 0;
      for (BasicBlock block : method(type, PUT_FREE_CHUNKS).getProgram().getBasicBlocks()) {
        if (block.getLastInstruction() instanceof ExitInstruction exit) {
          exit.insertPrevious(callOf(FIND_LAST));
          exits++;
        }
      }
      if (exits == 0) {
        throw another();
      }
    }
  }

  /** The shorter way's code makes a module larger. Whatever asks which way it is, is told now. */
  private static void leaveOutYoung(BasicBlock block) {
    if (block.getLastInstruction() instanceof BranchingInstruction branch
        && branch.getPrevious() instanceof GetFieldInstruction read
        && read.getField().equals(IS_FULL)
        && read.getReceiver() == branch.getOperand()) {
      JumpInstruction jump = new JumpInstruction();
      jump.setTarget(
          branch.getCondition() == BranchingCondition.EQUAL
              ? branch.getAlternative()
              : branch.getConsequent());
      branch.replace(jump);
    }
  }

  private static MethodHolder method(ClassHolder type, MethodDescriptor descriptor) {
    MethodHolder method = type.getMethod(descriptor);
    if (method == null) {
      throw another();
    }
    return method;
  }

  private static InvokeInstruction callOf(MethodReference method) {
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(method);
    return call;
  }

  private static IllegalStateException another() {
    return new IllegalStateException(
        COLLECTOR + " is not the one of the TeaVM that this was made for");
  }
}

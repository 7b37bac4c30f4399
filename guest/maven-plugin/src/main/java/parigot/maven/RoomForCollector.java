package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.instructions.IntegerConstantInstruction;

/**
 * Gives the garbage collector in a guest the room that it needs. It keeps the objects that it has
 * yet to visit in a list of four bytes each, for which TeaVM sets a sixteenth of the heap aside. An
 * array or a list that refers to many small objects puts all of them into it at once, and when it
 * is full the guest traps as if it had no memory left: with the smallest heap, at a list of 3000
 * numbers. A quarter of the heap is enough for objects with one field.
 */
final class RoomForCollector implements ClassHolderTransformer {
  private static final String HEAP = "org.teavm.backend.wasm.WasmHeap";
  private static final MethodDescriptor ROOM =
      new MethodDescriptor("calculateStorageSize", int.class, int.class);
  private static final int TEAVMS_PART = 16;
  private static final int OUR_PART = 4;

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(HEAP)) {
      MethodHolder method = type.getMethod(ROOM);
      boolean found = false;
      for (BasicBlock block : method.getProgram().getBasicBlocks()) {
        for (Instruction instruction : block) {
          if (instruction instanceof IntegerConstantInstruction constant
              && constant.getConstant() == TEAVMS_PART) {
            constant.setConstant(OUR_PART);
            found = true;
          }
        }
      }
      if (!found) {
        throw new IllegalStateException(
            HEAP + " is not the one of the TeaVM that this was made for");
      }
    }
  }
}

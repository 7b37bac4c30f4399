package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;
import org.teavm.model.instructions.ConstructInstruction;
import org.teavm.model.instructions.InvokeInstruction;

/**
 * Makes {@code System.out} and {@code System.err} streams that write UTF-8 by themselves. TeaVM's
 * own go through a {@code Charset}, 20 KB that most guests need nothing else of.
 */
final class LeanOutput implements ClassHolderTransformer {
  private static final String SYSTEM = "java.lang.System";
  private static final String THEIRS = "java.io.PrintStream";
  private static final String OURS = StandardStream.class.getName();

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(SYSTEM)) {
      transform(type, "out");
      transform(type, "err");
    }
  }

  private static void transform(ClassHolder system, String getter) {
    MethodDescriptor method = new MethodDescriptor(getter, java.io.PrintStream.class);
    int changed = 0;
    for (BasicBlock block : system.getMethod(method).getProgram().getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof ConstructInstruction made && made.getType().equals(THEIRS)) {
          made.setType(OURS);
          changed++;
        } else if (instruction instanceof InvokeInstruction call
            && call.getMethod().getClassName().equals(THEIRS)) {
          call.setMethod(new MethodReference(OURS, call.getMethod().getDescriptor()));
          changed++;
        }
      }
    }
    if (changed != 2) {
      throw new IllegalStateException(
          SYSTEM + " is not the one of the TeaVM that this was made for");
    }
  }
}

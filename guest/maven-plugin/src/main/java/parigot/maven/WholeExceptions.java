package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.PutFieldInstruction;

/**
 * Lets an exception keep those that it suppressed, and take its message from its cause. TeaVM
 * 0.13.1 makes exceptions without the array that the suppressed ones go into, so that
 * try-with-resources lost what its body threw.
 */
final class WholeExceptions implements ClassHolderTransformer {
  private static final String THROWABLE = Throwable.class.getName();
  private static final MethodDescriptor OF_CAUSE =
      new MethodDescriptor("<init>", Throwable.class, void.class);
  private static final MethodReference MESSAGE_OF =
      new MethodReference(Message.class, "of", Throwable.class, String.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (!type.getName().equals(THROWABLE)) {
      return;
    }
    new Transplant(Suppression.class, type, context).replaceMethods(type);
    MethodHolder constructor = type.getMethod(OF_CAUSE);
    if (constructor == null || !takeMessage(constructor.getProgram())) {
      throw new IllegalStateException(
          THROWABLE + " is not the one of the TeaVM that this was made for");
    }
  }

  private static boolean takeMessage(Program constructor) {
    for (BasicBlock block : constructor.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof PutFieldInstruction put
            && put.getField().getFieldName().equals("cause")) {
          InvokeInstruction message = new InvokeInstruction();
          message.setType(InvocationType.SPECIAL);
          message.setMethod(MESSAGE_OF);
          message.setArguments(put.getValue());
          message.setReceiver(constructor.createVariable());
          PutFieldInstruction kept = new PutFieldInstruction();
          kept.setInstance(put.getInstance());
          kept.setField(new FieldReference(THROWABLE, "message"));
          kept.setFieldType(ValueType.object(String.class.getName()));
          kept.setValue(message.getReceiver());
          message.setLocation(put.getLocation());
          kept.setLocation(put.getLocation());
          put.insertPrevious(message);
          put.insertPrevious(kept);
          return true;
        }
      }
    }
    return false;
  }

  /** Compiled into guests. */
  static final class Message {
    private Message() {}

    static String of(Throwable cause) {
      return cause == null ? null : cause.toString();
    }
  }

  /** Methods of {@link Throwable}, whose fields these are, compiled into guests. */
  static final class Suppression {
    private Throwable[] suppressed;
    private boolean suppressionEnabled;

    private Suppression() {}

    public final void addSuppressed(Throwable exception) {
      if ((Object) exception == this) {
        throw new IllegalArgumentException("Self-suppression not permitted", exception);
      }
      if (exception == null) {
        throw new NullPointerException("Cannot suppress a null exception.");
      }
      if (suppressionEnabled) {
        int count = suppressed == null ? 0 : suppressed.length;
        Throwable[] more = new Throwable[count + 1];
        for (int i = 0; i < count; i++) {
          more[i] = suppressed[i];
        }
        more[count] = exception;
        suppressed = more;
      }
    }

    public final Throwable[] getSuppressed() {
      return suppressed == null ? new Throwable[0] : suppressed.clone();
    }
  }
}

package parigot.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * One function on its way into its class. The compiler passes the memory as the parameter before
 * the last; a function that keeps it has its array and its size in the two variables behind the
 * parameters, and its other variables behind these.
 */
final class LeanFunction extends MethodVisitor {
  private static final String GENERATED = "com/dylibso/chicory/$gen/";
  private static final String SHADED = "Shaded";
  private static final String MEMORY = "Lcom/dylibso/chicory/runtime/Memory;";
  private static final String ACCESS = Type.getInternalName(MemoryAccess.class);
  private static final String BYTES = "[B";
  private static final int ADDED = 2;

  private static final Set<String> ACCESSES =
      Set.of(
          "memoryReadByte",
          "memoryReadShort",
          "memoryReadInt",
          "memoryReadLong",
          "memoryReadFloat",
          "memoryReadDouble",
          "memoryWriteByte",
          "memoryWriteShort",
          "memoryWriteInt",
          "memoryWriteLong",
          "memoryWriteFloat",
          "memoryWriteDouble");

  private final IntPredicate asksBefore;
  private final boolean keepsMemory;
  private final int parameters;
  private final int memory;
  private final Set<Label> handlers = new HashSet<>();

  /** Whether a question for an interrupt came last, but for what is held. */
  private boolean question;

  /** The class that has the question. */
  private String shadedClass = "";

  /** The parameters memory and instance that were loaded last. */
  private final List<Integer> held = new ArrayList<>();

  private boolean atHandler;

  /**
   * @param asksBefore whether it asks for an interrupt before it calls the function of this number
   * @param keepsMemory whether it has the memory in variables of its own
   */
  LeanFunction(
      MethodVisitor next, String descriptor, IntPredicate asksBefore, boolean keepsMemory) {
    super(Opcodes.ASM9, next);
    this.asksBefore = asksBefore;
    this.keepsMemory = keepsMemory;
    Type[] types = Type.getArgumentTypes(descriptor);
    this.parameters = types.length;
    // Without an object that the method belongs to, memory and instance are the last.
    this.memory = Arrays.stream(types).mapToInt(Type::getSize).sum() - 2;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    fetchMemory();
  }

  private void fetchMemory() {
    if (keepsMemory) {
      fetch("bytes", BYTES, Opcodes.ASTORE, memory + 2);
      fetch("size", "I", Opcodes.ISTORE, memory + 3);
    }
  }

  private void fetch(String what, String type, int store, int variable) {
    super.visitVarInsn(Opcodes.ALOAD, memory);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, ACCESS, what, "(" + MEMORY + ")" + type, false);
    super.visitVarInsn(store, variable);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    boolean generated = owner.startsWith(GENERATED);
    boolean shaded = generated && owner.endsWith(SHADED);
    if (shaded && name.equals("checkInterruption")) {
      come();
      question = true;
      shadedClass = owner;
      return;
    }
    if (shaded && keepsMemory && ACCESSES.contains(name) && held.equals(List.of(memory))) {
      held.clear();
      come();
      super.visitVarInsn(Opcodes.ALOAD, memory + 2);
      super.visitVarInsn(Opcodes.ILOAD, memory + 3);
      super.visitMethodInsn(
          opcode, ACCESS, name, descriptor.replace(MEMORY, BYTES + "I"), isInterface);
      return;
    }
    if (question && generated && owner.contains(LeanFunctions.CLASS)) {
      OptionalInt callee = ReadableNames.functionOf(name);
      question = callee.isEmpty() || asksBefore.test(callee.getAsInt());
    }
    come();
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (generated && (!shaded || name.startsWith("call") || name.equals("memoryGrow"))) {
      fetchMemory();
    }
  }

  @Override
  public void visitVarInsn(int opcode, int variable) {
    if (opcode == Opcodes.ALOAD && (variable == memory || variable == memory + 1)) {
      if (atHandler) {
        come();
      }
      held.add(variable);
    } else {
      come();
      super.visitVarInsn(opcode, moved(variable));
    }
  }

  private int moved(int variable) {
    return keepsMemory && variable >= memory + 2 ? variable + ADDED : variable;
  }

  /** Passes on what waits to see what follows. */
  private void come() {
    if (atHandler) {
      // Whatever threw may have made the memory grow.
      atHandler = false;
      fetchMemory();
    }
    comeBeforeLabel();
  }

  private void comeBeforeLabel() {
    if (question) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, shadedClass, "checkInterruption", "()V", false);
      question = false;
    }
    for (int variable : held) {
      super.visitVarInsn(Opcodes.ALOAD, variable);
    }
    held.clear();
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    handlers.add(handler);
    super.visitTryCatchBlock(start, end, handler, type);
  }

  @Override
  public void visitLabel(Label label) {
    comeBeforeLabel();
    atHandler |= handlers.contains(label);
    super.visitLabel(label);
  }

  @Override
  public void visitFrame(
      int type, int localCount, Object[] locals, int stackCount, Object[] stack) {
    // Where nothing gets to, frames have no variables.
    if (!keepsMemory || localCount < parameters) {
      super.visitFrame(type, localCount, locals, stackCount, stack);
      return;
    }
    Object[] more = new Object[localCount + ADDED];
    System.arraycopy(locals, 0, more, 0, parameters);
    more[parameters] = BYTES;
    more[parameters + 1] = Opcodes.INTEGER;
    System.arraycopy(locals, parameters, more, parameters + ADDED, localCount - parameters);
    super.visitFrame(type, more.length, more, stackCount, stack);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    come();
    super.visitMaxs(maxStack + 1, keepsMemory ? maxLocals + ADDED : maxLocals);
  }

  @Override
  public void visitInsn(int opcode) {
    come();
    super.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    come();
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    come();
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    come();
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    come();
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    come();
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitLdcInsn(Object value) {
    come();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int variable, int increment) {
    come();
    super.visitIincInsn(moved(variable), increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label unless, Label... labels) {
    come();
    super.visitTableSwitchInsn(min, max, unless, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label unless, int[] keys, Label[] labels) {
    come();
    super.visitLookupSwitchInsn(unless, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    come();
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }
}

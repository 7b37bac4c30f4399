package parigot.maven;

import org.teavm.asm.Handle;
import org.teavm.asm.Label;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;

/** The code of a method, in which an instruction is held back until the next one is known. */
abstract class HeldBack extends MethodVisitor {
  private static final int NONE = -1;
  private int held = NONE;

  HeldBack(MethodVisitor next) {
    super(Opcodes.ASM9, next);
  }

  /** Whether to hold an instruction without operands back. */
  abstract boolean isHeld(int opcode);

  /** Writes the instruction that was held back, as something else than a jump follows. */
  abstract void alone(int opcode);

  /** Writes both; false if it is to be written alone, and the jump behind it. */
  abstract boolean withJump(int opcode, int jump, Label label);

  private void release() {
    if (held != NONE) {
      int opcode = held;
      held = NONE;
      alone(opcode);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    release();
    if (isHeld(opcode)) {
      held = opcode;
    } else {
      super.visitInsn(opcode);
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    if (held != NONE && withJump(held, opcode, label)) {
      held = NONE;
      return;
    }
    release();
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitLabel(Label label) {
    release();
    super.visitLabel(label);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stacked, Object[] stack) {
    release();
    super.visitFrame(type, locals, local, stacked, stack);
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    release();
    super.visitLineNumber(line, start);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    release();
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    release();
    super.visitVarInsn(opcode, index);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    release();
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    release();
    super.visitFieldInsn(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean ofInterface) {
    release();
    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    release();
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitLdcInsn(Object value) {
    release();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    release();
    super.visitIincInsn(index, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    release();
    super.visitTableSwitchInsn(min, max, otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    release();
    super.visitLookupSwitchInsn(otherwise, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    release();
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }
}

package parigot.jvm;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class whose statics can be made again: what initializes it becomes a method, static fields are
 * not final, another method gives them the values that they have before, and at the end of its
 * initialization it says that it was initialized. Enums and interfaces stay as they are.
 */
final class ResettableClass extends ClassVisitor {
  static final String INITIALIZE = "parigot$initialize";
  static final String CLEAR = "parigot$clear";

  private static final String INITIALIZER = "<clinit>";
  private static final String NOTHING = "()V";
  private static final int GENERATED =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private record Field(String name, String type) {}

  private final List<Field> fields = new ArrayList<>();
  private String name = "";
  private boolean asItIs;
  private boolean hasInitializer;

  private ResettableClass(ClassWriter writer) {
    super(Opcodes.ASM9, writer);
  }

  static byte[] of(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new ResettableClass(writer), 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String type, String signature, String parent, String[] interfaces) {
    name = type;
    asItIs = (access & (Opcodes.ACC_INTERFACE | Opcodes.ACC_ENUM)) != 0;
    super.visit(version, access, type, signature, parent, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access, String field, String type, String signature, Object value) {
    if (asItIs || (access & Opcodes.ACC_STATIC) == 0 || value != null) {
      return super.visitField(access, field, type, signature, value);
    }
    fields.add(new Field(field, type));
    return super.visitField(access & ~Opcodes.ACC_FINAL, field, type, signature, null);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String type, String signature, String[] exceptions) {
    if (asItIs || !method.equals(INITIALIZER)) {
      return super.visitMethod(access, method, type, signature, exceptions);
    }
    hasInitializer = true;
    return super.visitMethod(GENERATED, INITIALIZE, type, signature, exceptions);
  }

  @Override
  public void visitEnd() {
    if (!asItIs && (hasInitializer || !fields.isEmpty())) {
      if (!hasInitializer) {
        MethodVisitor nothing = begin(GENERATED, INITIALIZE);
        end(nothing, 0);
      }
      clear();
      MethodVisitor initializer = begin(Opcodes.ACC_STATIC, INITIALIZER);
      initializer.visitMethodInsn(Opcodes.INVOKESTATIC, name, INITIALIZE, NOTHING, false);
      initializer.visitLdcInsn(Type.getObjectType(name));
      initializer.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          Type.getInternalName(InitializedClasses.class),
          "add",
          "(Ljava/lang/Class;)V",
          false);
      end(initializer, 1);
    }
    super.visitEnd();
  }

  private void clear() {
    MethodVisitor clear = begin(GENERATED, CLEAR);
    for (Field field : fields) {
      clear.visitInsn(
          switch (Type.getType(field.type()).getSort()) {
            case Type.LONG -> Opcodes.LCONST_0;
            case Type.FLOAT -> Opcodes.FCONST_0;
            case Type.DOUBLE -> Opcodes.DCONST_0;
            case Type.ARRAY, Type.OBJECT -> Opcodes.ACONST_NULL;
            default -> Opcodes.ICONST_0;
          });
      clear.visitFieldInsn(Opcodes.PUTSTATIC, name, field.name(), field.type());
    }
    end(clear, 2);
  }

  private MethodVisitor begin(int access, String method) {
    MethodVisitor visitor = super.visitMethod(access, method, NOTHING, null, null);
    visitor.visitCode();
    return visitor;
  }

  private static void end(MethodVisitor method, int stack) {
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(stack, 0);
    method.visitEnd();
  }
}

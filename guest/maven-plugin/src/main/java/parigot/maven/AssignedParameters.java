package parigot.maven;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.teavm.asm.ClassReader;
import org.teavm.asm.ClassVisitor;
import org.teavm.asm.Label;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;
import org.teavm.asm.Type;

/**
 * Assigns the parameters to themselves that a method with a {@code try} assigns to, where it
 * begins. TeaVM 0.13.1 does not see that a parameter has a value before the first assignment, and a
 * handler finds the value that the {@code try} was about to assign.
 */
final class AssignedParameters extends ClassVisitor {
  /** Of each method the instructions that load these parameters, by their places. */
  private final Map<String, SortedMap<Integer, Integer>> assigned = new HashMap<>();

  private AssignedParameters() {
    super(Opcodes.ASM9);
  }

  /** Has a class assign its parameters first. */
  static ClassVisitor first(ClassReader type, ClassVisitor next) {
    AssignedParameters search = new AssignedParameters();
    type.accept(search, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new ClassVisitor(Opcodes.ASM9, next) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
        SortedMap<Integer, Integer> loads = search.assigned.get(name + descriptor);
        return loads == null ? code : new Assigning(code, loads);
      }
    };
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    SortedMap<Integer, Integer> loads = new TreeMap<>();
    int place = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
    for (Type parameter : Type.getArgumentTypes(descriptor)) {
      loads.put(place, parameter.getOpcode(Opcodes.ILOAD));
      place += parameter.getSize();
    }
    return new Search(name + descriptor, loads);
  }

  private final class Search extends MethodVisitor {
    private final String method;
    private final SortedMap<Integer, Integer> loads;
    private final SortedMap<Integer, Integer> found = new TreeMap<>();
    private boolean hasTry;

    private Search(String method, SortedMap<Integer, Integer> loads) {
      super(Opcodes.ASM9);
      this.method = method;
      this.loads = loads;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      hasTry = true;
    }

    @Override
    public void visitVarInsn(int opcode, int place) {
      if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
        assigned(place);
      }
    }

    @Override
    public void visitIincInsn(int place, int by) {
      assigned(place);
    }

    private void assigned(int place) {
      if (loads.containsKey(place)) {
        found.put(place, loads.get(place));
      }
    }

    @Override
    public void visitEnd() {
      if (hasTry && !found.isEmpty()) {
        assigned.put(method, found);
      }
    }
  }

  private static final class Assigning extends MethodVisitor {
    private static final int LARGEST = 2;
    private static final int FROM_LOAD_TO_STORE = Opcodes.ISTORE - Opcodes.ILOAD;
    private final SortedMap<Integer, Integer> loads;

    private Assigning(MethodVisitor next, SortedMap<Integer, Integer> loads) {
      super(Opcodes.ASM9, next);
      this.loads = loads;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      loads.forEach(
          (place, load) -> {
            super.visitVarInsn(load, place);
            super.visitVarInsn(load + FROM_LOAD_TO_STORE, place);
          });
    }

    @Override
    public void visitMaxs(int stack, int locals) {
      super.visitMaxs(Math.max(stack, LARGEST), locals);
    }
  }
}

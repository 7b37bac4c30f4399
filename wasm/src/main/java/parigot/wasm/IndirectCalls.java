package parigot.wasm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Makes calls through a table quick where thousands of functions may be the ones that are called.
 *
 * <p>The engine's compiler makes of such a call one method, which switches over the numbers of all
 * functions of the type. HotSpot's first compiler compares with them one after the other, and both
 * of its compilers take seconds for the method. So the switch becomes a search by halves, whose
 * ends are small methods for some functions each: of these only those are compiled that are used.
 *
 * <p>Where it makes several such methods, it passes parameters on as if each took one local
 * variable, and Java refuses the class if one takes two and is not the last. That is put right.
 */
final class IndirectCalls {
  /** How many functions a method may switch over: HotSpot still inlines it where it is hot. */
  private static final int FUNCTIONS_A_METHOD = 16;

  private static final String OF_FUNCTIONS = "FuncGroup_";

  /** The function's number, the memory and the instance, behind what is passed on. */
  private static final int OWN_PARAMETERS = 3;

  private final ClassNode owner;
  private final List<MethodNode> parts = new ArrayList<>();
  private boolean corrected;

  private IndirectCalls(ClassNode owner) {
    this.owner = owner;
  }

  /** A class of the compiler's, with what is too large in it in parts. */
  static byte[] in(String className, byte[] classFile) {
    if (className.contains(OF_FUNCTIONS)) {
      return classFile;
    }
    ClassNode node = new ClassNode();
    new ClassReader(classFile).accept(node, ClassReader.SKIP_FRAMES);
    IndirectCalls calls = new IndirectCalls(node);
    for (MethodNode method : node.methods) {
      calls.correct(method);
      calls.divide(method);
    }
    if (calls.parts.isEmpty() && !calls.corrected) {
      return classFile;
    }
    node.methods.addAll(calls.parts);
    ClassWriter writer = new Frames();
    node.accept(writer);
    return writer.toByteArray();
  }

  /**
   * The cases of a switch that stands behind what all of them are called with, each of which calls
   * a function and returns what that gives.
   *
   * @param id the local variable that is switched over
   * @param refusal gives what is thrown for a number that has no case, perhaps of that number
   * @param replaced the instructions of all of them
   */
  private record Cases(
      int id,
      List<Integer> keys,
      List<MethodInsnNode> calls,
      MethodInsnNode refusal,
      List<AbstractInsnNode> replaced) {

    String type() {
      return calls.get(0).desc;
    }

    /** What takes the same and the number, and gives the same. */
    String typeOfParts() {
      Type type = Type.getMethodType(type());
      List<Type> arguments = new ArrayList<>(List.of(type.getArgumentTypes()));
      arguments.add(Type.INT_TYPE);
      return Type.getMethodDescriptor(type.getReturnType(), arguments.toArray(Type[]::new));
    }

    int returning() {
      return Type.getReturnType(type()).getOpcode(Opcodes.IRETURN);
    }
  }

  private void correct(MethodNode method) {
    Type[] types = Type.getArgumentTypes(method.desc);
    int passedOn = types.length - OWN_PARAMETERS;
    List<VarInsnNode> loads = new ArrayList<>();
    for (AbstractInsnNode each = method.instructions.getFirst();
        each != null && loads.size() < passedOn;
        each = each.getNext()) {
      if (each instanceof VarInsnNode load
          && load.var == loads.size()
          && load.getOpcode() == types[load.var].getOpcode(Opcodes.ILOAD)) {
        loads.add(load);
      } else if (each.getOpcode() >= 0) {
        return;
      }
    }
    int variable = 0;
    for (VarInsnNode load : loads) {
      Type type = types[load.var];
      corrected |= load.var != variable;
      load.var = variable;
      variable += type.getSize();
    }
  }

  private void divide(MethodNode method) {
    for (AbstractInsnNode each : method.instructions.toArray()) {
      if (each instanceof LookupSwitchInsnNode choice
          && choice.keys.size() > FUNCTIONS_A_METHOD
          && choice.getPrevious() instanceof VarInsnNode load
          && load.getOpcode() == Opcodes.ILOAD) {
        cases(choice, load.var).ifPresent(cases -> divide(method, load, cases));
      }
    }
  }

  private static Optional<Cases> cases(LookupSwitchInsnNode choice, int id) {
    List<MethodInsnNode> calls = new ArrayList<>();
    List<AbstractInsnNode> replaced = new ArrayList<>(List.of(choice));
    for (LabelNode label : choice.labels) {
      if (!(next(label) instanceof MethodInsnNode call
          && call.getOpcode() == Opcodes.INVOKESTATIC
          && (calls.isEmpty() || call.desc.equals(calls.get(0).desc))
          && next(call).getOpcode() == Type.getReturnType(call.desc).getOpcode(Opcodes.IRETURN))) {
        return Optional.empty();
      }
      calls.add(call);
      replaced.add(call);
      replaced.add(next(call));
      // Nothing leads to what the compiler has put behind it.
      for (AbstractInsnNode dead = next(call).getNext();
          dead.getOpcode() == Opcodes.ATHROW || dead.getOpcode() == Opcodes.NOP;
          dead = dead.getNext()) {
        replaced.add(dead);
      }
    }
    AbstractInsnNode refusal = next(choice.dflt);
    if (refusal instanceof VarInsnNode load && load.var == id) {
      replaced.add(load);
      refusal = next(load);
    }
    if (refusal instanceof MethodInsnNode thrown && next(thrown).getOpcode() == Opcodes.ATHROW) {
      replaced.add(thrown);
      replaced.add(next(thrown));
      return Optional.of(new Cases(id, choice.keys, calls, thrown, replaced));
    }
    return Optional.empty();
  }

  /** The next instruction that does something; labels do not end a method. */
  private static AbstractInsnNode next(AbstractInsnNode from) {
    AbstractInsnNode next = from.getNext();
    while (next instanceof LabelNode
        || next instanceof LineNumberNode
        || next instanceof FrameNode) {
      next = next.getNext();
    }
    return next;
  }

  private void divide(MethodNode method, VarInsnNode load, Cases cases) {
    // In the place of the switch, with the arguments on the stack.
    MethodNode search = new MethodNode();
    search(search, cases, 0, cases.keys().size());
    method.instructions.insertBefore(load, search.instructions);
    cases.replaced().forEach(method.instructions::remove);
    method.instructions.remove(load);
    method.maxStack++;
  }

  private void search(MethodNode out, Cases cases, int from, int to) {
    if (to - from <= FUNCTIONS_A_METHOD) {
      out.visitVarInsn(Opcodes.ILOAD, cases.id());
      out.visitMethodInsn(
          Opcodes.INVOKESTATIC, owner.name, part(cases, from, to), cases.typeOfParts(), false);
      out.visitInsn(cases.returning());
      return;
    }
    int parts = (to - from + FUNCTIONS_A_METHOD - 1) / FUNCTIONS_A_METHOD;
    int middle = from + parts / 2 * FUNCTIONS_A_METHOD;
    LabelNode upper = new LabelNode();
    out.instructions.add(new VarInsnNode(Opcodes.ILOAD, cases.id()));
    out.instructions.add(new LdcInsnNode(cases.keys().get(middle)));
    out.instructions.add(new JumpInsnNode(Opcodes.IF_ICMPGE, upper));
    search(out, cases, from, middle);
    out.instructions.add(upper);
    search(out, cases, middle, to);
  }

  /** Makes a method that calls these functions, and gives its name. */
  private String part(Cases cases, int from, int to) {
    String name = "part_" + parts.size();
    MethodNode part =
        new MethodNode(
            Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC, name, cases.typeOfParts(), null, null);
    Type[] arguments = Type.getArgumentTypes(cases.type());
    int id = 0;
    for (Type argument : arguments) {
      id += argument.getSize();
    }
    for (int i = from; i < to; i++) {
      LabelNode next = new LabelNode();
      part.visitVarInsn(Opcodes.ILOAD, id);
      part.instructions.add(new LdcInsnNode(cases.keys().get(i)));
      part.instructions.add(new JumpInsnNode(Opcodes.IF_ICMPNE, next));
      int at = 0;
      for (Type argument : arguments) {
        part.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), at);
        at += argument.getSize();
      }
      MethodInsnNode call = cases.calls().get(i);
      part.visitMethodInsn(Opcodes.INVOKESTATIC, call.owner, call.name, call.desc, false);
      part.visitInsn(cases.returning());
      part.instructions.add(next);
    }
    MethodInsnNode refusal = cases.refusal();
    if (Type.getArgumentTypes(refusal.desc).length == 1) {
      part.visitVarInsn(Opcodes.ILOAD, id);
    }
    part.visitMethodInsn(
        Opcodes.INVOKESTATIC, refusal.owner, refusal.name, refusal.desc, refusal.itf);
    part.instructions.add(new InsnNode(Opcodes.ATHROW));
    parts.add(part);
    return name;
  }

  /** Computes what the verifier wants to know, without loading the classes that are named. */
  private static final class Frames extends ClassWriter {
    Frames() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String one, String other) {
      return "java/lang/Object";
    }
  }
}

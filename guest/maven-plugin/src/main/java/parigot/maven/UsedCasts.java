package parigot.maven;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.teavm.interop.Unmanaged;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Incoming;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Phi;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.AssignInstruction;
import org.teavm.model.instructions.CastInstruction;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.util.UsageExtractor;

/**
 * Uses each cast's result, since TeaVM 0.13.1 leaves out a cast whose result nobody uses, and the
 * exception with it.
 */
final class UsedCasts implements ClassHolderTransformer {
  private static final MethodReference USED =
      new MethodReference(Use.class, "used", Object.class, void.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().startsWith("org.teavm.")
        || type.getAnnotations().get(Unmanaged.class.getName()) != null) {
      return;
    }
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram() && method.getAnnotations().get(Unmanaged.class.getName()) == null) {
        transform(method.getProgram());
      }
    }
  }

  private static void transform(Program program) {
    List<CastInstruction> casts = new ArrayList<>();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction each : block) {
        if (each instanceof CastInstruction cast && !cast.isWeak()) {
          casts.add(cast);
        }
      }
    }
    if (casts.isEmpty()) {
      return;
    }
    Set<Variable> used = used(program);
    for (CastInstruction cast : casts) {
      if (!used.contains(cast.getReceiver())) {
        InvokeInstruction use = Checks.call(USED, null, cast.getReceiver());
        use.setLocation(cast.getLocation());
        cast.insertNext(use);
      }
    }
  }

  /** The variables that something is done with, other than to hand them on. */
  private static Set<Variable> used(Program program) {
    Map<Variable, List<Variable>> origins = new HashMap<>();
    Deque<Variable> next = new ArrayDeque<>();
    UsageExtractor usage = new UsageExtractor();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Phi phi : block.getPhis()) {
        for (Incoming each : phi.getIncomings()) {
          origins.computeIfAbsent(phi.getReceiver(), of -> new ArrayList<>()).add(each.getValue());
        }
      }
      for (Instruction each : block) {
        if (each instanceof AssignInstruction assign) {
          origins
              .computeIfAbsent(assign.getReceiver(), of -> new ArrayList<>())
              .add(assign.getAssignee());
        } else {
          each.acceptVisitor(usage);
          next.addAll(List.of(usage.getUsedVariables()));
        }
      }
    }
    Set<Variable> used = new HashSet<>();
    while (!next.isEmpty()) {
      Variable each = next.pop();
      if (used.add(each)) {
        next.addAll(origins.getOrDefault(each, List.of()));
      }
    }
    return used;
  }

  /** Compiled into guests. */
  static final class Use {
    private Use() {}

    @Unmanaged
    static void used(Object value) {
      // That it is there is all.
    }
  }
}

package parigot.maven;

import java.util.Arrays;
import java.util.List;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ClassReader;
import org.teavm.model.ElementModifier;
import org.teavm.model.FieldHolder;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.ReferenceCache;
import org.teavm.model.util.ModelUtils;
import org.teavm.model.util.ProgramUtils;
import org.teavm.parsing.ClassRefsRenamer;

/** Moves what a class of ours has into one of the library that guests are compiled with. */
final class Transplant {
  private final ClassHolder ours;

  /** Of a copy, in which our class is called as the one that it goes into. */
  Transplant(Class<?> from, ClassHolder into, ClassHolderTransformerContext context) {
    String name = from.getName();
    ClassReader original = context.getHierarchy().getClassSource().get(name);
    ours =
        new ClassRefsRenamer(
                new ReferenceCache(),
                mentioned -> mentioned.equals(name) ? into.getName() : mentioned)
            .rename(ModelUtils.copyClass(original));
  }

  /** Adds the methods that there are not, and no constructor. */
  void addMethods(ClassHolder into) {
    for (MethodHolder method : List.copyOf(ours.getMethods())) {
      if (!method.getName().equals("<init>") && into.getMethod(method.getDescriptor()) == null) {
        ours.removeMethod(method);
        into.addMethod(method);
      }
    }
  }

  /**
   * Adds the methods, in place of those that there are; no constructor. One without a body stands
   * for the method that there is, or, under a name of its own, for the one that another replaces.
   */
  void replaceMethods(ClassHolder into) {
    for (MethodHolder method : List.copyOf(ours.getMethods())) {
      if (method.hasModifier(ElementModifier.NATIVE)) {
        ours.removeMethod(method);
        if (into.getMethod(method.getDescriptor()) == null) {
          keepReplaced(into, method);
        }
      }
    }
    ours.getMethods().stream()
        .map(MethodHolder::getDescriptor)
        .filter(method -> !method.getName().equals("<init>") && into.getMethod(method) != null)
        .forEach(method -> into.removeMethod(into.getMethod(method)));
    addMethods(into);
  }

  private void keepReplaced(ClassHolder into, MethodHolder name) {
    MethodDescriptor replaced =
        ours.getMethods().stream()
            .filter(method -> hasSameSignature(method, name))
            .map(MethodHolder::getDescriptor)
            .findFirst()
            .orElseThrow();
    MethodHolder kept = new MethodHolder(name.getDescriptor());
    kept.getModifiers().addAll(name.getModifiers());
    kept.getModifiers().remove(ElementModifier.NATIVE);
    kept.setLevel(name.getLevel());
    kept.setProgram(ProgramUtils.copy(into.getMethod(replaced).getProgram()));
    into.addMethod(kept);
  }

  private static boolean hasSameSignature(MethodHolder one, MethodHolder other) {
    return Arrays.equals(one.getSignature(), other.getSignature());
  }

  /** Leaves nothing of what there was. */
  void replace(ClassHolder whole) {
    List.copyOf(whole.getMethods()).forEach(whole::removeMethod);
    List.copyOf(whole.getFields()).forEach(whole::removeField);
    for (MethodHolder method : List.copyOf(ours.getMethods())) {
      ours.removeMethod(method);
      whole.addMethod(method);
    }
    for (FieldHolder field : List.copyOf(ours.getFields())) {
      ours.removeField(field);
      whole.addField(field);
    }
  }
}

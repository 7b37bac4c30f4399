package parigot.maven;

import java.util.HashMap;
import java.util.Map;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderSource;
import org.teavm.model.MethodHolder;
import org.teavm.model.optimization.GlobalValueNumbering;
import org.teavm.model.transformation.NoSuchFieldCatchElimination;

/**
 * Classes as TeaVM prepares them, with all that they compute. TeaVM 0.13.1 leaves out at once what
 * nobody uses: of {@code int unused = prices[7]} the exception too.
 */
final class WholePrograms implements ClassHolderSource {
  private final ClassHolderSource classes;
  private final Map<String, ClassHolder> prepared = new HashMap<>();

  WholePrograms(ClassHolderSource classes) {
    this.classes = classes;
  }

  @Override
  public ClassHolder get(String name) {
    ClassHolder known = prepared.get(name);
    if (known == null) {
      known = classes.get(name);
      if (known != null) {
        known.getMethods().forEach(WholePrograms::prepare);
        prepared.put(name, known);
      }
    }
    return known;
  }

  private static void prepare(MethodHolder method) {
    if (method.getProgram() != null) {
      new NoSuchFieldCatchElimination().apply(method.getProgram());
      VariablesOfTries.separate(method.getProgram());
      new GlobalValueNumbering(true).optimize(method.getProgram());
    }
  }
}

package parigot.maven;

import java.util.List;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ClassReader;
import org.teavm.model.FieldHolder;
import org.teavm.model.MethodHolder;
import org.teavm.model.ReferenceCache;
import org.teavm.model.util.ModelUtils;
import org.teavm.parsing.ClassRefsRenamer;

/**
 * Makes {@code java.util.Random} of {@link SeededRandom}. TeaVM's own ignores its seed.
 *
 * <p>Public because TeaVM makes it by its name.
 */
public final class RandomAsSeeded implements ClassHolderTransformer {
  private static final String RANDOM = "java.util.Random";
  private static final String OURS = SeededRandom.class.getName();

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(RANDOM)) {
      ClassReader ours = context.getHierarchy().getClassSource().get(OURS);
      ClassHolder renamed =
          new ClassRefsRenamer(new ReferenceCache(), name -> name.equals(OURS) ? RANDOM : name)
              .rename(ModelUtils.copyClass(ours));
      List.copyOf(type.getMethods()).forEach(type::removeMethod);
      List.copyOf(type.getFields()).forEach(type::removeField);
      for (MethodHolder method : List.copyOf(renamed.getMethods())) {
        renamed.removeMethod(method);
        type.addMethod(method);
      }
      for (FieldHolder field : List.copyOf(renamed.getFields())) {
        renamed.removeField(field);
        type.addField(field);
      }
    }
  }
}

package parigot.maven;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;

/** Makes {@code java.util.Random} of {@link SeededRandom}. TeaVM's own ignores its seed. */
final class RandomAsSeeded implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals("java.util.Random")) {
      new Transplant(SeededRandom.class, type, context).replace(type);
    }
  }
}

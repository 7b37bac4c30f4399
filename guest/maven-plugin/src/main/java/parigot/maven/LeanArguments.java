package parigot.maven;

import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;
import org.teavm.model.emit.ProgramEmitter;

/**
 * Has the SDK read the arguments of {@code main}, if the guest has the SDK. TeaVM's own code for it
 * brings all that decodes text into every module, 60 KB that most guests need nothing else of.
 */
final class LeanArguments implements ClassHolderTransformer {
  private static final String WASI = "org.teavm.backend.wasm.runtime.WasiSupport";
  private static final MethodDescriptor GET = new MethodDescriptor("getArgs", String[].class);
  private static final String SDK = "parigot.guest.ProgramArguments";

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(WASI) && context.getHierarchy().getClassSource().get(SDK) != null) {
      ProgramEmitter.create(type.getMethod(GET), context.getHierarchy())
          .invoke(new MethodReference(SDK, new MethodDescriptor("read", String[].class)))
          .returnValue();
    }
  }
}

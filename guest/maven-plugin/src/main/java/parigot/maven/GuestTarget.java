package parigot.maven;

import java.security.CodeSource;
import java.util.List;
import org.teavm.backend.wasm.TeaVMWasmHost;
import org.teavm.backend.wasm.WasmRuntimeType;
import org.teavm.backend.wasm.WasmTarget;
import org.teavm.backend.wasm.generate.WasmGenerator;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReader;
import org.teavm.model.Program;
import org.teavm.model.lowlevel.Characteristics;
import org.teavm.model.lowlevel.LowLevelNullCheckFilter;
import org.teavm.vm.TeaVMTargetController;

/** TeaVM's linear-memory target, with the steps of ours that need its place in the order. */
// It says itself what it is, as TeaVM does not ask what it extends.
final class GuestTarget extends WasmTarget implements TeaVMWasmHost {
  private LowLevelNullCheckFilter filter;

  GuestTarget() {
    setRuntimeType(WasmRuntimeType.WASI);
    for (Class<?> ours : List.of(WasmGenerator.class, MethodDescriptor.class)) {
      if (!origin(ours).equals(origin(GuestTarget.class))) {
        throw new IllegalStateException(
            ours.getName() + " is that of TeaVM, which comes before this plugin");
      }
    }
  }

  private static CodeSource origin(Class<?> type) {
    return type.getProtectionDomain().getCodeSource();
  }

  @Override
  public void setController(TeaVMTargetController controller) {
    super.setController(controller);
    filter =
        new LowLevelNullCheckFilter(new Characteristics(controller.getUnprocessedClassSource()));
  }

  @Override
  public void beforeOptimizations(Program program, MethodReader method) {
    if (program.basicBlockCount() == 0) {
      return;
    }
    ImplicitExceptions.forget(program);
    if (filter.apply(method.getReference())) {
      NullChecks.insert(program, method.parameterCount(), filter);
    }
    BoundChecks.insert(program, method.parameterCount());
  }
}

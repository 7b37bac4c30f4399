package parigot.maven;

import org.teavm.backend.wasm.TeaVMWasmHost;
import org.teavm.backend.wasm.WasmRuntimeType;
import org.teavm.backend.wasm.WasmTarget;
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
    if (filter.apply(method.getReference())) {
      NullChecks.insert(program, filter);
    }
    BoundChecks.insert(program);
  }
}

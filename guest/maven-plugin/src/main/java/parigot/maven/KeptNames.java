package parigot.maven;

import org.teavm.ast.InvocationExpr;
import org.teavm.backend.wasm.TeaVMWasmHost;
import org.teavm.backend.wasm.WasmTarget;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsic;
import org.teavm.backend.wasm.intrinsics.WasmIntrinsicManager;
import org.teavm.backend.wasm.model.expression.WasmExpression;
import org.teavm.model.MethodReference;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Has modules keep the names of their functions, for traps, thread dumps and profiles. TeaVM knows
 * one setting for the names and for the places that stack traces tell, which take up much more
 * room. The places are decided on before it makes code of the first method, the names after the
 * last: so the setting is changed in between.
 */
public final class KeptNames implements TeaVMPlugin {
  @Override
  public void install(TeaVMHost host) {
    TeaVMWasmHost wasm = host.getExtension(TeaVMWasmHost.class);
    if (wasm instanceof WasmTarget target) {
      wasm.add(context -> new FirstMethod(target));
    }
  }

  /** Is asked about each method that code is made for a call of, and does nothing for it. */
  private record FirstMethod(WasmTarget target) implements WasmIntrinsic {
    @Override
    public boolean isApplicable(MethodReference method) {
      target.setObfuscated(false);
      return false;
    }

    @Override
    public WasmExpression apply(InvocationExpr invocation, WasmIntrinsicManager manager) {
      throw new IllegalStateException("it is applicable to no method, and not to " + invocation);
    }
  }
}

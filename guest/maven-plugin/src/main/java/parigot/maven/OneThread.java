package parigot.maven;

import java.util.List;
import java.util.Set;
import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.BasicBlockReader;
import org.teavm.model.CallLocation;
import org.teavm.model.MethodReference;
import org.teavm.model.TextLocation;
import org.teavm.model.VariableReader;
import org.teavm.model.instructions.AbstractInstructionReader;
import org.teavm.model.instructions.InvocationType;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Refuses programs that start threads or wait for something: a guest has one thread, and nothing in
 * it waits. TeaVM would import what makes them, which no host has.
 */
public final class OneThread implements TeaVMPlugin {
  private static final Set<String> REFUSED =
      Set.of(
          "java.lang.Thread.start",
          "java.lang.Thread.sleep",
          "java.lang.Thread.join",
          "java.lang.Thread.yield",
          "java.lang.Object.wait");

  @Override
  public void install(TeaVMHost host) {
    host.add(new Calls());
  }

  private static final class Calls extends AbstractDependencyListener {
    @Override
    public void methodReached(DependencyAgent agent, MethodDependency method) {
      String caller = method.getReference().getClassName();
      if (method.getMethod() == null
          || method.getMethod().getProgram() == null
          || caller.equals(Thread.class.getName())
          || caller.startsWith("org.teavm.")) {
        return;
      }
      for (BasicBlockReader block : method.getMethod().getProgram().getBasicBlocks()) {
        block.readAllInstructions(new Refusal(agent, method.getReference()));
      }
    }
  }

  private static final class Refusal extends AbstractInstructionReader {
    private final DependencyAgent agent;
    private final MethodReference caller;
    private TextLocation location;

    Refusal(DependencyAgent agent, MethodReference caller) {
      this.agent = agent;
      this.caller = caller;
    }

    @Override
    public void location(TextLocation location) {
      this.location = location;
    }

    @Override
    public void invoke(
        VariableReader receiver,
        VariableReader instance,
        MethodReference method,
        List<? extends VariableReader> arguments,
        InvocationType type) {
      String name = method.getClassName() + "." + method.getName();
      if (REFUSED.contains(name)) {
        agent
            .getDiagnostics()
            .error(
                new CallLocation(caller, location),
                name
                    + " is refused, as a guest has one thread and nothing in it waits: use Future");
      }
    }
  }
}

package parigot.maven;

import java.util.List;
import java.util.Map;
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
 * it waits. TeaVM would import what makes them, which no host has. {@code intern}, as it knows no
 * text of the program. And those that write amounts of money as a country does, for which TeaVM
 * takes the currency of another one.
 */
public final class RefusedCalls implements TeaVMPlugin {
  private static final String WAITS = "a guest has one thread and nothing in it waits: use Future";

  /** Why each is. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "java.lang.Thread.start", WAITS,
          "java.lang.Thread.sleep", WAITS,
          "java.lang.Thread.join", WAITS,
          "java.lang.Thread.yield", WAITS,
          "java.lang.Object.wait", WAITS,
          "java.lang.String.intern",
              "texts that are equal are not one object there: compare them with equals",
          "java.text.NumberFormat.getCurrencyInstance",
              "it has other currencies than on the JVM: use String.format and the currency's sign");

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
          || caller.equals("java.text.NumberFormat")
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
      String reason = REFUSED.get(name);
      if (reason != null) {
        agent
            .getDiagnostics()
            .error(
                new CallLocation(caller, location), "%s is refused, as %s".formatted(name, reason));
      }
    }
  }
}

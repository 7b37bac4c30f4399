package parigot.maven;

import org.teavm.dependency.AbstractDependencyListener;
import org.teavm.dependency.DependencyAgent;
import org.teavm.dependency.MethodDependency;
import org.teavm.model.BasicBlockReader;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.VariableReader;
import org.teavm.model.instructions.AbstractInstructionReader;
import org.teavm.model.util.ProgramUtils;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Lets classes tell their names. TeaVM 0.13.1 has none for {@code String} itself, whose name it
 * makes before there are strings, and leaves them out of {@code Class.toString} to make modules
 * small, which the messages of exceptions are made with.
 *
 * <p>Public because TeaVM makes it by its name.
 */
public final class ClassNames implements TeaVMPlugin {
  private static final MethodDescriptor NAME = new MethodDescriptor("getName", String.class);
  private static final MethodDescriptor SIMPLE_NAME =
      new MethodDescriptor("getSimpleName", String.class);

  private static final MethodReference GET_NAME =
      new MethodReference(Class.class, "getName", String.class);

  @Override
  public void install(TeaVMHost host) {
    host.add(new Replacement());
    host.add(new Constants());
  }

  /** Has the classes that a program names keep their names. */
  private static final class Constants extends AbstractDependencyListener {
    @Override
    public void methodReached(DependencyAgent agent, MethodDependency method) {
      if (method.getMethod() == null || method.getMethod().getProgram() == null) {
        return;
      }
      for (BasicBlockReader block : method.getMethod().getProgram().getBasicBlocks()) {
        block.readAllInstructions(
            new AbstractInstructionReader() {
              @Override
              public void classConstant(VariableReader receiver, ValueType type) {
                agent
                    .linkMethod(GET_NAME)
                    .getVariable(0)
                    .getClassValueNode()
                    .propagate(agent.getType(type));
              }
            });
      }
    }
  }

  private static final class Replacement implements ClassHolderTransformer {
    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
      if (type.getName().equals(Class.class.getName())) {
        Program name = ProgramUtils.copy(type.getMethod(NAME).getProgram());
        Program simpleName = ProgramUtils.copy(type.getMethod(SIMPLE_NAME).getProgram());
        new Transplant(Names.class, type, context).replaceMethods(type);
        give(type, "nameOfOther", name);
        give(type, "simpleNameOfOther", simpleName);
      }
    }

    private static void give(ClassHolder type, String name, Program program) {
      MethodHolder method = type.getMethod(new MethodDescriptor(name, String.class));
      method.getModifiers().remove(ElementModifier.NATIVE);
      method.setProgram(program);
    }
  }

  /** Methods of {@link Class}, compiled into guests. */
  static final class Names {
    private Names() {}

    public String getName() {
      return (Object) this == String.class ? "java.lang.".concat("String") : nameOfOther();
    }

    public String getSimpleName() {
      return (Object) this == String.class ? "String" : simpleNameOfOther();
    }

    private native String nameOfOther();

    private native String simpleNameOfOther();

    @Override
    public String toString() {
      return obfuscatedToString();
    }

    public boolean isInterface() {
      Class<?> self = (Class<?>) (Object) this;
      return self != Object.class
          && self != String.class
          && self.getSuperclass() == null
          && !self.isPrimitive()
          && !self.isArray();
    }

    /** What TeaVM puts in the place of the other. */
    private String obfuscatedToString() {
      Class<?> self = (Class<?>) (Object) this;
      String kind = self.isInterface() ? "interface " : self.isPrimitive() ? "" : "class ";
      return kind.concat(getName());
    }
  }
}

package parigot.maven;

import java.util.List;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Lets whoever catches an exception catch those too that no {@code throw} throws. TeaVM 0.13.1
 * throws them, but compiles of an exception's class only what its analysis sees used; of one that
 * it sees thrown nowhere that is nothing, and the methods of what is caught then trap. So each
 * {@code try} gets a call that could throw them, and loses it again behind the analysis.
 */
public final class ImplicitExceptions implements TeaVMPlugin {
  private static final List<Class<? extends RuntimeException>> THROWN_BY_NO_THROW =
      List.of(
          ArrayIndexOutOfBoundsException.class,
          ClassCastException.class,
          NullPointerException.class);

  private static final MethodReference COULD_THROW =
      new MethodReference(Source.class, "couldThrow", void.class);

  @Override
  public void install(TeaVMHost host) {
    host.add(new Tries());
  }

  /** Takes out of a program the calls that are there for the analysis. */
  static void forget(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction each : block) {
        if (each instanceof InvokeInstruction call && call.getMethod().equals(COULD_THROW)) {
          call.delete();
        }
      }
    }
  }

  /** Compiled into the guest: what TeaVM sees throw these exceptions. */
  static final class Source {
    private static int never;

    private Source() {}

    static void couldThrow() {
      switch (never) {
        case 1 -> throw new ArrayIndexOutOfBoundsException();
        case 2 -> throw new ClassCastException();
        case 3 -> throw new NullPointerException();
        default -> {}
      }
    }
  }

  private static final class Tries implements ClassHolderTransformer {
    @Override
    public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
      if (isOfTheClassLibrary(type.getName())) {
        return;
      }
      for (MethodHolder method : type.getMethods()) {
        if (method.hasProgram()) {
          method.getProgram().getBasicBlocks().forEach(Tries::transform);
        }
      }
    }

    private static boolean isOfTheClassLibrary(String name) {
      return name.startsWith("java.") || name.startsWith("org.teavm.");
    }

    private static void transform(BasicBlock block) {
      if (block.getTryCatchBlocks().stream()
          .anyMatch(handled -> isCaught(handled.getExceptionType()))) {
        InvokeInstruction call = new InvokeInstruction();
        call.setType(InvocationType.SPECIAL);
        call.setMethod(COULD_THROW);
        block.addFirst(call);
      }
    }

    /** Whether a handler of a type, null for one of everything, catches one of the exceptions. */
    private static boolean isCaught(String handled) {
      return handled == null
          || THROWN_BY_NO_THROW.stream().anyMatch(exception -> isA(exception, handled));
    }

    private static boolean isA(Class<?> exception, String handled) {
      for (Class<?> type = exception; type != null; type = type.getSuperclass()) {
        if (type.getName().equals(handled)) {
          return true;
        }
      }
      return false;
    }
  }
}

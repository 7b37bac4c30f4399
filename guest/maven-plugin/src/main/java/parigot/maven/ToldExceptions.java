package parigot.maven;

import org.teavm.asm.ClassVisitor;
import org.teavm.asm.MethodVisitor;
import org.teavm.asm.Opcodes;
import org.teavm.interop.Import;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodReference;
import org.teavm.model.emit.ProgramEmitter;

/**
 * Tells of an exception that {@code main} throws what the JVM tells, and ends the guest with 1 as
 * the JVM does. TeaVM has it trap, and says nothing of it.
 */
final class ToldExceptions implements ClassHolderTransformer {
  private static final String MAIN = "main";
  private static final MethodDescriptor TELL =
      new MethodDescriptor("tell", Throwable.class, void.class);
  private static final String PROGRAM = "program";
  private static final String OF_SDK = "parigot.guest.UncaughtException";
  private static final String STACK_OF_SDK = "parigot.guest.StackText";

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(Uncaught.class.getName())
        && context.getHierarchy().getClassSource().get(OF_SDK) != null) {
      ProgramEmitter tell = ProgramEmitter.create(type.getMethod(TELL), context.getHierarchy());
      tell.invoke(new MethodReference(OF_SDK, TELL), tell.var(1, Throwable.class));
      tell.exit();
    }
    boolean hasStack = !context.isObfuscated();
    if (hasStack && type.getName().equals(STACK_OF_SDK)) {
      new Transplant(Stack.class, type, context).replaceMethods(type);
    }
    if (!hasStack && type.getName().equals(Stack.class.getName())) {
      new Transplant(NoStack.class, type, context).replaceMethods(type);
    }
  }

  /** Has the entry point call the {@code main} of a class. */
  static ClassVisitor around(String mainClass, ClassVisitor next) {
    return new ClassVisitor(Opcodes.ASM9, next) {
      @Override
      public MethodVisitor visitMethod(
          int access, String name, String descriptor, String signature, String[] exceptions) {
        if (!name.equals(PROGRAM)) {
          return super.visitMethod(access, name, descriptor, signature, exceptions);
        }
        MethodVisitor code =
            super.visitMethod(
                access & ~Opcodes.ACC_NATIVE, name, descriptor, signature, exceptions);
        code.visitCode();
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, mainClass.replace('.', '/'), MAIN, descriptor, false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(1, 1);
        code.visitEnd();
        return null;
      }
    };
  }

  /** What a guest begins with, compiled into it. */
  static final class EntryPoint {
    private EntryPoint() {}

    /** Called as the module starts. */
    public static void main(String[] arguments) {
      StackForHost.Text.offer();
      try {
        program(arguments);
      } catch (Throwable thrown) {
        Uncaught.tell(thrown);
      }
    }

    private static native void program(String[] arguments);
  }

  /** Compiled into guests. */
  static final class Uncaught {
    private Uncaught() {}

    static void tell(Throwable thrown) {
      StringBuilder text = new StringBuilder("Exception in main: ");
      text.append(thrown.toString()).append(Stack.of(thrown));
      for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
        text.append("\nCaused by: ").append(cause.toString()).append(Stack.of(cause));
      }
      System.err.println(text.toString());
      exit(1);
    }

    @Import(module = "wasi_snapshot_preview1", name = "proc_exit")
    private static native void exit(int code);
  }

  /** Compiled into guests that have stack traces. */
  static final class Stack {
    private static final int MOST_LINES = 30;

    private Stack() {}

    static String of(Throwable thrown) {
      StringBuilder text = new StringBuilder();
      StackTraceElement[] stack = thrown.getStackTrace();
      for (int i = 0; i < stack.length && i < MOST_LINES; i++) {
        String type = stack[i].getClassName();
        String method = stack[i].getMethodName();
        if (isOfProgram(type, method)) {
          text.append(text.length() == 0 ? " at " : ", ");
          text.append(type).append('.').append(method);
          if (stack[i].getLineNumber() > 0) {
            text.append(':').append(stack[i].getLineNumber());
          }
        }
      }
      return text.toString();
    }

    private static boolean isOfProgram(String type, String method) {
      boolean makesException =
          type.equals("java.lang.Throwable")
              || (method.equals("<init>")
                  && (type.endsWith("Exception") || type.endsWith("Error")));
      return !type.isEmpty()
          && !type.startsWith("org.teavm.")
          && !type.startsWith("parigot.maven.")
          && !makesException;
    }
  }

  /** In the place of the other in guests that have none. */
  static final class NoStack {
    private NoStack() {}

    static String of(Throwable thrown) {
      return "";
    }
  }
}

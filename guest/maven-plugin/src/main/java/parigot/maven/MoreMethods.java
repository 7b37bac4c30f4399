package parigot.maven;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.PutFieldInstruction;

/**
 * Gives guests what is in daily use of Java's library and missing in TeaVM's: some methods, and
 * {@code %n} and {@code %%} in formats.
 */
final class MoreMethods implements ClassHolderTransformer {
  private static final Map<String, Class<?>> MORE =
      Map.of(
          "java.lang.Integer", OfInteger.class,
          "java.lang.Long", OfLong.class,
          "java.lang.Double", OfDouble.class,
          "java.lang.String", OfString.class,
          "java.io.PrintStream", OfPrintStream.class);
  private static final String FORMAT_WRITER = "java.util.Formatter$FormatWriter";
  private static final String FORMAT = "format";
  private static final MethodReference WITH_NEW_LINES =
      new MethodReference(NewLines.class, "in", String.class, String.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    Class<?> more = MORE.get(type.getName());
    if (more != null) {
      new Transplant(more, type, context).addMethods(type);
    } else if (type.getName().equals(FORMAT_WRITER)) {
      int changed = 0;
      for (MethodHolder method : type.getMethods()) {
        changed += method.getName().equals("<init>") ? expandNewLines(method.getProgram()) : 0;
      }
      if (changed != 1) {
        throw new IllegalStateException(
            FORMAT_WRITER + " is not the one of the TeaVM that this was made for");
      }
    }
  }

  private static int expandNewLines(Program constructor) {
    int changed = 0;
    for (BasicBlock block : constructor.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof PutFieldInstruction put
            && put.getField().getFieldName().equals(FORMAT)) {
          Variable expanded = constructor.createVariable();
          InvokeInstruction call = new InvokeInstruction();
          call.setType(InvocationType.SPECIAL);
          call.setMethod(WITH_NEW_LINES);
          call.setArguments(put.getValue());
          call.setReceiver(expanded);
          put.insertPrevious(call);
          put.setValue(expanded);
          changed++;
        }
      }
    }
    return changed;
  }

  /** What formats write for {@code %n} in a guest, compiled into it. */
  static final class NewLines {
    /** TeaVM's {@code %%} takes an argument away; this one names it, and takes none. */
    private static final String PERCENT = "%1$%";

    private NewLines() {}

    /** The format with line feeds instead, and with percent signs that take no argument. */
    static String in(String format) {
      int from = format.indexOf('%');
      if (from < 0) {
        return format;
      }
      StringBuilder expanded = new StringBuilder(format.substring(0, from));
      for (int at = from; at < format.length(); at++) {
        char next = format.charAt(at);
        char after = at + 1 < format.length() ? format.charAt(at + 1) : ' ';
        if (next == '%' && after == 'n') {
          expanded.append('\n');
          at++;
        } else if (next == '%' && after == '%') {
          expanded.append(PERCENT);
          at++;
        } else {
          expanded.append(next);
        }
      }
      return expanded.toString();
    }
  }

  /** Methods of {@link Integer}, compiled into guests. */
  static final class OfInteger {
    private OfInteger() {}

    public static int sum(int one, int other) {
      return one + other;
    }

    public static long toUnsignedLong(int number) {
      return number & 0xFFFF_FFFFL;
    }
  }

  /** Methods of {@link Long}, compiled into guests. */
  static final class OfLong {
    private OfLong() {}

    public static long sum(long one, long other) {
      return one + other;
    }

    public static long max(long one, long other) {
      return Math.max(one, other);
    }

    public static long min(long one, long other) {
      return Math.min(one, other);
    }

    public static int hashCode(long number) {
      return (int) (number ^ (number >>> Integer.SIZE));
    }
  }

  /** Methods of {@link Double}, compiled into guests. */
  static final class OfDouble {
    private OfDouble() {}

    public static double sum(double one, double other) {
      return one + other;
    }

    public static double max(double one, double other) {
      return Math.max(one, other);
    }

    public static double min(double one, double other) {
      return Math.min(one, other);
    }
  }

  /** Methods of {@link String}, compiled into guests, where this is one. */
  static final class OfString {
    private OfString() {}

    public Stream<String> lines() {
      return new BufferedReader(new StringReader(toString())).lines();
    }

    public <R> R transform(Function<? super String, ? extends R> change) {
      return change.apply(toString());
    }
  }

  /** Methods of {@link PrintStream}, compiled into guests. */
  static final class OfPrintStream extends PrintStream {
    @SuppressWarnings("DefaultCharset") // It is never made.
    OfPrintStream(OutputStream out) {
      super(out);
    }

    @Override
    public void print(boolean value) {
      print(String.valueOf(value));
    }

    @Override
    public void print(float value) {
      print(String.valueOf(value));
    }

    @Override
    public void println(char[] value) {
      println(new String(value));
    }
  }
}

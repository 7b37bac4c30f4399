package parigot.maven;

import java.util.Map;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.util.ProgramUtils;

/**
 * Has TeaVM's class library answer as Java's does, where the differential test found another
 * answer: methods are replaced, or check first what Java checks.
 *
 * <p>Public because TeaVM makes it by its name.
 */
public final class LibraryAsJava implements ClassHolderTransformer {
  private static final Map<String, Class<?>> REPLACED =
      Map.ofEntries(
          Map.entry("java.lang.Character", TextAsJava.OfCharacter.class),
          Map.entry("java.lang.Integer", NumbersAsJava.OfInteger.class),
          Map.entry("java.lang.Long", NumbersAsJava.OfLong.class),
          Map.entry("java.lang.String", TextAsJava.OfString.class),
          Map.entry("java.lang.StringBuilder", TextAsJava.OfStringBuilder.class),
          Map.entry("java.lang.StringBuffer", TextAsJava.OfStringBuffer.class),
          Map.entry("java.util.regex.Pattern", TextAsJava.OfPattern.class),
          Map.entry("java.time.Duration", UtilAsJava.OfDuration.class),
          Map.entry("java.time.LocalDate", UtilAsJava.OfLocalDate.class),
          Map.entry("java.util.Optional", UtilAsJava.OfOptional.class),
          Map.entry("java.util.OptionalInt", UtilAsJava.OfOptionalInt.class),
          Map.entry("java.util.OptionalLong", UtilAsJava.OfOptionalLong.class),
          Map.entry("java.util.OptionalDouble", UtilAsJava.OfOptionalDouble.class),
          Map.entry("java.util.IntSummaryStatistics", UtilAsJava.OfIntSummaryStatistics.class),
          Map.entry("java.util.LongSummaryStatistics", UtilAsJava.OfLongSummaryStatistics.class),
          Map.entry(
              "java.util.DoubleSummaryStatistics", UtilAsJava.OfDoubleSummaryStatistics.class),
          Map.entry("java.util.stream.impl.SimpleStreamImpl", UtilAsJava.OfStream.class));

  private static final Map<String, Class<?>> GUARDED =
      Map.of(
          "java.lang.AbstractStringBuilder", TextAsJava.GuardsOfBuilders.class,
          "java.lang.String", TextAsJava.GuardsOfString.class,
          "java.math.BigInteger", NumbersAsJava.GuardsOfBigInteger.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    Class<?> ours = REPLACED.get(type.getName());
    if (ours != null) {
      new Transplant(ours, type, context).replaceMethods(type);
    }
    if (type.getName().equals("java.lang.Double")) {
      replaceParser(type, NumbersAsJava.OfDouble.class, "parseDouble", double.class, context);
    }
    if (type.getName().equals("java.lang.Float")) {
      replaceParser(type, NumbersAsJava.OfFloat.class, "parseFloat", float.class, context);
    }
    Class<?> guards = GUARDED.get(type.getName());
    if (guards != null) {
      context.getHierarchy().getClassSource().get(guards.getName()).getMethods().stream()
          .filter(guard -> !guard.getName().equals("<init>"))
          .forEach(guard -> guard(type, guard.getReference()));
    }
    if (type.getName().equals("java.util.UUID")) {
      new Transplant(UuidAsJava.class, type, context).replace(type);
      type.getInterfaces().add(Comparable.class.getName());
    }
  }

  /** What was there reads decimals only, under another name. */
  private static void replaceParser(
      ClassHolder type,
      Class<?> ours,
      String parser,
      Class<?> result,
      ClassHolderTransformerContext context) {
    Program decimals =
        ProgramUtils.copy(
            type.getMethod(new MethodDescriptor(parser, String.class, result)).getProgram());
    new Transplant(ours, type, context).replaceMethods(type);
    MethodHolder kept = type.getMethod(new MethodDescriptor("parseDecimal", String.class, result));
    kept.getModifiers().remove(ElementModifier.NATIVE);
    kept.setProgram(decimals);
  }

  /** Has a method call another one first, with the object and its parameters. */
  private static void guard(ClassHolder type, MethodReference guard) {
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram() && isGuardedBy(method.getDescriptor(), guard)) {
        Program program = method.getProgram();
        Variable[] arguments = new Variable[guard.parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = program.variableAt(i);
        }
        program.basicBlockAt(0).addFirst(Checks.call(guard, null, arguments));
      }
    }
  }

  private static boolean isGuardedBy(MethodDescriptor method, MethodReference guard) {
    if (!method.getName().equals(guard.getName())
        || method.parameterCount() != guard.parameterCount() - 1) {
      return false;
    }
    for (int i = 0; i < method.parameterCount(); i++) {
      ValueType wanted = guard.parameterType(i + 1);
      if (!method.parameterType(i).equals(wanted)) {
        return false;
      }
    }
    return true;
  }
}

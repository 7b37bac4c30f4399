package parigot.maven;

import com.sun.source.util.JavacTask;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.tools.ToolProvider;

/**
 * The public methods and constructors of the class library of Java 17, on whatever JDK this runs,
 * as cases, with the values that a class of the program has for the types of their operands.
 */
final class Api {
  /** Of so many operands each has all corners of its type, of more it has some values. */
  private static final int MOST_CORNERS = 2;

  /** Of many operands only the first ones have more than one value. */
  private static final int MOST_WITH_TWO = 8;

  private static final int MOST_VALUES = 200;
  private static final Set<String> PRIMITIVE =
      Set.of("boolean", "byte", "short", "char", "int", "long", "float", "double");

  /** Whose text says what they are, and which the program does not know by an interface. */
  private static final Set<String> WITH_TEXT =
      Set.of(
          "java.time.Period",
          "java.time.ZoneId",
          "java.time.Clock",
          "java.time.chrono.Chronology",
          "java.time.chrono.IsoChronology",
          "java.time.chrono.Era",
          "java.time.temporal.ValueRange",
          "java.util.OptionalInt",
          "java.util.OptionalLong",
          "java.util.OptionalDouble",
          "java.util.StringJoiner",
          "java.util.BitSet",
          "java.util.regex.Pattern",
          "java.math.MathContext",
          "java.util.Locale",
          "java.util.IntSummaryStatistics",
          "java.util.LongSummaryStatistics",
          "java.util.DoubleSummaryStatistics");

  /** Of which the elements are what they are. */
  private static final Set<String> STREAMS =
      Set.of(
          "java.util.stream.Stream",
          "java.util.stream.IntStream",
          "java.util.stream.LongStream",
          "java.util.stream.DoubleStream");

  /** Types of operands that a call may change. */
  private static final Set<String> CHANGING =
      Set.of(
          "java.lang.StringBuilder",
          "java.lang.StringBuffer",
          "java.util.BitSet",
          "java.util.Stack");

  private static final JavacTask LIBRARY =
      (JavacTask)
          ToolProvider.getSystemJavaCompiler()
              .getTask(
                  null,
                  null,
                  null,
                  List.of("--release", "17", "-proc:none"),
                  List.of(Object.class.getName()),
                  null);

  private final Map<String, Case.Operand> values = new HashMap<>();
  private final Map<String, Case.Operand> corners = new HashMap<>();
  private final Set<String> excluded;
  private final int calls;

  /**
   * With values.
   *
   * @param excluded methods to leave out, by {@code Class.name}
   * @param calls how often each is called, at most, with other operands
   */
  Api(Set<String> excluded, int calls) {
    this.excluded = excluded;
    this.calls = calls;
    Stream.of("boolean", "byte", "short", "float", "double")
        .forEach(type -> values.put(type, Case.Operand.corners(type)));
  }

  /** With the values at the corners of the primitive types, and many texts of numbers. */
  Api withCorners() {
    PRIMITIVE.forEach(type -> corners.put(type, Case.Operand.corners(type)));
    corners.put("java.lang.String", Case.Operand.corners("java.lang.String"));
    return this;
  }

  /** With those of a class that the program is compiled with, rather than those before. */
  Api with(Class<?> valuesClass) {
    for (Method method : valuesClass.getDeclaredMethods()) {
      if (method.getParameterCount() == 1
          && !java.lang.reflect.Modifier.isPrivate(method.getModifiers())) {
        String type = method.getReturnType().getCanonicalName();
        values.put(
            type,
            new Case.Operand(
                type,
                valuesClass.getSimpleName() + "." + method.getName(),
                count(method),
                "",
                isChanged(type)));
      }
    }
    return this;
  }

  private static boolean isChanged(String type) {
    if (type.endsWith("[]") || CHANGING.contains(type)) {
      return true;
    }
    TypeElement element = LIBRARY.getElements().getTypeElement(type);
    return element != null
        && Stream.of("java.util.Collection", "java.util.Map", "java.util.Iterator")
            .map(name -> LIBRARY.getElements().getTypeElement(name).asType())
            .anyMatch(
                known ->
                    LIBRARY
                        .getTypes()
                        .isSubtype(
                            LIBRARY.getTypes().erasure(element.asType()),
                            LIBRARY.getTypes().erasure(known)));
  }

  private static int count(Method method) {
    method.setAccessible(true);
    for (int i = 0; i < MOST_VALUES; i++) {
      try {
        method.invoke(null, i);
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof IndexOutOfBoundsException) {
          return i;
        }
        throw new IllegalStateException(method + " fails for " + i, e);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new IllegalStateException(method + " has no end");
  }

  /** The methods and constructors of a class for whose operands there are values. */
  Stream<Case> of(String type) {
    TypeElement element = LIBRARY.getElements().getTypeElement(type);
    return element.getEnclosedElements().stream()
        .filter(each -> each.getModifiers().contains(Modifier.PUBLIC))
        .flatMap(
            each ->
                Stream.concat(
                    ElementFilter.methodsIn(List.of(each)).stream(),
                    ElementFilter.constructorsIn(List.of(each)).stream()))
        .filter(each -> each.getAnnotation(Deprecated.class) == null)
        .flatMap(each -> caseOf(element, each).stream())
        .sorted(Comparator.comparing(Case::name));
  }

  /** Those of a class for which there are no values, to be found out about in another way. */
  Stream<String> leftOut(String type) {
    Set<String> there = of(type).map(Case::name).collect(Collectors.toCollection(HashSet::new));
    TypeElement element = LIBRARY.getElements().getTypeElement(type);
    return element.getEnclosedElements().stream()
        .filter(each -> each.getModifiers().contains(Modifier.PUBLIC))
        .flatMap(each -> ElementFilter.methodsIn(List.of(each)).stream())
        .map(each -> name(element, each))
        .filter(name -> !there.contains(name));
  }

  private static String erased(TypeMirror type) {
    return LIBRARY.getTypes().erasure(type).toString();
  }

  private static String name(TypeElement type, ExecutableElement method) {
    return "%s.%s(%s)"
        .formatted(
            simple(type.toString()),
            isConstructor(method) ? "new" : method.getSimpleName(),
            method.getParameters().stream()
                .map(parameter -> simple(erased(parameter.asType())))
                .collect(Collectors.joining(",")));
  }

  private static String simple(String type) {
    return type.replaceAll("[a-z]+\\.", "");
  }

  private static boolean isConstructor(ExecutableElement method) {
    return method.getSimpleName().contentEquals("<init>");
  }

  private Optional<Case> caseOf(TypeElement type, ExecutableElement method) {
    String name = name(type, method);
    if (excluded.contains(name)
        || excluded.contains(name.substring(0, name.indexOf('(')))
        || (isConstructor(method) && type.getModifiers().contains(Modifier.ABSTRACT))) {
      return Optional.empty();
    }
    List<Case.Operand> operands = new ArrayList<>();
    boolean isStatic = method.getModifiers().contains(Modifier.STATIC) || isConstructor(method);
    List<String> types =
        new ArrayList<>(
            method.getParameters().stream().map(parameter -> erased(parameter.asType())).toList());
    if (!isStatic) {
      types.add(0, type.toString());
    }
    for (String each : types) {
      Case.Operand operand = types.size() > MOST_CORNERS ? null : corners.get(each);
      operand = operand == null ? values.get(each) : operand;
      if (operand == null) {
        return Optional.empty();
      }
      operands.add(operand);
    }
    return Optional.of(
        new Case(name, bounded(operands), statement(type, method, isStatic, operands.size())));
  }

  private List<Case.Operand> bounded(List<Case.Operand> operands) {
    List<Case.Operand> bounded = new ArrayList<>(operands);
    while (calls(bounded) > calls) {
      int most = bounded.stream().mapToInt(Case.Operand::count).max().orElse(0);
      if (most > 2) {
        bounded.replaceAll(operand -> operand.count() == most ? operand.atMost(most - 1) : operand);
      } else {
        bounded.subList(MOST_WITH_TWO, bounded.size()).replaceAll(operand -> operand.atMost(1));
      }
    }
    return bounded;
  }

  private static long calls(List<Case.Operand> operands) {
    return operands.stream()
        .mapToLong(Case.Operand::count)
        .filter(count -> count > 0)
        .reduce(1, (a, b) -> a * b);
  }

  private String statement(
      TypeElement type, ExecutableElement method, boolean isStatic, int operands) {
    String all = ApiProgram.letters(operands);
    String arguments = isStatic ? all : all.length() < 3 ? "" : all.substring(3);
    if (isConstructor(method)) {
      return put(type.toString(), "new %s(%s)".formatted(type, arguments));
    }
    String expression =
        "%s.%s(%s)".formatted(isStatic ? type : "a", method.getSimpleName(), arguments);
    if (method.getReturnType().getKind() == TypeKind.VOID) {
      return expression + ";";
    }
    return put(erased(method.getReturnType()), expression);
  }

  private String put(String type, String expression) {
    if (STREAMS.contains(type)) {
      return "Results.put(%s.iterator());".formatted(expression);
    }
    if (WITH_TEXT.contains(type)) {
      return "Results.text(%s);".formatted(expression);
    }
    return type.endsWith("[]") && !PRIMITIVE.contains(type.substring(0, type.length() - 2))
        ? "Results.put((Object) %s);".formatted(expression)
        : "Results.put(%s);".formatted(expression);
  }
}

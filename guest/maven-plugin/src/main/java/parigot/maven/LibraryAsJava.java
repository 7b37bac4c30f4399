package parigot.maven;

import java.math.BigInteger;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.teavm.model.AccessLevel;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.Instruction;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReader;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.CastNumberInstruction;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvokeInstruction;

/**
 * Has TeaVM's class library answer as Java's does, where the differential test found another
 * answer: methods are replaced, or check first what Java checks.
 */
final class LibraryAsJava implements ClassHolderTransformer {
  private static final Map<String, Class<?>> REPLACED =
      Map.ofEntries(
          Map.entry("java.lang.Character", CharactersAsJava.OfCharacter.class),
          Map.entry("java.lang.Integer", NumbersAsJava.OfInteger.class),
          Map.entry("java.lang.Long", NumbersAsJava.OfLong.class),
          Map.entry("java.lang.String", TextAsJava.OfString.class),
          Map.entry("java.lang.StringBuilder", BuildersAsJava.OfStringBuilder.class),
          Map.entry("java.lang.StringBuffer", BuildersAsJava.OfStringBuffer.class),
          Map.entry("java.util.regex.Pattern", RegexAsJava.OfPattern.class),
          Map.entry("java.util.regex.Matcher", RegexAsJava.OfMatcher.class),
          Map.entry("java.lang.Double", DecimalsAsJava.OfDouble.class),
          Map.entry("java.lang.Float", DecimalsAsJava.OfFloat.class),
          Map.entry("java.math.BigInteger", BigNumbersAsJava.OfBigInteger.class),
          Map.entry("java.math.Division", BigNumbersAsJava.OfDivision.class),
          Map.entry("java.math.BigDecimal", BigNumbersAsJava.OfBigDecimal.class),
          Map.entry("java.util.Arrays", ArraysAsJava.OfArrays.class),
          Map.entry("java.util.Collections", CollectionsAsJava.OfCollections.class),
          Map.entry("java.util.Objects", CollectionsAsJava.OfObjects.class),
          Map.entry("java.util.Base64$Decoder", Base64AsJava.OfDecoder.class),
          Map.entry(
              "org.teavm.classlib.impl.text.DoubleAnalyzer", DecimalsAsJava.OfDoubleAnalyzer.class),
          Map.entry(
              "org.teavm.classlib.impl.text.FloatAnalyzer", DecimalsAsJava.OfFloatAnalyzer.class),
          Map.entry("org.teavm.classlib.impl.Base64Impl", Base64AsJava.OfCodes.class),
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
      Map.ofEntries(
          Map.entry("java.lang.AbstractStringBuilder", BuildersAsJava.GuardsOfBuilders.class),
          Map.entry("java.lang.String", TextAsJava.GuardsOfString.class),
          Map.entry("java.lang.Character", CharactersAsJava.Guards.class),
          Map.entry("java.lang.Integer", NumbersAsJava.GuardsOfInteger.class),
          Map.entry("java.lang.Long", NumbersAsJava.GuardsOfLong.class),
          Map.entry("java.lang.System", ArraysAsJava.GuardsOfSystem.class),
          Map.entry("java.math.BigInteger", BigNumbersAsJava.GuardsOfBigInteger.class),
          Map.entry("java.util.Map", CollectionsAsJava.GuardsOfMap.class),
          Map.entry("java.util.regex.Pattern", RegexAsJava.GuardsOfPattern.class),
          Map.entry("java.util.regex.Matcher", RegexAsJava.GuardsOfMatcher.class));

  private static final Set<String> PARTS = Set.of("binarySearch", "fill", "sort");
  private static final Predicate<String> COMPARED = Set.of("equals", "mismatch")::contains;
  private static final MethodReference RANGE =
      new MethodReference(ArraysAsJava.class, "range", int.class, int.class, int.class, void.class);
  private static final MethodReference MAGNITUDE =
      new MethodReference(CollectionsAsJava.class, "magnitude", int.class, int.class);
  private static final MethodReference BOUNDED =
      new MethodReference(CollectionsAsJava.class, "bounded", long.class, int.class);
  private static final MethodReference DIGITS_OF_INT =
      new MethodReference(TextAsJava.class, "digits", int.class, String.class);
  private static final MethodReference DIGITS_OF_LONG =
      new MethodReference(TextAsJava.class, "digits", long.class, String.class);
  private static final MethodReference HALVES_UP =
      new MethodReference(TextAsJava.class, "roundHalvesUp", DecimalFormat.class, void.class);
  private static final MethodDescriptor RANDOM_NUMBER =
      new MethodDescriptor("<init>", int.class, Random.class, void.class);
  private static final MethodReference RANDOM_BYTES =
      new MethodReference(BigInteger.class, "random", int.class, Random.class, byte[].class);
  private static final MethodReference OF_BYTES =
      new MethodReference(BigInteger.class, "<init>", int.class, byte[].class, void.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    Class<?> ours = REPLACED.get(type.getName());
    if (ours != null) {
      new Transplant(ours, type, context).replaceMethods(type);
    }
    Class<?> guards = GUARDED.get(type.getName());
    if (guards != null) {
      methods(guards, context).forEach(guard -> guard(type, guard));
    }
    switch (type.getName()) {
      case "java.util.Arrays" -> {
        methods(ArraysAsJava.OfParts.class, context).forEach(guard -> guardParts(type, guard));
        call(type, COMPARED, "java.util.Arrays", "checkInBounds", RANGE);
      }
      case "java.util.TemplateCollections$NElementSet",
          "java.util.TemplateCollections$NEtriesMap" ->
          call(type, method -> true, "java.lang.Math", "abs", MAGNITUDE);
      case "java.util.Formatter$FormatWriter" -> {
        roundHalvesUp(type);
        call(type, method -> true, "java.lang.Integer", "toString", DIGITS_OF_INT);
        call(type, method -> true, "java.lang.Long", "toString", DIGITS_OF_LONG);
      }
      case "java.math.BigInteger" -> makeRandomOfBytes(type);
      case "java.util.stream.impl.SimpleStreamImpl",
          "java.util.stream.intimpl.SimpleIntStreamImpl",
          "java.util.stream.longimpl.SimpleLongStreamImpl",
          "java.util.stream.doubleimpl.SimpleDoubleStreamImpl" ->
          keepBounds(type);
      default -> {}
    }
    if (type.getName().equals("java.util.UUID")) {
      new Transplant(UuidAsJava.class, type, context).replace(type);
      type.getInterfaces().add(Comparable.class.getName());
    }
  }

  private static Stream<MethodReference> methods(
      Class<?> ours, ClassHolderTransformerContext context) {
    return context.getHierarchy().getClassSource().get(ours.getName()).getMethods().stream()
        .filter(
            method ->
                !method.getName().equals("<init>") && method.getLevel() != AccessLevel.PRIVATE)
        .map(MethodReader::getReference);
  }

  /** Has a method call another one first, with the object, if it has one, and its parameters. */
  private static void guard(ClassHolder type, MethodReference guard) {
    int found = 0;
    for (MethodHolder method : type.getMethods()) {
      int first = method.hasModifier(ElementModifier.STATIC) ? 1 : 0;
      if (method.hasProgram()
          && method.getName().equals(guarded(guard))
          && method.parameterCount() == guard.parameterCount() - 1 + first
          && hasParameters(method, guard, 1 - first)) {
        guard(method.getProgram(), guard, first);
        found++;
      }
    }
    requireFound(found, type);
  }

  private static String guarded(MethodReference guard) {
    return guard.getName().equals("construct") ? "<init>" : guard.getName();
  }

  /** Has all methods that take a part of an array of this kind call another one first. */
  private static void guardParts(ClassHolder type, MethodReference guard) {
    int found = 0;
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram()
          && PARTS.contains(method.getName())
          && method.parameterCount() >= guard.parameterCount()
          && hasParameters(method, guard, 0)) {
        guard(method.getProgram(), guard, 1);
        found++;
      }
    }
    requireFound(found, type);
  }

  private static void guard(Program program, MethodReference guard, int first) {
    Variable[] arguments = new Variable[guard.parameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = program.variableAt(i + first);
    }
    program.basicBlockAt(0).addFirst(Checks.call(guard, null, arguments));
  }

  private static boolean hasParameters(MethodHolder method, MethodReference guard, int ofSelf) {
    for (int i = ofSelf; i < guard.parameterCount(); i++) {
      if (!method.parameterType(i - ofSelf).equals(guard.parameterType(i))) {
        return false;
      }
    }
    return true;
  }

  /** Has some methods of a class call one of ours in place of another one. */
  private static void call(
      ClassHolder type, Predicate<String> some, String owner, String name, MethodReference ours) {
    int changed = 0;
    for (MethodHolder method : type.getMethods()) {
      for (InvokeInstruction call : calls(method)) {
        if (some.test(method.getName())
            && call.getMethod().getClassName().equals(owner)
            && call.getMethod().getName().equals(name)
            && Arrays.equals(call.getMethod().getSignature(), ours.getSignature())) {
          call.setMethod(ours);
          changed++;
        }
      }
    }
    requireFound(changed, type);
  }

  private static List<InvokeInstruction> calls(MethodHolder method) {
    List<InvokeInstruction> calls = new ArrayList<>();
    if (method.hasProgram()) {
      for (BasicBlock block : method.getProgram().getBasicBlocks()) {
        for (Instruction each : block) {
          if (each instanceof InvokeInstruction call) {
            calls.add(call);
          }
        }
      }
    }
    return calls;
  }

  /** As formats do in Java; a {@code DecimalFormat} rounds a half to the even digit. */
  private static void roundHalvesUp(ClassHolder writer) {
    int changed = 0;
    for (MethodHolder method : writer.getMethods()) {
      for (InvokeInstruction call : calls(method)) {
        if (call.getMethod().getName().equals("setMaximumFractionDigits")) {
          Checks.insert(Checks.call(HALVES_UP, null, call.getInstance()), call);
          changed++;
        }
      }
    }
    requireFound(changed, writer);
  }

  /** Streams take bounds of 64 bits, and count with 32. */
  private static void keepBounds(ClassHolder stream) {
    int changed = 0;
    for (MethodHolder method : stream.getMethods()) {
      if (method.getName().equals("limit") || method.getName().equals("skip")) {
        for (BasicBlock block : method.getProgram().getBasicBlocks()) {
          for (Instruction each : block) {
            if (each instanceof CastNumberInstruction cast) {
              cast.replace(Checks.call(BOUNDED, cast.getReceiver(), cast.getValue()));
              changed++;
            }
          }
        }
      }
    }
    requireFound(changed, stream);
  }

  /** TeaVM takes 32 random bits at once, and Java bytes. */
  private static void makeRandomOfBytes(ClassHolder type) {
    MethodHolder constructor = type.getMethod(RANDOM_NUMBER);
    requireFound(constructor == null ? 0 : 1, type);
    Program program = new Program();
    Variable self = program.createVariable();
    Variable bits = program.createVariable();
    Variable random = program.createVariable();
    Variable sign = program.createVariable();
    Variable bytes = program.createVariable();
    IntegerConstantInstruction positive = new IntegerConstantInstruction();
    positive.setConstant(1);
    positive.setReceiver(sign);
    InvokeInstruction number = Checks.call(OF_BYTES, null, sign, bytes);
    number.setInstance(self);
    BasicBlock block = program.createBasicBlock();
    block.add(positive);
    block.add(Checks.call(RANDOM_BYTES, bytes, bits, random));
    block.add(number);
    block.add(new ExitInstruction());
    constructor.setProgram(program);
  }

  private static void requireFound(int found, ClassHolder type) {
    if (found == 0) {
      throw new IllegalStateException(
          type.getName() + " is not the one of the TeaVM that this was made for");
    }
  }
}

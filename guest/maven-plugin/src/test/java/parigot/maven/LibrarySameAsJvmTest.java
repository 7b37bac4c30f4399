package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public method of the classes that the guide lists, on the JVM and as WebAssembly: it is the
 * same, or the build refuses it, or it stands in the guide's list of what differs, in which nothing
 * else stands. {@code -Dconformance.calls=2000} calls each method so often, with other operands,
 * and takes long; {@code -Dconformance.groups=text} tries some of the classes.
 */
class LibrarySameAsJvmTest {
  private static final Path GUIDE = Path.of("..", "README.md");
  private static final Pattern LINE =
      Pattern.compile("^- (?:as of Java (\\d+), )?`([A-Za-z]+)`: (.*)$");
  private static final Pattern METHOD = Pattern.compile("`([^`]+)`");
  private static final String WANTED = System.getProperty("conformance.groups", "all");

  /** How often each method is called. */
  private static final int CALLS = Integer.getInteger("conformance.calls", 300);

  private static final int JDK = Runtime.version().feature();

  /** Another answer in each run, or of the machine, or of each version of Java. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Boolean.getBoolean",
          "Character.codePointAt(char[],int,int)",
          "Collections.shuffle(List)",
          "Integer.getInteger",
          "Long.getLong",
          "MathContext.hashCode()",
          "Objects.hashCode(Object)",
          "StringBuffer.capacity()",
          "StringBuilder.capacity()",
          "UUID.randomUUID()");

  /** The same for those that print other digits than the fewest, which tell the number too. */
  private static final Set<String> LEFT_OUT_BEFORE_JAVA_19 =
      Set.of(
          "Float.toString",
          "String.valueOf(float)",
          "StringBuffer.append(float)",
          "StringBuffer.insert(int,float)",
          "StringBuilder.append(float)",
          "StringBuilder.insert(int,float)");

  @TempDir Path folder;

  /** Classes that are tried in one program. */
  private record Group(String name, boolean withCorners, List<String> values, List<String> types) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<String> in(String packageName, String... types) {
    return Stream.of(types).map(type -> packageName + "." + type).toList();
  }

  private static final List<Group> GROUPS =
      List.of(
          new Group(
              "numbers",
              true,
              List.of("Values"),
              in(
                  "java.lang",
                  "Boolean",
                  "Byte",
                  "Short",
                  "Integer",
                  "Long",
                  "Float",
                  "Double",
                  "Character")),
          new Group(
              "text",
              false,
              List.of("Values"),
              Stream.concat(
                      in("java.lang", "String", "CharSequence", "StringBuilder", "StringBuffer")
                          .stream(),
                      in(
                          "java.util",
                          "StringJoiner",
                          "StringTokenizer",
                          "regex.Pattern",
                          "regex.Matcher",
                          "UUID",
                          "Base64",
                          "HexFormat",
                          "Objects")
                          .stream())
                  .toList()),
          new Group(
              "big",
              false,
              List.of("Values"),
              Stream.concat(
                      in("java.math", "BigInteger", "BigDecimal", "MathContext", "RoundingMode")
                          .stream(),
                      Stream.of("java.util.Random"))
                  .toList()),
          new Group("arrays", false, List.of("Values"), in("java.util", "Arrays", "Collections")));

  private static Stream<Group> groups() {
    return GROUPS.stream()
        .filter(group -> WANTED.equals("all") || List.of(WANTED.split(",")).contains(group.name()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void methodsAnswerAsOnTheJvmOrStandInTheGuide(Group group) throws Exception {
    BothWays both = new BothWays(folder, 0);
    Api api = new Api(leftOut(), CALLS);
    for (String values : group.values()) {
      both.with(values, api::with);
    }
    if (group.withCorners()) {
      api.withCorners();
    }
    List<Case> cases = new ArrayList<>();
    group.types().forEach(type -> api.of(type).forEach(cases::add));

    BothWays.Found found = both.compare(cases);

    System.out.println(group + ", " + found.figures());
    assertThat(new TreeSet<>(found.different().keySet()))
        .as("what differs: " + found.different())
        .isEqualTo(inTheGuide(group));
  }

  private static Set<String> leftOut() {
    Set<String> leftOut = new TreeSet<>(LEFT_OUT);
    if (JDK < 19) {
      leftOut.addAll(LEFT_OUT_BEFORE_JAVA_19);
    }
    return leftOut;
  }

  private static Set<String> inTheGuide(Group group) throws Exception {
    Set<String> listed = new TreeSet<>();
    List<String> types =
        group.types().stream().map(type -> type.substring(type.lastIndexOf('.') + 1)).toList();
    for (String line : Files.readAllLines(GUIDE)) {
      Matcher ofType = LINE.matcher(line);
      if (ofType.matches()
          && types.contains(ofType.group(2))
          && (ofType.group(1) == null || JDK >= Integer.parseInt(ofType.group(1)))) {
        Matcher method = METHOD.matcher(ofType.group(3));
        while (method.find()) {
          listed.add(ofType.group(2) + "." + method.group(1));
        }
      }
    }
    return listed;
  }
}

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
 * else stands. {@code -Dconformance.groups=all} tries all classes, and takes long.
 */
class LibrarySameAsJvmTest {
  private static final Path GUIDE = Path.of("..", "README.md");
  private static final Pattern LINE = Pattern.compile("^- `([A-Za-z]+)`: (.*)$");
  private static final Pattern METHOD = Pattern.compile("`([^`]+)`");
  private static final String BRIEF = "numbers,text";

  /** Another answer in each run, or of the machine; and floating-point numbers as text. */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "Boolean.getBoolean",
          "Collections.shuffle(List)",
          "Double.toString",
          "Float.toString",
          "Integer.getInteger",
          "Long.getLong",
          "Objects.hashCode(Object)",
          "String.valueOf(double)",
          "String.valueOf(float)",
          "StringBuffer.append(double)",
          "StringBuffer.append(float)",
          "StringBuffer.capacity()",
          "StringBuffer.insert(int,double)",
          "StringBuffer.insert(int,float)",
          "StringBuilder.append(double)",
          "StringBuilder.append(float)",
          "StringBuilder.capacity()",
          "StringBuilder.insert(int,double)",
          "StringBuilder.insert(int,float)",
          "UUID.randomUUID()");

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
    String wanted = System.getProperty("conformance.groups", BRIEF);
    return GROUPS.stream()
        .filter(group -> wanted.equals("all") || List.of(wanted.split(",")).contains(group.name()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void methodsAnswerAsOnTheJvmOrStandInTheGuide(Group group) throws Exception {
    BothWays both = new BothWays(folder, 0);
    Api api = new Api(LEFT_OUT);
    for (String values : group.values()) {
      both.with(values, api::with);
    }
    if (group.withCorners()) {
      api.withCorners();
    }
    List<Case> cases = new ArrayList<>();
    group.types().forEach(type -> api.of(type).forEach(cases::add));

    BothWays.Found found = both.compare(cases);

    assertThat(new TreeSet<>(found.different().keySet()))
        .as("what differs: " + found.different())
        .isEqualTo(inTheGuide(group));
  }

  private static Set<String> inTheGuide(Group group) throws Exception {
    Set<String> listed = new TreeSet<>();
    List<String> types =
        group.types().stream().map(type -> type.substring(type.lastIndexOf('.') + 1)).toList();
    for (String line : Files.readAllLines(GUIDE)) {
      Matcher ofType = LINE.matcher(line);
      if (ofType.matches() && types.contains(ofType.group(1))) {
        Matcher method = METHOD.matcher(ofType.group(2));
        while (method.find()) {
          listed.add(ofType.group(1) + "." + method.group(1));
        }
      }
    }
    return listed;
  }
}

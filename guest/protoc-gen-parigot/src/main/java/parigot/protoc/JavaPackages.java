package parigot.protoc;

import com.google.protobuf.Descriptors.FileDescriptor;
import java.lang.module.ModuleFinder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Java packages of files. */
final class JavaPackages {
  static final String WELL_KNOWN = "parigot.message.wellknown";

  private static final String PROTOBUF = "google.protobuf";
  private static final String HOST = ".host";
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int LONGEST = 255;
  private static final Set<String> OF_THE_SDK =
      Set.of("parigot.guest", "parigot.message", WELL_KNOWN);
  private static final Set<String> OF_JAVA =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(module -> module.descriptor().packages().stream())
          .collect(Collectors.toSet());

  private JavaPackages() {}

  /** The package of a file; it need not be one that Java takes. */
  static String of(FileDescriptor file) {
    if (file.getPackage().equals(PROTOBUF)) {
      return WELL_KNOWN;
    }
    String named = file.getOptions().getJavaPackage();
    if (named.isEmpty()) {
      return escaped(file.getPackage());
    }
    return named.endsWith(HOST) ? named.substring(0, named.length() - HOST.length()) : named;
  }

  /** Java lets nobody else begin a package with {@code java}. */
  private static String escaped(String packageName) {
    String escaped =
        Arrays.stream(packageName.split("\\.", -1))
            .map(JavaNames::escaped)
            .collect(Collectors.joining("."));
    return isOfJava(escaped) ? escaped.replaceFirst("java", "java_") : escaped;
  }

  private static boolean isOfJava(String packageName) {
    return packageName.equals("java") || packageName.startsWith("java.");
  }

  /** Why no class can be in the file's package, as a sentence; empty if it can. */
  static Optional<String> problem(FileDescriptor file) {
    String name = of(file);
    if (file.getPackage().equals(PROTOBUF)) {
      return Optional.empty();
    }
    for (String part : name.split("\\.", -1)) {
      if (!IDENTIFIER.matcher(part).matches() || !JavaNames.escaped(part).equals(part)) {
        return Optional.of(
            "\"%s\" cannot be a Java package, as \"%s\" is a word of Java, or not made of the letters a to z, digits and _: write `option java_package = \"%s\";`."
                .formatted(name, part, suggestion(name)));
      }
      if (part.length() > LONGEST) {
        return Optional.of(
            "A part of a Java package is a folder, and its name has at most %d bytes: write `option java_package` with shorter names."
                .formatted(LONGEST));
      }
    }
    if (isOfJava(name) || OF_JAVA.contains(name) || OF_THE_SDK.contains(name)) {
      return Optional.of(
          "The Java package \"%s\" is %s: write `option java_package = \"com.example.%s\";`."
              .formatted(name, OF_THE_SDK.contains(name) ? "the SDK's own" : "Java's own", name));
    }
    return Optional.empty();
  }

  private static String suggestion(String name) {
    String better =
        Arrays.stream(name.split("\\.", -1))
            .filter(part -> !part.isEmpty())
            .map(part -> part.replaceAll("[^A-Za-z0-9_]", "_"))
            .map(part -> Character.isDigit(part.charAt(0)) ? "_" + part : part)
            .map(JavaNames::escaped)
            .collect(Collectors.joining("."));
    return better.isEmpty() ? "com.example" : better;
  }
}

package parigot.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The classes that run the application and its guests. A class belongs to the module whose jar or
 * folder it lies in, whatever its package.
 */
final class Modules {
  /** The servers among the guests are modules here, and no classes. */
  private static final Pattern IN_FOLDER =
      Pattern.compile("(?<!/guest)/([a-z]+)(?:/sdk)?/target/classes/?");

  private static final Pattern IN_JAR = Pattern.compile("/parigot-([a-z]+)(-[0-9][^/]*)?\\.jar");

  private static final Map<String, Path> PLACES = places();
  static final JavaClasses CLASSES = new ClassFileImporter().importLocations(locations());

  /** What runs the application and its guests, by module, and where it lies. */
  private static Map<String, Path> places() {
    Map<String, Path> places = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      module(entry).ifPresent(name -> places.put(name, Path.of(entry)));
    }
    return places;
  }

  private static List<Location> locations() {
    return PLACES.values().stream()
        .map(place -> place.toUri().toString())
        .map(uri -> uri.endsWith(".jar") ? "jar:" + uri + "!/" : uri)
        .map(uri -> Location.of(URI.create(uri)))
        .toList();
  }

  private static Optional<String> module(String location) {
    return Stream.of(IN_FOLDER.matcher(location), IN_JAR.matcher(location))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  /** The classes of these. */
  static DescribedPredicate<JavaClass> in(String... modules) {
    List<String> names = List.of(modules);
    return describe(
        "in " + String.join(", ", names),
        type ->
            type.getBaseComponentType()
                .getSource()
                .flatMap(source -> module(source.getUri().toString()))
                .filter(names::contains)
                .isPresent());
  }

  private Modules() {}

  static Set<String> names() {
    return PLACES.keySet();
  }
}

package parigot.cli;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static parigot.cli.Modules.in;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The modules use each other in one direction, and each library is known to one of them. A class
 * belongs to the module whose jar or folder it lies in, whatever its package.
 */
@Tag("once")
class ModuleArrowsTest {
  private static final JavaClasses ALL = Modules.CLASSES;

  @Test
  void everyModuleThatRunsIsLookedAt() {
    assertThat(Modules.names())
        .containsExactly(
            "actors",
            "cli",
            "cluster",
            "console",
            "edge",
            "guest",
            "inspect",
            "jvm",
            "kernel",
            "metrics",
            "otlp",
            "peers",
            "plugins",
            "proto",
            "record",
            "runtime",
            "simulation",
            "testkit",
            "wasm");
  }

  static Stream<Arguments> arrows() {
    return Stream.of(
        arguments("proto", modules(), libraries("com.google.protobuf")),
        arguments("kernel", modules("proto"), libraries("com.google.protobuf")),
        arguments(
            "peers",
            modules("proto"),
            libraries("com.google.protobuf", "io.grpc", "javax.net.ssl", "org.slf4j")),
        arguments(
            "wasm",
            modules("proto"),
            libraries(
                "com.dylibso.chicory",
                "com.google.protobuf",
                "com.sun.management",
                "org.objectweb.asm",
                "org.slf4j")),
        arguments(
            "plugins",
            modules("proto"),
            libraries(
                "com.google.protobuf",
                "com.typesafe.config",
                "org.eclipse.jetty",
                "org.slf4j",
                "org.sqlite")),
        arguments(
            "runtime",
            modules("proto", "kernel", "wasm", "jvm", "plugins"),
            libraries(
                "com.google.protobuf",
                "com.sun.management",
                "com.typesafe.config",
                "jdk.jfr",
                "org.slf4j")),
        arguments(
            "actors",
            modules("proto", "kernel", "peers", "wasm", "jvm", "plugins", "runtime"),
            libraries("akka", "com.google.protobuf", "com.typesafe.config", "org.slf4j", "scala")),
        arguments(
            "simulation",
            modules("kernel", "plugins", "proto", "runtime", "wasm"),
            libraries("com.google.protobuf", "com.typesafe.config")),
        arguments(
            "edge",
            modules("actors", "kernel", "plugins", "proto", "runtime"),
            libraries(
                "com.google.gson",
                "com.google.protobuf",
                "com.google.rpc",
                "com.typesafe.config",
                "io.grpc",
                "javax.net.ssl",
                "javax.security.auth.x500",
                "org.eclipse.jetty",
                "org.slf4j")),
        arguments("jvm", modules("wasm"), libraries("com.google.protobuf", "org.objectweb.asm")),
        arguments(
            "inspect",
            modules("actors", "kernel", "metrics", "peers", "plugins", "proto", "runtime", "wasm"),
            libraries("com.google.protobuf", "com.typesafe.config", "org.slf4j")),
        arguments(
            "metrics",
            modules("actors", "kernel", "runtime"),
            libraries("io.micrometer", "io.prometheus")),
        arguments(
            "otlp",
            modules("actors", "kernel", "metrics", "plugins", "runtime"),
            libraries("com.typesafe.config", "io.opentelemetry", "org.slf4j")),
        arguments(
            "cluster",
            modules("actors", "kernel", "peers", "runtime"),
            libraries("akka", "com.typesafe.config", "javax.net.ssl", "org.slf4j", "scala")),
        arguments(
            "console",
            modules("inspect", "proto"),
            libraries("com.google.protobuf", "com.sun.net.httpserver", "org.slf4j")),
        arguments("guest", modules(), libraries("org.teavm.interop")),
        arguments(
            "testkit",
            modules("actors", "kernel", "runtime", "simulation"),
            libraries(
                "ch.qos.logback",
                "com.typesafe.config",
                "org.junit.jupiter.api",
                "org.junit.platform.commons",
                "org.slf4j")),
        arguments(
            "record",
            modules("kernel", "plugins", "proto", "runtime", "wasm"),
            libraries(
                "com.google.protobuf", "com.sun.management", "com.typesafe.config", "org.slf4j")),
        arguments(
            "cli",
            modules("actors", "console", "inspect", "kernel", "proto", "record", "runtime"),
            libraries(
                "ch.qos.logback",
                "com.google.protobuf",
                "com.typesafe.config",
                "javax.lang.model",
                "org.slf4j",
                "picocli")));
  }

  private static List<String> modules(String... names) {
    return List.of(names);
  }

  private static List<String> libraries(String... packages) {
    return List.of(packages);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("arrows")
  void aModuleUsesOnlyWhatItMay(String module, List<String> modules, List<String> libraries) {
    usesOnly(module, modules, libraries).check(ALL);
  }

  @Test
  void anArrowThatPointsTheWrongWayIsSeen() {
    List<String> libraries = libraries("akka", "com", "org", "scala");
    assertThat(
            usesOnly("actors", modules("proto", "kernel", "plugins", "runtime"), libraries)
                .evaluate(ALL)
                .getFailureReport()
                .getDetails())
        .anyMatch(line -> line.contains("<parigot.wasm."));
  }

  private static ArchRule usesOnly(String module, List<String> modules, List<String> libraries) {
    String[] ours = Stream.concat(Stream.of(module), modules.stream()).toArray(String[]::new);
    String[] packages =
        Stream.concat(Stream.of("java", "org.apiguardian.api"), libraries.stream())
            .map(name -> name + "..")
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> primitive =
        describe("primitive", type -> type.getBaseComponentType().isPrimitive());
    return classes()
        .that(in(module))
        .should()
        .onlyDependOnClassesThat(
            in(ours)
                .or(resideInAnyPackage(packages).and(not(resideInAnyPackage("parigot.."))))
                .or(primitive));
  }

  @Test
  void nothingButTheTestKitUsesJUnit() {
    noClasses()
        .that(not(in("testkit")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..")
        .check(ALL);
  }

  @Test
  void eachBuiltInPluginStandsAlone() {
    // What the two that keep data in SQLite share is no plugin.
    slices()
        .matching("parigot.plugin.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(alwaysTrue(), resideInAPackage("parigot.plugin.sqlite"))
        .check(ALL);
  }

  @Test
  void theKernelHasNoThreadNoClockAndNoChance() {
    List<String> unwanted =
        List.of(
            "java.lang.Thread",
            "java.security.SecureRandom",
            "java.time.Clock",
            "java.util.Random",
            "java.util.Timer",
            "java.util.concurrent.CompletableFuture",
            "java.util.concurrent.Executor",
            "java.util.concurrent.ExecutorService",
            "java.util.concurrent.ThreadLocalRandom");
    noClasses()
        .that(in("kernel"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                .or(describe("of " + unwanted, type -> unwanted.contains(type.getName()))))
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(ALL);
  }

  /** The guest's half and the rules share a vocabulary, and neither knows the other. */
  @Test
  void theRoomsOfTheKernelUseEachOtherInOneDirection() {
    useEachOtherInOneDirection(
        "kernel", Map.of("", List.of(), ".guest", List.of(""), ".rules", List.of("")));
  }

  @Test
  void theRoomsOfTheRuntimeUseEachOtherInOneDirection() {
    useEachOtherInOneDirection(
        "runtime",
        Map.of(
            "", List.of(),
            ".settings", List.of(),
            ".machine", List.of(),
            ".jfr", List.of(),
            ".descriptors", List.of(),
            ".plugins", List.of("", ".settings", ".machine", ".jfr"),
            ".guest", List.of("", ".settings", ".machine", ".jfr", ".descriptors"),
            ".loading",
                List.of("", ".settings", ".machine", ".descriptors", ".plugins", ".guest")));
  }

  /**
   * @param above the rooms of the module, and which each may use
   */
  private static void useEachOtherInOneDirection(String module, Map<String, List<String>> above) {
    String root = "parigot." + module;
    above.forEach(
        (room, below) -> {
          String[] others =
              above.keySet().stream()
                  .filter(other -> !other.equals(room) && !below.contains(other))
                  .map(other -> root + other)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(root + room)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(others)
              .check(ALL);
        });
    classes()
        .that(in(module))
        .should()
        .resideInAnyPackage(above.keySet().stream().map(room -> root + room).toArray(String[]::new))
        .check(ALL);
  }

  @Test
  void theRuntimeStartsNoThread() {
    List<String> unwanted =
        List.of(
            "java.util.Timer",
            "java.util.concurrent.Executors",
            "java.util.concurrent.ForkJoinPool",
            "java.util.concurrent.ThreadPoolExecutor");
    noClasses()
        .that(in("runtime"))
        .should()
        .dependOnClassesThat(describe("of " + unwanted, type -> unwanted.contains(type.getName())))
        .orShould()
        .callMethod(Thread.class, "start")
        .orShould()
        .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class)
        .orShould()
        .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
        .check(ALL);
  }

  @Test
  void ourPackagesAreNamedAfterTheirModule() {
    List<String> flat =
        List.of(
            "actors",
            "cli",
            "cluster",
            "console",
            "inspect",
            "metrics",
            "otlp",
            "peers",
            "record",
            "simulation",
            "testkit",
            "wasm");
    // The test kit has the proxy too that stands between nodes in the tests of their links.
    flat.forEach(
        module ->
            classes()
                .that(in(module))
                .and()
                .resideOutsideOfPackage("parigot.peers.proxy")
                .should()
                .resideInAPackage("parigot." + module)
                .check(ALL));
    classes().that(in("kernel")).should().resideInAPackage("parigot.kernel..").check(ALL);
    classes()
        .that(in("plugins"))
        .should()
        .resideInAnyPackage("parigot.plugin..", "*.v1.host")
        .check(ALL);
  }
}

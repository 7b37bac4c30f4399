package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build of several guests compiles, and what it says. */
@Tag("once")
class GuestBuildTest {
  private static final String SAYS =
      """
      package shop;
      class %1$s {
        public static void main(String[] args) {
          System.out.println("%2$s");
        }
      }
      """;

  private static final String CANNOT =
      """
      package shop;
      class %1$s {
        public static void main(String[] args) throws Exception {
          java.security.MessageDigest.getInstance("%2$s");
        }
      }
      """;

  @TempDir Path folder;
  private Guest sources;
  private final ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
  private final Map<String, String> described = new TreeMap<>();
  private final Map<String, String> guests = new LinkedHashMap<>();

  @BeforeEach
  void threeGuests() throws Exception {
    sources = new Guest(folder);
    for (String name : List.of("One", "Two", "Three")) {
      guests.put(name, "shop." + name);
      Path unused = sources.plain(name, SAYS.formatted(name, "hello"));
    }
  }

  private GuestBuild build() throws Exception {
    return new GuestBuild(
        Files.createDirectories(folder.resolve("guests")),
        new ClassPath(
            folder.resolve("classes"), List.of(sources.library()), List.of(sources.sources())),
        Files.writeString(folder.resolve("compiler"), "the same"),
        Guest.OPTIONS,
        new CarriedServices(FileDescriptorSet.getDefaultInstance()),
        said::add,
        (mainClass, module) -> {
          synchronized (described) {
            described.put(module.getFileName().toString(), mainClass);
          }
        });
  }

  private List<String> compiled() throws Exception {
    said.clear();
    build().compile(guests, name -> true);
    return said.stream().map(line -> line.replaceFirst(":.*", "")).sorted().toList();
  }

  @Test
  void oneLineOfOneGuestCompilesThatGuest() throws Exception {
    assertThat(compiled()).containsExactly("One.wasm", "Three.wasm", "Two.wasm");
    assertThat(compiled()).isEmpty();

    Path unused = sources.plain("Two", SAYS.formatted("Two", "good day"));

    assertThat(compiled()).containsExactly("Two.wasm");
    assertThat(said.element()).matches("Two\\.wasm: [0-9,]+ bytes, compiled in \\d+\\.\\d s");
  }

  @Test
  void theMistakesOfAllGuestsAreToldAndTheOthersAreCompiled() throws Exception {
    Path unused = sources.plain("One", CANNOT.formatted("One", "SHA-256"));
    Path unusedToo = sources.plain("Three", CANNOT.formatted("Three", "MD5"));

    GuestCompilationException mistakes =
        catchThrowableOfType(
            GuestCompilationException.class, () -> build().compile(guests, name -> true));

    assertThat(mistakes.getMessage().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("the guest One:"),
            line -> assertThat(line).contains("One.java:4: ").contains("MessageDigest"),
            line -> assertThat(line).isEqualTo("the guest Three:"),
            line -> assertThat(line).contains("Three.java:4: ").contains("MessageDigest"));
    assertThat(said).singleElement().asString().startsWith("Two.wasm: ");
    assertThat(described).containsOnlyKeys("Two.wasm");
  }

  @Test
  void whatIsNotWantedIsDescribedAndNotCompiled() throws Exception {
    build().compile(guests, "Two"::equals);

    assertThat(said).singleElement().asString().startsWith("Two.wasm: ");
    assertThat(described)
        .containsExactly(
            Map.entry("One.wasm", "shop.One"),
            Map.entry("Three.wasm", "shop.Three"),
            Map.entry("Two.wasm", "shop.Two"));
  }
}

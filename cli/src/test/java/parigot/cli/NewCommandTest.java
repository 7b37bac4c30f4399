package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class NewCommandTest {
  @TempDir Path folder;

  private ParigotProcess.Result make(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("new"));
    all.addAll(List.of(arguments));
    return ParigotProcess.run(folder, all.toArray(String[]::new));
  }

  private List<String> files(String name) throws Exception {
    Path made = folder.resolve(name);
    try (Stream<Path> files = Files.walk(made)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> made.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aNewServiceHasAllThatItTakesToBuildRunAndTestIt() throws Exception {
    ParigotProcess.Result result = make("shop");
    assertThat(result.code()).isZero();
    assertThat(result.text().lines())
        .startsWith(
            "# shop is made. This builds it, runs its tests, and then runs it:",
            "cd shop",
            "mvn -q package")
        .last()
        .asString()
        .endsWith("parigot run");
    assertThat(files("shop"))
        .containsExactly(
            ".gitignore",
            ".mvn/jvm.config",
            ".run/Debug shop.run.xml",
            ".vscode/launch.json",
            "application.conf",
            "pom.xml",
            "src/main/java/shop/ClientGuest.java",
            "src/main/java/shop/ShopGuest.java",
            "src/main/java/shop/ShopService.java",
            "src/main/protobuf/shop/v1/shop.proto",
            "src/test/java/shop/ApplicationTest.java",
            "src/test/java/shop/ShopServiceTest.java");
  }

  @Test
  void nothingOfTheTemplatesIsLeft() throws Exception {
    for (String kind : List.of("", "--http", "--plugin")) {
      String name = "shop" + kind.replace("-", "");
      assertThat(kind.isEmpty() ? make(name) : make(name, kind))
          .extracting(ParigotProcess.Result::code)
          .isEqualTo(0);
      for (String file : files(name)) {
        String text = Files.readString(folder.resolve(name).resolve(file));
        assertThat(text).as(file).doesNotContainPattern("@[A-Za-z.]+@").doesNotContain("null");
      }
    }
  }

  @Test
  void aClientTakesTheContractOfItsServiceAndItsApplication() throws Exception {
    make("shop");

    ParigotProcess.Result result = make("basket", "--client", "shop");

    assertThat(result.code()).isZero();
    assertThat(result.text().lines())
        .containsSubsequence("mvn -q -f shop package", "cd basket", "mvn -q package");

    assertThat(files("basket"))
        .contains("src/main/protobuf/shop/v1/shop.proto", "src/main/java/basket/BasketGuest.java");
    assertThat(folder.resolve("basket/application.conf"))
        .content()
        .contains("include \"../shop/application.conf\"", "shop-client = null");
    assertThat(folder.resolve("basket/src/main/java/basket/BasketGuest.java"))
        .content()
        .contains("import shop.v1.Shop;")
        .doesNotContainPattern("@[A-Za-z.]+@");
  }

  @Test
  void aClientOfNoServiceIsRefused() throws Exception {
    ParigotProcess.Result result = make("basket", "--client", "shop");

    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.err())
        .singleElement()
        .asString()
        .startsWith("parigot: shop has no application.conf, so it is no service's project");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aProjectIsOfOneKind() throws Exception {
    ParigotProcess.Result result = make("shop", "--http", "--plugin");

    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.err()).singleElement().asString().contains("--http", "--plugin");
  }

  @Test
  void whatIsThereAlreadyIsLeftAlone() throws Exception {
    Files.createDirectories(folder.resolve("shop"));
    ParigotProcess.Result result = make("shop");
    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.err()).singleElement().asString().contains("shop is there already");
    assertThat(files("shop")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Shop", "1shop", "my-shop", "../shop", "class", "''", "queue", "java"})
  void aNameThatIsNoPackageOfItsOwnIsRefused(String name) throws Exception {
    ParigotProcess.Result result = make(name);
    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(result.err()).singleElement().asString().contains(name + " cannot be the name");
    assertThat(folder).isEmptyDirectory();
  }
}

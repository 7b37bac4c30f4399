package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewCommandTest {
  @TempDir Path folder;

  private ParigotProcess.Result make(String name) throws Exception {
    return ParigotProcess.run(folder, "new", name);
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
    assertThat(result.text()).contains("cd shop", "mvn package", "parigot run");
    assertThat(files("shop"))
        .containsExactly(
            ".gitignore",
            ".mvn/jvm.config",
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
    make("shop");
    for (String file : files("shop")) {
      String text = Files.readString(folder.resolve("shop").resolve(file));
      assertThat(text).as(file).doesNotContainPattern("@[A-Za-z.]+@").doesNotContain("null");
    }
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

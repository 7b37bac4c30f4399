package parigot.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReachedClassesTest {
  @TempDir Path folder;
  private Path classes;

  @BeforeEach
  void twoGuestsThatShareAFolder() throws Exception {
    classes = Files.createDirectories(folder.resolve("classes"));
    javac("Price", "record Price(int cents) {}");
    javac("Open", "class Open { static Object of(int a, Price[] prices) { return prices; } }");
    javac("Shut", "class Shut { static int one = 1; }");
  }

  private void javac(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".java"), "package shop; " + text);
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-d",
                classes.toString(),
                "-cp",
                classes.toString(),
                file.toString());
    assertThat(code).isZero();
  }

  private String digest() throws Exception {
    return ReachedClasses.digest("shop.Open", List.of(classes, folder.resolve("library.jar")));
  }

  @Test
  void whatItLeadsToCountsAndWhatIsAnothersDoesNot() throws Exception {
    Files.writeString(folder.resolve("library.jar"), "a jar");
    String before = digest();
    assertThat(digest()).isEqualTo(before);

    javac("Shut", "class Shut { static int two = 2; }");
    assertThat(digest()).isEqualTo(before);

    javac("Price", "record Price(int cents, int vat) {}");
    String another = digest();
    assertThat(another).isNotEqualTo(before);

    Files.writeString(folder.resolve("library.jar"), "another jar");
    assertThat(digest()).isNotEqualTo(another);
    String withJar = digest();
    Files.writeString(classes.resolve("prices.txt"), "1");
    assertThat(digest()).isNotEqualTo(withJar);
  }
}

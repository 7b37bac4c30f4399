package parigot.maven;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainClassTest {
  @TempDir Path folder;

  private void require(String source) throws Exception {
    Guest guest = new Guest(folder);
    Path classes = guest.plain("Open", "package shop; " + source);
    guest.library("Nothing", "package other; public class Nothing {}");
    MainClass.require(
        "shop.Open", new ClassPath(classes, List.of(guest.library()), List.of(guest.sources())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Open { public static void main(String[] args) {} }",
        "class Open extends Base {} class Base { public static void main(String[] args) {} }",
      })
  void aClassWithAMainIsAGuest(String source) {
    assertThatCode(() -> require(source)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class Open {}",
        "class Open { static void main(String[] args) {} }",
        "class Open { public static int main(String[] args) { return 0; } }",
        "class Open { public static void main() {} }",
      })
  void aClassWithoutOneIsNone(String source) {
    assertThatThrownBy(() -> require(source))
        .isInstanceOf(GuestCompilationException.class)
        .hasMessage(
            "the class shop.Open has no public static void main(String[]), which is where a guest"
                + " begins.");
  }

  @Test
  void aClassThatIsNotThereIsToldToBeMissing() {
    assertThatThrownBy(
            () -> MainClass.require("shop.Opne", new ClassPath(folder, List.of(), List.of())))
        .isInstanceOf(GuestCompilationException.class)
        .hasMessage(
            "there is no class shop.Opne; correct the guest's entry below <guests> in the"
                + " pom.xml.");
  }
}

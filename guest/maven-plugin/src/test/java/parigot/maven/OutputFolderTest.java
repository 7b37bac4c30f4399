package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path folder;

  @Test
  void whatWasMadeOfAGuestThatHasLeftIsRemovedAndNothingElse() throws Exception {
    for (String name : new String[] {"stays", "left"}) {
      Files.createFile(folder.resolve(name + ".wasm"));
      Files.createFile(folder.resolve(name + ".jvm.conf"));
      Files.createFile(folder.resolve("." + name + ".wasm.made-of"));
    }
    Files.createFile(folder.resolve("foreign.wasm"));

    assertThat(new OutputFolder(folder).removeAllBut(Set.of("stays"))).containsExactly("left");

    assertThat(folder.toFile().list())
        .containsExactlyInAnyOrder(
            "stays.wasm", "stays.jvm.conf", ".stays.wasm.made-of", "foreign.wasm");
  }

  @Test
  void aFolderThatIsNotThereHasNothingToBeRemoved() throws Exception {
    assertThat(new OutputFolder(folder.resolve("none")).removeAllBut(Set.of("a"))).isEmpty();
  }
}

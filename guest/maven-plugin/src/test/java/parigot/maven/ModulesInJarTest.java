package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesInJarTest {
  private static final FileTime LONG_AGO = FileTime.fromMillis(0);

  @TempDir Path guests;
  @TempDir Path classes;

  @Test
  void theFolderInTheJarHasTheModulesThatThereAre() throws Exception {
    Path target = Files.createDirectories(classes.resolve("META-INF/parigot/guests"));
    Files.writeString(target.resolve("gone.wasm"), "gone");
    Files.writeString(target.resolve("same.wasm"), "same");
    Files.writeString(target.resolve("changed.wasm"), "before");
    Files.setLastModifiedTime(target.resolve("same.wasm"), LONG_AGO);
    Files.writeString(guests.resolve("same.wasm"), "same");
    Files.writeString(guests.resolve("changed.wasm"), "after");
    Files.writeString(guests.resolve("new.wasm"), "new");
    Files.writeString(guests.resolve("new.jvm.conf"), "for who has the sources");

    new OutputFolder(guests).copyModules(target);

    assertThat(target.resolve("changed.wasm")).hasContent("after");
    assertThat(target.resolve("new.wasm")).hasContent("new");
    assertThat(Files.getLastModifiedTime(target.resolve("same.wasm"))).isEqualTo(LONG_AGO);
    assertThat(target.toFile().list())
        .containsExactlyInAnyOrder("same.wasm", "changed.wasm", "new.wasm");
  }
}

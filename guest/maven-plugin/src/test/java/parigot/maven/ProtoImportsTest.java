package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoImportsTest {
  @TempDir Path folder;

  private Path jar(String entry) throws IOException {
    Path jar = folder.resolve("library.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("syntax = \"proto3\";".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private Path unpacked() {
    return folder.resolve("imports");
  }

  @Test
  void filesInJarsAndTheWellKnownOnesAreUnpacked() throws Exception {
    List<Path> folders = new ProtoImports(unpacked()).of(List.of(jar("a/v1/a.proto")));
    assertThat(folders).containsExactly(unpacked());
    assertThat(unpacked().resolve("a/v1/a.proto")).hasContent("syntax = \"proto3\";");
    assertThat(unpacked().resolve("google/protobuf/any.proto")).exists();
    assertThat(unpacked().resolve("protosupport/v1/protosupport.proto")).exists();
  }

  @Test
  void ofParigotsFilesThoseOfADependencyCount() throws Exception {
    new ProtoImports(unpacked()).of(List.of(jar("protosupport/v1/protosupport.proto")));
    assertThat(unpacked().resolve("protosupport/v1/protosupport.proto"))
        .hasContent("syntax = \"proto3\";");
    assertThat(unpacked().resolve("parigot/v1/options.proto")).exists();
  }

  @Test
  void foldersAreLookedIntoAsTheyAre() throws Exception {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThat(new ProtoImports(unpacked()).of(List.of(classes)))
        .containsExactly(classes, unpacked());
  }

  @Test
  void aJarCannotWriteOutsideTheFolder() throws Exception {
    List<Path> evil = List.of(jar("../../evil.proto"));
    assertThatThrownBy(() -> new ProtoImports(unpacked()).of(evil))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("evil.proto");
  }
}

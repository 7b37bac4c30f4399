package parigot.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin under the protoc that the build itself uses. */
class ProtocTest {
  @TempDir Path folder;

  private record Run(int code, String errors) {}

  private Run protoc(String proto) throws IOException, InterruptedException {
    Path plugin = folder.resolve("plugin");
    Files.writeString(
        plugin,
        "#!/bin/sh\nexec '%s' -cp '%s' parigot.protoc.ProtocGenParigot\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));
    Process process =
        new ProcessBuilder(
                executable().toString(),
                "--plugin=protoc-gen-parigot=" + plugin,
                "--parigot_out=" + folder,
                "-I" + folder,
                proto)
            .redirectErrorStream(true)
            .start();
    String errors = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), errors);
  }

  private static Path executable() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("protoc")))) {
      Path found = files.filter(file -> file.toString().endsWith(".exe")).findFirst().orElseThrow();
      // It comes out of a repository, where no file is a program.
      Path program =
          Files.copy(
              found,
              Files.createTempFile("protoc", ".exe"),
              java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      new File(program.toString()).deleteOnExit();
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return program;
    }
  }

  @Test
  void protocWritesTheGeneratedFiles() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("a.proto"),
        "syntax = \"proto3\";\npackage a.v1;\nmessage A {\n  string text = 1;\n}\n");

    assertThat(protoc("a.proto")).isEqualTo(new Run(0, ""));
    assertThat(folder.resolve("a/v1/A.java"))
        .content()
        .contains("public final class A implements Message {");
  }

  @Test
  void protocPrintsAMistakeAndFails() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("a.proto"), "syntax = \"proto2\";\npackage a.v1;\n");

    assertThat(protoc("a.proto"))
        .isEqualTo(
            new Run(
                1,
                "--parigot_out: a.proto:1:1: This is a proto2 file, and guests have proto3 only: write `syntax ="
                    + " \"proto3\";` as the first line.\n"));
  }

  @Test
  void protocPrintsWhatToWriteInsteadOfAnEdition() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("a.proto"), "edition = \"2023\";\npackage a.v1;\n");

    Run run = protoc("a.proto");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors())
        .contains("a.proto:1:1: This is an editions file, and guests have proto3 only");
  }
}

package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that the guide shows under "Embedding" does what it says. */
class EmbeddingTest {
  private static final Pattern PROGRAM =
      Pattern.compile(
          "```java\n(.*?class Embedding .*?)```\n\nprints\n\n```text\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void theProgramOfTheReadmePrintsWhatTheReadmeSays() throws Exception {
    Matcher shown = PROGRAM.matcher(Files.readString(Path.of("../../docs/embedding.md")));
    assertThat(shown.find()).isTrue();
    compile(Files.writeString(folder.resolve("Embedding.java"), shown.group(1)));

    assertThat(outputOf("Embedding")).isEqualTo(shown.group(2));
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private String outputOf(String program) throws Exception {
    File output = folder.resolve("output").toFile();
    File errors = folder.resolve("errors").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                folder + File.pathSeparator + System.getProperty("java.class.path"),
                program)
            .redirectOutput(output)
            .redirectError(errors)
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors.toPath())).isZero();
      return Files.readString(output.toPath(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }
}

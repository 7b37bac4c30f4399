package boutique;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.cli.Main;

/** The README's picture is what {@code parigot plan} draws. */
class PictureTest {
  @Test
  @Timeout(120)
  void theReadmeShowsThePlan() throws Exception {
    Process plan =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "plan",
                ".",
                "--mermaid")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    plan.getOutputStream().close();
    String drawn = new String(plan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(plan.waitFor()).isZero();
    assertThat(Files.readString(Path.of("README.md"))).contains("```mermaid\n" + drawn + "```\n");
  }
}

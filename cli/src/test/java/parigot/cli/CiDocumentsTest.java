package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code .ci/documents} runs what a document shows, and notices what is not so. */
@Timeout(60)
@Tag("once")
class CiDocumentsTest {
  private static final Path SCRIPT = Path.of("../.ci/documents").toAbsolutePath().normalize();

  @TempDir Path folder;

  private ParigotProcess.Result run(String document) throws Exception {
    Path file = Files.writeString(folder.resolve("document.md"), document);
    try (ParigotProcess process =
        ParigotProcess.start(
            new ProcessBuilder(SCRIPT.toString(), file.toString()).directory(folder.toFile()))) {
      return process.result();
    }
  }

  private static String block(String kind, String text) {
    return "```" + kind + "\n" + text + "\n```\n";
  }

  @Test
  void whatIsSoPasses() throws Exception {
    ParigotProcess.Result result =
        run(block("sh", "echo one\necho two") + "prints\n" + block("text", "one\ntwo"));

    assertThat(result.code()).as("%s", result.err()).isZero();
  }

  @Test
  void anotherOutputIsAFailureAndShown() throws Exception {
    ParigotProcess.Result result = run(block("sh", "echo one") + block("text", "two"));

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("-two", "+one");
  }

  @Test
  void aCommandThatFailsIsAFailure() throws Exception {
    assertThat(run(block("sh", "false\ntrue")).code()).isEqualTo(1);
  }

  @Test
  void aCommandBeginsWhereTheOneBeforeLeftOff() throws Exception {
    ParigotProcess.Result result =
        run(
            block("sh", "mkdir shop\ncd shop")
                + block("sh", "basename \"$PWD\"")
                + block("text", "shop"));

    assertThat(result.code()).as("%s", result.err()).isZero();
  }

  @Test
  void theFirstCommandFindsWhatIsInTheCheckoutAndLeavesItAsItIs() throws Exception {
    ParigotProcess.Result result =
        run(block("sh", "test -x parigot\ntest -f pom.xml\ntouch left-behind"));

    assertThat(result.code()).as("%s", result.err()).isZero();
    assertThat(SCRIPT.resolveSibling("../left-behind").normalize()).doesNotExist();
  }

  @Test
  void otherBlocksAreNotRun() throws Exception {
    ParigotProcess.Result result =
        run(block("java", "class A {}") + block("text", "no output") + block("sh", "true"));

    assertThat(result.code()).as("%s", result.err()).isZero();
  }

  @Test
  void aDocumentWithoutACommandIsAFailure() throws Exception {
    assertThat(run("Nothing to see\n").code()).isEqualTo(1);
  }
}

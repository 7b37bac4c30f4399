package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code ./parigot} with {@code --debug}: who may attach, where, and what is said. */
@Timeout(60)
class LauncherDebugTest {
  private static final String AGENT = "-agentlib:jdwp=transport=dt_socket,server=y,quiet=y";

  @TempDir Path temporary;
  private LauncherFolder folder;

  @BeforeEach
  void aCheckoutThatIsBuilt() throws Exception {
    folder = new LauncherFolder(temporary.resolve("checkout"), temporary);
    assertThat(folder.run("run").code()).isZero();
    folder.age();
  }

  @ParameterizedTest
  @CsvSource({
    "run --debug, 5005, n, ''",
    "dev --engine jvm --debug, 5005, n, ''",
    "run --debug=6000, 6000, n, ''",
    "run --suspend --debug=6000, 6000, y, ', and nothing runs before it does'",
  })
  void aDebuggerMayAttachOnThisMachineAlone(
      String arguments, String port, String suspend, String waits) throws Exception {
    ParigotProcess.Result result = folder.run(arguments.split(" ", -1));

    assertThat(result.code()).isZero();
    assertThat(result.err())
        .containsExactly(
            "parigot: a debugger may attach to 127.0.0.1:%1$s (jdb -attach 127.0.0.1:%1$s)%2$s"
                .formatted(port, waits));
    assertThat(folder.javaArguments())
        .contains("%s,suspend=%s,address=127.0.0.1:%s".formatted(AGENT, suspend, port));
  }

  @Test
  void nobodyMayUnlessItIsAskedFor() throws Exception {
    List<String> before = folder.javaArguments();

    assertThat(folder.run("run", "--suspend").err()).isEmpty();
    assertThat(folder.run("run", "--debug=five").err()).isEmpty();

    assertThat(folder.javaArguments()).hasSizeGreaterThan(before.size());
    assertThat(folder.javaArguments()).noneMatch(argument -> argument.contains("jdwp"));
  }
}

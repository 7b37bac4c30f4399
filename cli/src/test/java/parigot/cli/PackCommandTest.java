package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code parigot pack}: what it writes is taken in the place of a configuration. */
@Timeout(120)
class PackCommandTest {
  @TempDir Path temporary;
  @TempDir Path elsewhere;

  @Test
  void aPackIsPlannedAndRunsWhereTheFilesAreNot() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(guest("says", "register says; launch; print packed; exit 3", "kind = main"));
    String pack = elsewhere.resolve("says.parigot").toString();

    assertThat(folder.run("pack", ".", "-o", pack).text()).isEqualTo("loop.wasm\n");
    Files.delete(temporary.resolve("application.conf"));

    ParigotProcess.Result plan = ParigotProcess.run(elsewhere, "plan", pack);
    assertThat(plan.code()).as("%s", plan.said()).isZero();
    assertThat(plan.text()).contains("says");
    ParigotProcess.Result run = ParigotProcess.run(elsewhere, "run", pack);
    assertThat(run.text()).as("%s", run.said()).isEqualTo("packed\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void whatCannotBePackedIsSaidInASentence() throws Exception {
    ParigotProcess.Result result = ParigotProcess.run(temporary, "pack", "none.conf", "-o", "x");

    assertThat(result.code()).isEqualTo(193);
    assertThat(result.err())
        .containsExactly(
            "parigot: The configuration file %s/none.conf does not exist.".formatted(temporary));
  }
}

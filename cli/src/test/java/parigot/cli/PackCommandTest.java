package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code parigot pack}: what it writes is taken in the place of a configuration. */
@Timeout(120)
@Tag("once")
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

  /** And of what runs under that name, the guests whose modules are not those of the pack. */
  @Test
  void psShowsWhatRunsAPackAlone() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    String other = "register other; launch";
    folder.application(guest("serves", "register serves; launch") + guest("other", other));
    String pack = elsewhere.resolve("till.parigot").toString();
    assertThat(folder.run("pack", ".", "-o", pack).code()).isZero();
    try (ParigotProcess server = ParigotProcess.start(elsewhere, "run", pack)) {
      server.awaitErr(line -> line.contains(" Ready: "));

      ParigotProcess.Result same = ParigotProcess.run(elsewhere, "ps", pack);
      assertThat(same.code()).as("%s", same.said()).isZero();
      assertThat(same.text())
          .startsWith("till: process %d, running".formatted(server.pid()))
          .doesNotContain("another module");

      byte[] module = Files.readAllBytes(GuestFolder.GUESTS.resolve("loop.wasm"));
      // A custom section more, of no name and no content.
      byte[] longer = Arrays.copyOf(module, module.length + 3);
      longer[module.length + 1] = 1;
      folder.write("loop.wasm", longer);
      folder.write(
          "application.conf",
          """
          include "settings.conf"
          parigot.search-path = ["."]
          parigot.guests { %s }
          """
              .formatted(guest("serves", "register serves; launch")));
      assertThat(folder.run("pack", ".", "-o", pack).code()).isZero();
      assertThat(ParigotProcess.run(elsewhere, "ps", pack).text().lines())
          .endsWith(
              "other is no guest of " + pack, "serves runs another module than " + pack + " has");
      ParigotProcess.Result none = folder.run("ps", ".");
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.err()).containsExactly("parigot: No application of yours runs . here.");
    }
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

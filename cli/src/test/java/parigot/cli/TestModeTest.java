package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code parigot run --test}: the tests instead of the mains, each with servers of its own. */
@Timeout(120)
@Tag("once")
class TestModeTest {
  private static final String SERVER =
      guest("server", "register s; export s.v1 s; bind Echo; launch");

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  private static String test(String name, String script) {
    return guest(
        name,
        "register t; require s.v1 s; launch; locate s.v1 s; call Echo 10; " + script,
        "kind = test");
  }

  private static String main(String name, String script) {
    return guest(name, "register m; launch; " + script, "kind = main");
  }

  @Test
  void eachTestRunsInTheOrderOfTheirNamesAndSaysHowItWent() throws Exception {
    folder.application(
        SERVER
            + test("good", "print from good; exit 0")
            + test("bad", "exit 3")
            + main("m", "print never; exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test");

    List<String> lines = result.text().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("failed bad code 3");
    assertThat(lines.get(1)).isEqualTo("from good");
    assertThat(lines.get(2)).matches("passed good \\d+\\.\\d\\d s");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void theCodeIsZeroWhenAllPassed() throws Exception {
    folder.application(SERVER + test("one", "exit 0") + test("two", "exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test");

    assertThat(result.text()).matches("passed one \\d+\\.\\d\\d s\npassed two \\d+\\.\\d\\d s\n");
    assertThat(result.said()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void testsAreSelectedByName() throws Exception {
    folder.application(SERVER + test("a", "exit 0") + test("b", "exit 3") + test("c", "exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test=c,a", ".");

    assertThat(result.text()).matches("passed c \\d+\\.\\d\\d s\npassed a \\d+\\.\\d\\d s\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void aNameThatNoTestHasIsAMistake() throws Exception {
    folder.application(SERVER + test("a", "exit 0") + test("b", "exit 0"));

    ParigotProcess.Result result = folder.run("run", ".", "--test=c");

    assertThat(result.err())
        .containsExactly("parigot: No guest of kind test is named c; there are a, b.");
    assertThat(result.code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void aTestTouchesNoStoreOfTheApplication() throws Exception {
    folder.application(SERVER + test("a", "exit 0"));
    folder.write(
        "stores.conf",
        """
        include "application.conf"
        parigot.plugins {
          file.root = real/files
          queue.file = real/queues
          nutsdb.root = real/databases
        }
        """);

    ParigotProcess.Result result = folder.run("run", "stores.conf", "--test");

    assertThat(result.code()).as(result.err().toString()).isZero();
    assertThat(temporary.resolve("real")).doesNotExist();
    assertThat(folder.run("run", "stores.conf", "--test").code()).isZero();
  }

  @Test
  void eachTestHasFreshServers() throws Exception {
    folder.application(
        guest("server", "register s; export s.v1 s; bind Echo; launch; stderr begins")
            + test("one", "exit 0")
            + test("two", "exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test", "-v");

    assertThat(result.said()).filteredOn("TIME INFO  server begins"::equals).hasSize(2);
  }

  @Test
  void aTestThatTrapsHasFailedAndTheNextOneRuns() throws Exception {
    folder.application(SERVER + test("a", "trap") + test("b", "exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test");

    assertThat(result.text()).matches("failed a code 195\npassed b \\d+\\.\\d\\d s\n");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void aTestWhoseServersDoNotLaunchHasFailed() throws Exception {
    folder.application(
        guest("server", "register s; export s.v1 s; require x.v1 x; launch") + test("a", "exit 0"));

    ParigotProcess.Result result = folder.run("run", "--test", "-Dparigot.launch-timeout=2s");

    assertThat(result.text()).endsWith("failed a code 194\n");
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void aSignalEndsTheTestThatRunsAndStartsNoOther() throws Exception {
    folder.application(SERVER + test("a", "stderr waiting; serve") + test("b", "exit 0"));
    try (ParigotProcess process = folder.start("run", "--test", "-v")) {
      process.awaitErr(line -> line.endsWith("a waiting"));
      process.signal("TERM");

      ParigotProcess.Result result = process.result();
      assertThat(result.text()).isEmpty();
      assertThat(result.code()).isEqualTo(143);
    }
  }

  @Test
  void testsDoNotRunOutsideTestMode() throws Exception {
    folder.application(SERVER + test("t", "print never; exit 0") + main("m", "exit 0"));

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.text()).isEmpty();
    assertThat(result.code()).isZero();
  }
}

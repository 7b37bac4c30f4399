package queueexample;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;
import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.ONE_PROCESS;
import static parigot.testkit.Spread.PROCESSES;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestTemplate;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** Runs the modules as the command line does: in one process, and on three nodes. */
class ApplicationTest {
  private static final Pattern SUMMARY =
      Pattern.compile("60 jobs are done, (\\d+) of them not at the first attempt\n");

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      value = "application.conf",
      placement = "nodes.conf",
      spread = {ONE_PROCESS, NODES, PROCESSES},
      awaitLaunch = false)
  void allJobsAreDoneThoughAWorkerCrashesAgainAndAgain(
      Application application, RecordedOutput output) throws Exception {
    int code = application.ended().toCompletableFuture().get(60, TimeUnit.SECONDS);
    assertThat(code).isZero();
    Matcher summary = SUMMARY.matcher(output.text());
    assertThat(summary.matches()).as(output.text()).isTrue();
    assertThat(Integer.parseInt(summary.group(1))).isBetween(1, 10);
  }
}

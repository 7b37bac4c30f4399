package helloworld;

import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.PROCESSES;

import org.junit.jupiter.api.TestTemplate;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** What {@link ApplicationTest} tests, with the guests on three nodes. */
class NodesTest {
  private static final String GREETING_ALONE =
      "parigot.guests.greeting.wasm = \"target/guests/greeting.wasm\"";

  private final ApplicationTest inOneProcess = new ApplicationTest();

  @TestTemplate
  @WithApplication(
      value = "application.conf",
      placement = "nodes.conf",
      spread = {NODES, PROCESSES})
  void theWorldIsGreetedAndTheApplicationEndsWell(Application application, RecordedOutput output)
      throws Exception {
    inOneProcess.theWorldIsGreetedAndTheApplicationEndsWell(application, output);
  }

  @TestTemplate
  @WithApplication(config = GREETING_ALONE, placement = "nodes.conf", spread = NODES)
  void greetsWhoeverCallsFromOutside(Application application) throws Exception {
    inOneProcess.greetsWhoeverCallsFromOutside(application);
  }

  @TestTemplate
  @WithApplication(config = GREETING_ALONE, placement = "nodes.conf", spread = NODES)
  void aTongueThatNobodySpeaksIsTheServicesError(Application application) {
    inOneProcess.aTongueThatNobodySpeaksIsTheServicesError(application);
  }
}

package probe;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;
import probe.v1.host.ProbeClient;
import probe.v1.host.WhoResponse;

/** What the SDK promises, in guests as WebAssembly and as plain Java. */
class ApplicationTest {
  private static final String COMMON =
      """
      parigot.search-path = ["target/guests"]
      parigot.guest-defaults.method-limit = 60 s
      parigot.guests.probe { wasm = "probe.wasm" }
      """;

  private static int ended(Application application) throws Exception {
    return application.ended().toCompletableFuture().get(1, TimeUnit.MINUTES);
  }

  private static void endsWell(Application application, RecordedOutput output, String said)
      throws Exception {
    int code = ended(application);
    assertThat(output.text()).as("what was written before the end with %d", code).matches(said);
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config =
          COMMON
              + """
              parigot.guests.crowd {
                wasm = crowd.wasm, kind = main, args = [10000], call-timeout = 1 minute
              }
              """)
  void eachOfTenThousandCallsInFlightGetsItsOwnAnswer(
      Application application, RecordedOutput output) throws Exception {
    int code = ended(application);
    assertThat(output.text()).isEqualTo("10000 answers, 0 of them another call's\n");
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = COMMON + "parigot.guests.bulk { wasm = bulk.wasm, kind = main }")
  void messagesOfAnySizeArriveWholeWhileTheCollectorWorks(
      Application application, RecordedOutput output) throws Exception {
    int code = ended(application);
    assertThat(output.text()).isEqualTo("300 texts came back as they were sent\n");
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config =
          COMMON
              + """
              parigot.guests.heap {
                wasm = heap.wasm, kind = main, args = [200000, 200, 3000]
              }
              """)
  void objectsStayWhatTheyAreWhileTheCollectorWorks(Application application, RecordedOutput output)
      throws Exception {
    endsWell(application, output, "\\d+ nodes are as they were made\n");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config =
          COMMON
              + """
              parigot.guests.heap {
                wasm = heap.wasm, kind = main, args = [300000, 20000, 100]
              }
              """)
  void manyObjectsStayWhatTheyAreWhileTheCollectorWorks(
      Application application, RecordedOutput output) throws Exception {
    endsWell(application, output, "\\d+ nodes are as they were made\n");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = COMMON + "parigot.guests.features { wasm = features.wasm, kind = main }")
  void whatAnAuthorMayUseOfJavaWorks(Application application, RecordedOutput output)
      throws Exception {
    endsWell(application, output, "\\d+ checks, 0 failed\n");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config =
          COMMON
              + """
              parigot.timezone = "Europe/Berlin"
              parigot.guests.world {
                wasm = world.wasm, kind = main, args = ["a", "b ä"], env { COLOUR = blue }
              }
              """)
  void aGuestSeesTheWorldThatItsHostGivesIt(Application application, RecordedOutput output)
      throws Exception {
    int code = ended(application);
    assertThat(output.text())
        .isEqualTo(
            """
            main a|b ä
            arguments a|b ä
            colour blue
            zone Europe/Berlin
            late enough true
            random true
            timers once and 3 times
            failed OnPurpose true
            failed DispatchError false
            called by world for Ada ü, who waits true
            in time false
            nobody nobody that runs exports nobody.v1.nobody
            """);
    assertThat(code).isEqualTo(42);
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      config = COMMON)
  void aServiceReadsTheHeadersThatATestGivesItsCall(Application application) throws Exception {
    ProbeClient probe = ProbeClient.of(application);
    WhoResponse who =
        probe.withHeader("user", "Grace").who().toCompletableFuture().get(1, TimeUnit.MINUTES);
    assertThat(who.getUser()).isEqualTo("Grace");
    assertThat(who.getCaller()).isEqualTo("host.calls");
    assertThat(probe.who().toCompletableFuture().get(1, TimeUnit.MINUTES).getUser())
        .isEqualTo("nobody");
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      value = "figures.conf",
      config = "parigot.guests.figures.args = [10]")
  void theFiguresOfACallAreMeasured(Application application, RecordedOutput output)
      throws Exception {
    int code = ended(application);
    assertThat(output.text())
        .matches(
            "heap \\d+ KiB\nrequest \\d+ bytes\nresponse \\d+ bytes\n"
                + "parse \\d+\\.\\d\\d us\nmethod \\d+\\.\\d\\d us\nbuild \\d+\\.\\d\\d us\n");
    assertThat(code).isZero();
  }

  @TestTemplate
  @WithApplication(
      engines = {WASM, JVM},
      value = "calls.conf",
      config = "parigot.guests.calls.args = [20, 10]")
  void whatACallTakesIsMeasured(Application application, RecordedOutput output) throws Exception {
    int code = ended(application);
    assertThat(output.text()).matches("10 calls, \\d+ ns each\n20 calls, \\d+ ns each\n");
    assertThat(code).isZero();
  }
}

package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.util.JsonFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.PlannedGuest;
import parigot.v1.host.StartPlanReport;

/** {@code parigot plan}: how an application would start, found out without starting it. */
@Timeout(120)
@Tag("once")
class PlanCommandTest {
  private static final String BASE =
      guest("base", "register base; export b.v1 b; bind Echo; print never seen; launch")
          + guest("middle", "register middle; export m.v1 m; require b.v1 b; launch");

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  private StartPlanReport json(int code, String... options) throws Exception {
    String[] all = new String[options.length + 2];
    all[0] = "plan";
    all[1] = "--json";
    System.arraycopy(options, 0, all, 2, options.length);
    ParigotProcess.Result result = folder.run(all);
    assertThat(result.code()).as("%s", result.said()).isEqualTo(code);
    StartPlanReport.Builder report = StartPlanReport.newBuilder();
    JsonFormat.parser().merge(result.text(), report);
    return report.build();
  }

  /** What is said beside warnings of a configuration that says something twice. */
  private static List<String> complaints(ParigotProcess.Result result) {
    return result.said().stream().filter(line -> !line.startsWith("TIME WARN ")).toList();
  }

  @Test
  void guestsHaveLevelsByWhatTheyRequire() throws Exception {
    folder.application(
        BASE
            + guest("top", "register top; require m.v1 m; launch; exit 3", "kind = main")
            + guest("atest", "register t; require none.v1 none; launch", "kind = test"));

    ParigotProcess.Result result = folder.run("plan");

    assertThat(result.code()).as("%s", result.said()).isZero();
    assertThat(result.said()).isEmpty();
    assertThat(result.text())
        .isEqualTo(
            """
            LEVEL  GUEST   KIND    REQUIRES
                1  base    server
                2  middle  server  b.v1.b (base)
                3  top     main    m.v1.m (middle)

            If base fails, these never start: middle, top
            If middle fails, these never start: top
            """);
    assertThat(json(0).getStarts()).isTrue();
  }

  @Test
  void aReactorIsPlannedAsAnyOther() throws Exception {
    folder.application(
        guest(
            "base",
            "register base; export b.v1 b; launch",
            "wasm = reactor.wasm",
            "instances = 3"));
    assertThat(json(0).getGuestsList())
        .singleElement()
        .satisfies(
            base -> {
              assertThat(base.getLevel()).isEqualTo(1);
              assertThat(base.getExportsList()).containsExactly("b.v1.b");
            });
  }

  @Test
  void whatWaitsForEachOtherIsNamedByTheShortestRing() throws Exception {
    folder.application(
        guest("a", "register a; export a.v1 a; require b.v1 b; launch")
            + guest("b", "register b; export b.v1 b; require a.v1 a; require c.v1 c; launch")
            + guest("c", "register c; export c.v1 c; require a.v1 a; launch"));

    ParigotProcess.Result result = folder.run("plan");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text())
        .contains("never  a ", "It would not start:\n")
        .contains("  - These wait for each other: a.v1.a -> b.v1.b -> a.v1.a.\n");
    assertThat(json(1).getCycleList()).containsExactly("a.v1.a", "b.v1.b");
  }

  @Test
  void whatNobodyExportsIsNamed() throws Exception {
    folder.application(BASE + guest("top", "register top; require none.v1 none; launch"));
    StartPlanReport report = json(1);
    assertThat(report.getProblemsList())
        .containsExactly("Nobody exports none.v1.none, which top requires.");
    assertThat(report.getGuests(2).getName()).isEqualTo("top");
    assertThat(report.getGuests(2).getLevel()).isZero();
  }

  @Test
  void aGuestThatFailsBeforeItAsksToLaunchIsNamed() throws Exception {
    folder.application(
        BASE
            + guest("trapping", "register x; trap")
            + guest("leaving", "proc-exit 4")
            + guest("silent", "register y; serve")
            + guest("endless", "register z; loop"));
    folder.write("short.conf", "include \"application.conf\"\nparigot.launch-timeout = 2 s");
    StartPlanReport report = json(1, "short.conf");
    assertThat(report.getProblemsList())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("trapping fails before it asks to launch: "))
        .contains(
            "leaving ends with code 4 before it asks to launch.",
            "silent does not ask to launch at its start.",
            "endless has not asked to launch within 2000 ms.");
    assertThat(report.getGuestsList())
        .filteredOn(guest -> guest.getLevel() > 0)
        .extracting(PlannedGuest::getName)
        .containsExactly("base", "middle");
  }

  @Test
  void noPluginIsStarted() throws Exception {
    folder.application(
        guest(
            "stores",
            "register s; export s.v1 s; launch",
            "wasm = stores-loop.wasm",
            "plugins = [file, queue, nutsdb, log]"));
    folder.write(
        "stores.conf",
        "include \"application.conf\"\nparigot.plugins { queue.file = \"%s\" }"
            .formatted(temporary.resolve("queues")));
    assertThat(json(0, "stores.conf").getStarts()).isTrue();
    assertThat(temporary.resolve("queues")).doesNotExist();
  }

  @Test
  void anImportThatIsNotGrantedIsRefused() throws Exception {
    folder.application(
        guest("stores", "register s; launch", "wasm = stores-loop.wasm", "plugins = [log]"));
    ParigotProcess.Result result = folder.run("plan");
    assertThat(result.code()).isEqualTo(193);
    assertThat(complaints(result))
        .containsExactly(
            "parigot: guest stores: it imports file.open_, and is not granted the plugin file.",
            "guest stores: it imports queue.create_queue_, and is not granted the plugin queue.",
            "guest stores: it imports nutsdb.open_, and is not granted the plugin nutsdb.");
  }

  @Test
  void whatIsRequiredAcrossNodesIsMarked() throws Exception {
    folder.application(BASE + guest("top", "register top; require m.v1 m; launch"));
    folder.write(
        "nodes.conf",
        """
        parigot {
          nodes { one { host = 127.0.0.1, port = 7441 }, two { host = 127.0.0.1, port = 7442 } }
          placement { default = one, top { nodes = [two] } }
        }
        """);
    StartPlanReport report = json(0, "--placement", "nodes.conf");
    assertThat(report.getGuests(1).getNodesList()).containsExactly("one");
    assertThat(report.getGuests(1).getRequires(0).getCrossesNodes()).isFalse();
    assertThat(report.getGuests(2).getNodesList()).containsExactly("two");
    assertThat(report.getGuests(2).getRequires(0).getCrossesNodes()).isTrue();
    assertThat(folder.run("plan", "--placement", "nodes.conf").text())
        .contains("    3  top     server  two    m.v1.m (middle, across nodes)\n");
    assertThat(folder.run("plan", "--placement", "nodes.conf", "--dot").text())
        .contains("  \"middle\" -> \"base\" [label = \"b.v1.b\"];\n")
        .contains("  \"top\" -> \"middle\" [label = \"m.v1.m\", style = dashed];\n");
    assertThat(folder.run("plan", "--placement", "nodes.conf", "--mermaid").text())
        .startsWith("flowchart BT\n  g0[\"base<br>1\"]\n")
        .endsWith("  g2 -.->|m.v1.m| g1\n");
  }

  @Test
  void whatIsNoApplicationIsRefused() throws Exception {
    assertThat(folder.run("plan", "none.conf").code()).isEqualTo(193);
    folder.application(guest("bad", "launch", "wasm = bad.wasm"));
    Files.writeString(temporary.resolve("bad.wasm"), "no module");
    ParigotProcess.Result result = folder.run("plan");
    assertThat(result.code()).isEqualTo(193);
    assertThat(complaints(result)).singleElement().asString().startsWith("parigot: guest bad: ");
  }
}

package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code .ci/run}: which JDKs it finds, and what it says of those it does not. */
@Timeout(60)
@Tag("once")
class CiRunTest {
  private static final String EXTENSION = " -Dmaven.ext.class.path=";

  @TempDir Path temporary;
  private LauncherFolder folder;

  @BeforeEach
  void aFreshCheckoutAndNoJavaHome() throws IOException {
    folder = new LauncherFolder(temporary.resolve("checkout"), temporary);
  }

  private ParigotProcess.Result run(String javaHome, String... versions) throws Exception {
    ProcessBuilder command = folder.command(folder.file(".ci/run"), versions);
    command.environment().put("JAVA_HOME", javaHome);
    return LauncherFolder.result(command);
  }

  /** The whole builds; the benchmarks are built apart. */
  private List<String> builds() throws IOException {
    return folder.builds().stream()
        .filter(call -> call.contains(" clean verify"))
        .map(CiRunTest::withoutTheExtension)
        .toList();
  }

  /** The folder of what orders the modules is another one in each run. */
  private static String withoutTheExtension(String call) {
    assertThat(call).contains(EXTENSION);
    return call.replaceAll(EXTENSION + "\\S+/takari-smart-builder.jar", "");
  }

  private static List<String> said(ParigotProcess.Result result) {
    return result.err().stream().filter(line -> line.startsWith(".ci/run:")).toList();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = temporary.resolve("jdks").resolve(name);
    folder.java(home, version);
    return home;
  }

  private void onThePath(Path home) throws IOException {
    Files.createSymbolicLink(folder.bin().resolve("java"), home.resolve("bin/java"));
  }

  private String build(Path home) {
    return "JAVA_HOME=%s mvn -B -T 2 -fae -f %s/pom.xml clean verify --builder smart"
        .formatted(home, folder.root());
  }

  /** On the second JDK, without what is the same on every one. */
  private String buildAgain(Path home) {
    return build(home)
        + " -DexcludedGroups=once -Dspotless.check.skip=true -pl"
        + " !dist,!examples/boutique,!examples/queue,!examples/httpsimple,!examples/plugin";
  }

  @Test
  void theOtherJdkIsFoundBesideTheDefaultOne() throws Exception {
    Path old = jdk("java-17", "17.0.15");
    jdk("java-21", "21.0.2");
    Path recent = jdk("java-25", "25.0.3");
    onThePath(old);

    ParigotProcess.Result result = run("");

    assertThat(result.code()).as("standard error: %s", result.err()).isZero();
    assertThat(builds()).containsExactly(build(old), buildAgain(recent));
    assertThat(said(result)).hasSize(4);
    assertThat(said(result).get(0)).isEqualTo(".ci/run: Java 17 (%s)".formatted(old));
    assertThat(said(result).get(1)).matches(".ci/run: Java 17: passed in \\d+ min \\d+ s");
  }

  @Test
  void theAlternativesOfTheSystemAreLookedAt() throws Exception {
    Path old = jdk("java-17", "17.0.15");
    LauncherFolder.program(
        folder.bin().resolve("update-java-alternatives"),
        "#!/bin/sh\necho 'java-17   1711   %s'\n".formatted(old));

    assertThat(run("", "17").code()).isZero();
    assertThat(builds()).containsExactly(build(old));
  }

  @Test
  void javaHomeGoesFirst() throws Exception {
    onThePath(jdk("java-17", "17.0.15"));

    assertThat(run(folder.jdk().toString(), "17").code()).isZero();
    assertThat(builds()).containsExactly(build(folder.jdk()));
  }

  @Test
  void aJdkThatIsMissingIsSaidAndTheOtherOneIsRun() throws Exception {
    ParigotProcess.Result result = run(folder.jdk().toString());

    assertThat(said(result).get(0))
        .isEqualTo(
            ".ci/run: there is no JDK 25: install one beside the default JDK, or set JAVA_HOME to"
                + " it.");
    assertThat(said(result)).last().isEqualTo(".ci/run: Java 25: not run");
    assertThat(result.code()).isZero();
    assertThat(builds()).containsExactly(build(folder.jdk()));
  }

  @Test
  void aJdkThatWasAskedForAndIsMissingIsAFailure() throws Exception {
    ParigotProcess.Result result = run(folder.jdk().toString(), "17", "25");

    assertThat(said(result)).hasSize(1);
    assertThat(result.code()).isEqualTo(1);
    assertThat(builds()).isEmpty();
  }

  @Test
  void noJdkAtAllIsAFailure() throws Exception {
    ParigotProcess.Result result = run("");

    assertThat(said(result)).hasSize(2);
    assertThat(result.code()).isEqualTo(1);
  }

  @Test
  void aRuntimeWithoutACompilerIsNoJdk() throws Exception {
    Files.delete(folder.jdk().resolve("bin/javac"));

    assertThat(run(folder.jdk().toString()).code()).isEqualTo(1);
    assertThat(builds()).isEmpty();
  }

  @Test
  void aBuildThatFailsIsAFailureAndTheNextJdkIsNotRun() throws Exception {
    onThePath(jdk("java-17", "17.0.15"));
    jdk("java-25", "25.0.3");
    folder.write("maven.fails", "[ERROR] a test failed\n");

    ParigotProcess.Result result = run("");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.text()).contains("[ERROR] a test failed");
    assertThat(said(result)).last().asString().startsWith(".ci/run: Java 17: failed after ");
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aDocumentThatIsWrongIsAFailure() throws Exception {
    LauncherFolder.program(folder.file(".ci/documents"), "#!/bin/sh\nexit 1\n");

    ParigotProcess.Result result = run(folder.jdk().toString(), "17");

    assertThat(result.code()).isEqualTo(1);
    assertThat(said(result)).last().asString().startsWith(".ci/run: Java 17: failed after ");
  }

  @Test
  void withoutWhatOrdersTheModulesNothingIsBuilt() throws Exception {
    folder.write("smart-builder.fails", "");

    ParigotProcess.Result result = run(folder.jdk().toString(), "17");

    assertThat(result.code()).isEqualTo(1);
    assertThat(said(result))
        .containsExactly(
            ".ci/run: Maven could not fetch the extension that orders the modules: what it said is"
                + " above.");
    assertThat(builds()).isEmpty();
  }

  @Test
  void noMaven() throws Exception {
    Files.delete(folder.bin().resolve("mvn"));

    List<String> said = run(folder.jdk().toString(), "17").err();
    assertThat(said).containsExactly(".ci/run: there is no mvn: install Maven 3.8 or later.");
  }

  @Test
  void theBenchmarksAreRunOnceAtTheEnd() throws Exception {
    Path old = jdk("java-17", "17.0.15");
    Path recent = jdk("java-25", "25.0.3");
    onThePath(old);

    assertThat(run("").code()).isZero();

    assertThat(folder.builds())
        .hasSize(4)
        .last()
        .asString()
        .startsWith("JAVA_HOME=%s ".formatted(recent))
        .contains("-pl bench -am ");
    assertThat(folder.javaArguments())
        .containsSubsequence("parigot.bench.Main", "--quick", "call-100", "start");
  }

  @Test
  void aBenchmarkThatFailsIsAFailure() throws Exception {
    folder.write("java.code", "1");

    ParigotProcess.Result result = run(folder.jdk().toString(), "17");

    assertThat(result.code()).isEqualTo(1);
    assertThat(said(result)).last().isEqualTo(".ci/run: the benchmarks: failed");
  }

  @Test
  void threadsMeetOnceAtTheEnd() throws Exception {
    Path recent = jdk("java-25", "25.0.3");
    onThePath(jdk("java-17", "17.0.15"));

    assertThat(run("").code()).isZero();

    assertThat(folder.file("stress-run.calls"))
        .hasContent("JAVA_HOME=%s stress/run brief".formatted(recent));
  }

  @Test
  void whatThreadsMustNotSeeIsAFailure() throws Exception {
    folder.write("stress-run.code", "1");

    ParigotProcess.Result result = run(folder.jdk().toString(), "17");

    assertThat(result.code()).isEqualTo(1);
    assertThat(said(result)).last().isEqualTo(".ci/run: where threads meet: failed");
  }

  @Test
  void theNetworkOfTwoNodesIsBrokenOnceAtTheEnd() throws Exception {
    Path recent = jdk("java-25", "25.0.3");
    onThePath(jdk("java-17", "17.0.15"));

    assertThat(run("").code()).isZero();

    assertThat(folder.file("actors-partitions.calls"))
        .hasContent("JAVA_HOME=%s actors/partitions brief".formatted(recent));
  }

  @Test
  void callsThatRanWhenTheyMustNotAreAFailure() throws Exception {
    folder.write("actors-partitions.code", "1");

    ParigotProcess.Result result = run(folder.jdk().toString(), "17");

    assertThat(result.code()).isEqualTo(1);
    assertThat(said(result)).last().isEqualTo(".ci/run: the nodes: failed");
  }
}

package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code ./parigot}: when it builds, what it says, how it starts the JVM. */
@Tag("once")
@Timeout(60)
class LauncherTest {
  @TempDir Path temporary;
  private LauncherFolder folder;

  @BeforeEach
  void aFreshCheckout() throws IOException {
    folder = new LauncherFolder(temporary.resolve("checkout"), temporary);
  }

  /** Builds, and lets an hour pass. */
  private void built() throws Exception {
    assertThat(folder.run("run").code()).isZero();
    folder.age();
    Files.delete(folder.file("java.calls"));
  }

  @Test
  void theFirstRunBuildsAndSaysOnStandardErrorHowFarItIs() throws Exception {
    ParigotProcess.Result result = folder.run("run");

    assertThat(result.err()).hasSize(3);
    assertThat(result.err().get(0)).isEqualTo("parigot: building Parigot: the kernel (1/2)");
    assertThat(result.err().get(1)).isEqualTo("parigot: building Parigot: the command line (2/2)");
    assertThat(result.err().get(2)).matches("parigot: built in \\d+ s");
    assertThat(result.text()).isEqualTo("written by java\n");
    assertThat(result.code()).isZero();
    assertThat(folder.builds())
        .singleElement()
        .asString()
        .startsWith(
            "JAVA_HOME=%s mvn -B -f %s/pom.xml -Plauncher -pl !bench"
                .formatted(folder.jdk(), folder.root()))
        .endsWith(" -am install");
  }

  @Test
  void theBenchmarksAreBuiltWhenTheyAreAskedForAndNotBefore() throws Exception {
    built();
    folder.write("bench/src/main/java/Bench.java", "changed");
    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(1);

    assertThat(folder.run("bench", "--quick", "call").code()).isZero();
    assertThat(folder.builds()).hasSize(2).last().asString().endsWith("-pl bench -am install");
    assertThat(folder.javaArguments())
        .containsSubsequence("parigot.bench.Main", "--quick", "call")
        .doesNotContain("bench");
    folder.age();
    assertThat(folder.run("bench").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void theSecondRunBuildsNothingAndSaysNothing() throws Exception {
    built();

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.err()).isEmpty();
    assertThat(result.text()).isEqualTo("written by java\n");
    assertThat(folder.builds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        ".mvn/jvm.config",
        "kernel/pom.xml",
        "kernel/src/main/java/Kernel.java",
        "kernel/src/main/protobuf/new/new.proto",
        "new/pom.xml"
      })
  void aSourceThatChangedIsBuilt(String source) throws Exception {
    built();
    folder.write(source, "changed");

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void aSourceThatWasDeletedIsBuilt() throws Exception {
    built();
    Files.delete(folder.file("kernel/src/main/java/Call.java"));

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void aSourceThatChangedWhileTheBuildRanIsBuiltByTheNextRun() throws Exception {
    folder.write("maven.waits", "");
    try (ParigotProcess first = folder.start("run")) {
      first.awaitErr(line -> line.contains("(1/2)"));
      folder.write("kernel/src/main/java/Kernel.java", "changed");
      // Files have times in steps, and this one must not share the build's.
      Files.setLastModifiedTime(
          folder.file("kernel/src/main/java/Kernel.java"),
          FileTime.from(Instant.now().plusSeconds(1)));
      folder.write("maven.goes", "");
      assertThat(first.result().code()).isZero();
    }

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"kernel/src/test/java/KernelTest.java", "README.md", "kernel/target/classes/x"})
  void whatIsNoSourceOfTheProgramIsNotBuilt(String path) throws Exception {
    built();
    folder.write(path, "changed");

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kernel/target/parigot-kernel.jar",
        "cli/target/parigot-cli.jar",
        "cli/target/class-path"
      })
  void whatIsMissingIsBuiltAgain(String path) throws Exception {
    built();
    Files.delete(folder.file(path));

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void aBuildThatFailsSaysWhatMavenComplainsAboutOnceAndWhereTheRestIs() throws Exception {
    folder.write(
        "maven.fails",
        """
        [INFO] -------------------------------------------------------------
        [ERROR] COMPILATION ERROR :
        [ERROR] /Kernel.java:[1,5] ';' expected
        [ERROR] /Kernel.java:[1,5] ';' expected
        [ERROR]
        [ERROR] -> [Help 1]
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] For more information about the errors and possible solutions, read:
        """);

    ParigotProcess.Result result = folder.run("run");

    assertThat(result.err())
        .containsExactly(
            "parigot: building Parigot: the kernel (1/2)",
            "parigot: the build failed:",
            "[ERROR] COMPILATION ERROR :",
            "[ERROR] /Kernel.java:[1,5] ';' expected",
            "parigot: the whole of what Maven said is in %s/target/launcher/maven.log."
                .formatted(folder.root()));
    assertThat(result.text()).isEmpty();
    assertThat(result.code()).isEqualTo(193);
    assertThat(folder.javaArguments()).isEmpty();
    assertThat(folder.file("target/launcher/maven.log"))
        .content()
        .contains("[INFO] ----", "-> [Help 1]");
  }

  @Test
  void whatAPluginOfMavenFailsForIsShown() throws Exception {
    String failed = "[ERROR] Failed to execute goal parigot:parigot-maven-plugin:compile (guests)";
    folder.write(
        "maven.fails",
        """
        [INFO] -------------------------------------------------------------
        %1$s on project kv: Thread is not there: src/main/java/kv/Store.java:12 -> [Help 1]
        [ERROR]
        [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
        [ERROR] Re-run Maven using the -X switch to enable full debug logging.
        [ERROR]
        [ERROR] For more information about the errors and possible solutions, please read the following articles:
        [ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/MojoExecutionException
        [ERROR]
        [ERROR] After correcting the problems, you can resume the build with the command
        [ERROR]   mvn <args> -rf :kv
        """
            .formatted(failed));

    assertThat(folder.run("run").err())
        .containsExactly(
            "parigot: building Parigot: the kernel (1/2)",
            "parigot: the build failed:",
            failed + " on project kv: Thread is not there: src/main/java/kv/Store.java:12",
            "parigot: the whole of what Maven said is in %s/target/launcher/maven.log."
                .formatted(folder.root()));
  }

  @Test
  void aBuildThatFailedIsTriedAgain() throws Exception {
    folder.write("maven.fails", "[ERROR] no network\n");
    assertThat(folder.run("run").code()).isEqualTo(193);
    Files.delete(folder.file("maven.fails"));

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void aSignalEndsTheBuildAndTheNextRunBuilds() throws Exception {
    folder.write("maven.waits", "");
    try (ParigotProcess process = folder.start("run")) {
      process.awaitErr(line -> line.contains("(1/2)"));
      process.signal("TERM");

      ParigotProcess.Result result = process.result();
      assertThat(result.err()).last().isEqualTo("parigot: the build was interrupted");
      assertThat(result.code()).isEqualTo(143);
    }
    Files.delete(folder.file("maven.waits"));

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    folder.write("maven.waits", "");
    try (ParigotProcess first = folder.start("run")) {
      first.awaitErr(line -> line.contains("(1/2)"));
      try (ParigotProcess second = folder.start("run")) {
        second.awaitErr(line -> line.startsWith("parigot: waiting for another build to end"));
        folder.write("maven.goes", "");

        assertThat(first.result().code()).isZero();
        assertThat(second.result().code()).isZero();
      }
    }
    assertThat(folder.builds()).hasSize(1);
  }

  @Test
  void theLockOfAProcessThatDiedIsNoHindrance() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    folder.write("target/launcher/lock/pid", Long.toString(dead.pid()));

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.builds()).hasSize(1);
    assertThat(folder.file("target/launcher/lock")).doesNotExist();
  }

  @Test
  void argumentsAndTheExitCodeGoThroughAsTheyAre() throws Exception {
    built();
    folder.write("java.code", "77");
    String[] arguments = {"run", "my app.conf", "-Da=b c", "", "*", "it's \"$HOME\""};

    ParigotProcess.Result result = folder.run(arguments);

    assertThat(result.code()).isEqualTo(77);
    List<String> seen = folder.javaArguments();
    int start = seen.indexOf("parigot.cli.Main") + 1;
    assertThat(seen.subList(start, seen.size())).containsExactly(arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "17.0.15, false, false",
    "21.0.2, true, false",
    "24, true, true",
    "25.0.3, true, true"
  })
  void aJvmIsGivenTheFlagsThatItKnows(String version, boolean virtual, boolean strict)
      throws Exception {
    folder.java(version);
    assertThat(folder.run("run").code()).isZero();

    List<String> flags = folder.javaArguments();
    assertThat(flags).contains("-XX:-DontCompileHugeMethods", "-XX:-ClipInlining");
    assertThat(flags.stream().anyMatch(flag -> flag.startsWith("-Djdk.virtualThreadScheduler.")))
        .isEqualTo(virtual);
    assertThat(flags.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(strict);
    assertThat(flags.contains("--enable-native-access=ALL-UNNAMED")).isEqualTo(strict);
  }

  @Test
  void furtherFlagsForTheJvmComeFromTheEnvironment() throws Exception {
    built();
    ProcessBuilder command = folder.command(folder.file("parigot"), "run");
    command.environment().put("PARIGOT_JVM_FLAGS", "-Xmx3g -ea");

    assertThat(LauncherFolder.result(command).code()).isZero();
    assertThat(folder.javaArguments()).contains("-Xmx3g", "-ea");
  }

  @ParameterizedTest
  @CsvSource({
    "17.0.15, -XX:ArchiveClassesAtExit=, -XX:SharedArchiveFile=",
    "25.0.3, -XX:AOTCacheOutput=, -XX:AOTCache="
  })
  void theClassesOfTheExampleAreKeptForQuickerStarts(String version, String keep, String use)
      throws Exception {
    folder.java(version);
    folder.write("application.conf", "");
    folder.write("examples/httpsimple/application.conf", "");

    ParigotProcess.Result first = folder.run("run");

    assertThat(first.err()).last().isEqualTo("parigot: preparing quicker starts");
    assertThat(first.text()).isEqualTo("written by java\n");
    assertThat(folder.javaArguments()).anyMatch(flag -> flag.startsWith(keep));
    assertThat(folder.javaArguments())
        .containsSubsequence(
            "parigot.cli.QuickStarts",
            folder.file("application.conf").toString(),
            folder.file("examples/httpsimple/application.conf").toString(),
            use + folder.file("target/launcher/classes-" + version));

    ParigotProcess.Result second = folder.run("run");
    assertThat(second.err()).isEmpty();
  }

  @Test
  void theExampleIsEnoughForQuickerStarts() throws Exception {
    folder.write("application.conf", "");

    assertThat(folder.run("run").code()).isZero();
    assertThat(folder.javaArguments())
        .containsSequence("parigot.cli.QuickStarts", folder.file("application.conf").toString())
        .noneMatch(argument -> argument.endsWith("examples/httpsimple/application.conf"))
        .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile"));
  }

  @Test
  void anExampleThatFailsKeepsNothingAndHindersNothing() throws Exception {
    folder.write("application.conf", "");
    folder.write("java.code", "5");

    assertThat(folder.run("run").code()).isEqualTo(5);
    assertThat(folder.file("target/launcher/classes-17.0.15")).doesNotExist();
    assertThat(folder.javaArguments()).noneMatch(flag -> flag.startsWith("-XX:SharedArchiveFile"));
  }

  @Test
  void itIsFoundThroughALink() throws Exception {
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, folder.file("parigot"));

    assertThat(LauncherFolder.result(folder.command(link, "run")).code()).isZero();
    assertThat(folder.builds()).hasSize(1);
  }

  @Test
  void itsFolderMayHaveSpaces() throws Exception {
    LauncherFolder spaced =
        new LauncherFolder(temporary.resolve("my own checkout"), temporary.resolve("other"));

    assertThat(spaced.run("run").code()).isZero();
    assertThat(spaced.run("run").err()).isEmpty();
    assertThat(spaced.builds()).hasSize(1);
  }

  private void assertRefused(String sentence, ProcessBuilder command) throws Exception {
    ParigotProcess.Result result = LauncherFolder.result(command);
    assertThat(result.err()).containsExactly("parigot: " + sentence);
    assertThat(result.text()).isEmpty();
    assertThat(result.code()).isEqualTo(193);
  }

  @Test
  void itsFolderMayHaveNoColon() throws Exception {
    LauncherFolder odd = new LauncherFolder(temporary.resolve("a:b"), temporary.resolve("other"));
    assertRefused(
        odd.root() + ": a folder with a colon in its name cannot stand in a class path.",
        odd.command(odd.file("parigot"), "run"));
  }

  @Test
  void noJava() throws Exception {
    ProcessBuilder command = folder.command(folder.file("parigot"), "run");
    command.environment().remove("JAVA_HOME");
    assertRefused(
        "there is no java: install a JDK of version 17 or later, or set JAVA_HOME.", command);
  }

  @Test
  void javaHomeWithoutJava() throws Exception {
    ProcessBuilder command = folder.command(folder.file("parigot"), "run");
    command.environment().put("JAVA_HOME", "/nowhere");
    assertRefused("JAVA_HOME is /nowhere, and there is no bin/java in it.", command);
  }

  @Test
  void anOldJava() throws Exception {
    folder.java("11.0.2");
    assertRefused(
        folder.jdk() + "/bin/java is Java 11.0.2, and Java 17 or later is needed.",
        folder.command(folder.file("parigot"), "run"));
  }

  @Test
  void aJavaThatIsOnThePathAndSaysItsVersionOnlyWhenAsked() throws Exception {
    folder.java("1.8.0_402");
    Files.delete(folder.jdk().resolve("release"));
    Files.createSymbolicLink(folder.bin().resolve("java"), folder.jdk().resolve("bin/java"));
    ProcessBuilder command = folder.command(folder.file("parigot"), "run");
    command.environment().remove("JAVA_HOME");
    assertRefused(
        folder.bin() + "/java is Java 1.8.0_402, and Java 17 or later is needed.", command);
  }

  @Test
  void noMaven() throws Exception {
    Files.delete(folder.bin().resolve("mvn"));
    assertRefused(
        "there is no mvn, which the first build needs: install Maven 3.8 or later.",
        folder.command(folder.file("parigot"), "run"));
  }

  @Test
  void noCompiler() throws Exception {
    Files.delete(folder.jdk().resolve("bin/javac"));
    assertRefused(
        folder.jdk() + " has no compiler: to build, a JDK is needed and not only its runtime.",
        folder.command(folder.file("parigot"), "run"));
  }

  @Test
  void whatWasBuiltRunsWithoutMavenAndCompiler() throws Exception {
    built();
    Files.delete(folder.bin().resolve("mvn"));
    Files.delete(folder.jdk().resolve("bin/javac"));

    assertThat(folder.run("run").code()).isZero();
  }
}

package parigot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Maven that stays, and builds the guests of one project whenever it is asked to: its second
 * build takes a fraction of the first, as everything is loaded by then. Of one thread.
 */
final class ResidentMaven implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResidentMaven.class);

  private static final String ANSWER = "parigot-builds: ";
  private static final String READY = ANSWER + "ready";
  private static final String DONE = ANSWER + "done";
  private static final String FAILED = ANSWER + "failed";
  private static final String FAILED_LINE = "parigot-builds| ";
  private static final String STEP = "parigot-builds> ";
  private static final String ERROR = "[ERROR] ";
  private static final String INFO = "[INFO] ";
  private static final Pattern DOWNLOAD =
      Pattern.compile(Pattern.quote(INFO) + "Downloading from .*/([^/]+)");

  /** What Maven says of whatever it was not allowed to download. */
  private static final String OFFLINE = "in offline mode";

  /** Maven ends colours even where it has begun none. */
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");

  /** The compiler of a build is over before the JVM's better one pays. */
  private static final String FLAGS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final boolean online;

  /** What Maven said beside the answers, since the last of them. */
  private final List<String> said = new ArrayList<>();

  /** A project cannot be built: what is wrong, a line each. */
  static class BuildException extends Exception {
    private static final long serialVersionUID = 1L;

    BuildException(Collection<String> lines) {
      super(String.join("\n", lines));
    }
  }

  /** A project cannot be built without the network, and perhaps can with it. */
  static final class OfflineException extends BuildException {
    private static final long serialVersionUID = 1L;

    private OfflineException(BuildException offline) {
      super(List.of(offline.getMessage()));
    }
  }

  private ResidentMaven(Process process, boolean online) {
    this.process = process;
    this.online = online;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts one.
   *
   * @param project the folder of the project's pom.xml
   * @param builder the coordinates of the plugin that builds guests
   * @param online whether it may download what is missing. It is quicker when it may not
   * @throws BuildException when it does not come to that, as the pom.xml is wrong for instance
   */
  static ResidentMaven start(Path project, String builder, boolean online, BuildProgress progress)
      throws BuildException {
    progress.at("Maven starts");
    List<String> command = new ArrayList<>();
    Path wrapper = project.resolve("mvnw");
    command.add(Files.isExecutable(wrapper) ? wrapper.toString() : "mvn");
    command.addAll(List.of("-B", "-f", project.resolve("pom.xml").toString()));
    if (!online) {
      command.add("-o");
    }
    // What is not formatted yet can be tried all the same.
    command.addAll(List.of("-Dspotless.check.skip=true", "-Dcheckstyle.skip=true"));
    command.add(builder + ":builds");
    ProcessBuilder maven =
        new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    Map<String, String> environment = maven.environment();
    // An archive's own Java has no compiler, which Maven needs: it looks for one itself.
    Path java = Path.of(System.getProperty("java.home"));
    if (Files.isExecutable(java.resolve("bin/javac"))) {
      environment.put("JAVA_HOME", java.toString());
    }
    environment.merge("MAVEN_OPTS", FLAGS, (theirs, ours) -> ours + " " + theirs);
    ResidentMaven started;
    try {
      started = new ResidentMaven(maven.start(), online);
    } catch (IOException e) {
      throw new BuildException(List.of("Maven cannot be started: " + e.getMessage()));
    }
    try {
      started.await(READY, progress);
      return started;
    } catch (BuildException e) {
      started.close();
      throw online ? e : new OfflineException(e);
    }
  }

  /**
   * Builds.
   *
   * @param modules the guests to be compiled to modules, by the names that the project gives them;
   *     the others run as plain Java. All, when it is empty
   * @throws OfflineException when something is missing that it might have downloaded
   * @throws BuildException when the build fails
   */
  void build(Collection<String> modules, BuildProgress progress) throws BuildException {
    try {
      requests.write(String.join(",", modules) + "\n");
      requests.flush();
    } catch (IOException e) {
      said.add(ERROR + "Maven has ended: " + e.getMessage());
    }
    try {
      await(DONE, progress);
    } catch (BuildException e) {
      throw !online && e.getMessage().contains(OFFLINE) ? new OfflineException(e) : e;
    }
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  private void await(String expected, BuildProgress progress) throws BuildException {
    Set<String> wrong = new LinkedHashSet<>();
    try {
      for (String read = answers.readLine(); read != null; read = answers.readLine()) {
        String line = COLOURS.matcher(read).replaceAll("");
        if (line.equals(expected)) {
          said.clear();
          return;
        } else if (line.equals(FAILED)) {
          said.clear();
          throw new BuildException(wrong);
        } else if (line.startsWith(FAILED_LINE)) {
          wrong.add(line.substring(FAILED_LINE.length()));
        } else if (line.startsWith(STEP)) {
          progress.at(line.substring(STEP.length()));
        } else {
          take(line, progress);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("what Maven says cannot be read", e);
    }
    said.stream()
        .filter(line -> line.startsWith(ERROR) && !line.contains("[Help "))
        .map(line -> line.substring(ERROR.length()))
        .filter(line -> !line.isBlank() && !line.contains("re-run Maven"))
        .forEach(wrong::add);
    if (wrong.isEmpty()) {
      wrong.addAll(said);
    }
    throw new BuildException(wrong.isEmpty() ? List.of("Maven has ended") : wrong);
  }

  private void take(String line, BuildProgress progress) {
    LOG.debug("{}", line);
    Matcher download = DOWNLOAD.matcher(line);
    if (download.matches()) {
      progress.downloads(download.group(1));
    } else if (!line.startsWith(INFO)) {
      said.add(line);
    }
  }

  @Override
  public void close() {
    // It ends when its input does; what it is at is of no use any more.
    process.destroy();
  }
}

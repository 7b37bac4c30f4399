package parigot.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.AbstractMojoExecutionException;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Builds the project's guests again and again: the part of the project's own build that ends with
 * {@code process-classes}, each time that a line on standard input asks for it, until the input
 * ends. Everything is loaded and warm after the first time, so that a build takes a fraction of a
 * second. It is what {@code parigot dev} talks to.
 *
 * <p>The line has the names of the guests to be compiled to modules, with commas between them; or
 * nothing, for all. The answer, on standard output, is {@value #FAILED_LINE} and a line of what is
 * wrong, any number of times, and then {@value #DONE} or {@value #FAILED}. The first answer, before
 * anything was asked, is {@value #READY}. {@value #STEP} and a step of the build says that it
 * begins. Other lines are not answers.
 */
@Mojo(name = "builds", requiresDependencyResolution = ResolutionScope.TEST)
public final class BuildsMojo extends AbstractMojo {
  private static final String READY = "parigot-builds: ready";
  private static final String DONE = "parigot-builds: done";
  private static final String FAILED = "parigot-builds: failed";
  private static final String FAILED_LINE = "parigot-builds| ";
  private static final String STEP = "parigot-builds> ";

  private static final String LAST_PHASE = "process-classes";
  private static final String ONLY = "parigot.only";

  private final LifecycleExecutor lifecycle;
  private final BuildPluginManager plugins;

  @Parameter(defaultValue = "${session}", readonly = true)
  private MavenSession session;

  @Inject
  BuildsMojo(LifecycleExecutor lifecycle, BuildPluginManager plugins) {
    this.lifecycle = lifecycle;
    this.plugins = plugins;
  }

  @Override
  public void execute() throws MojoExecutionException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(READY);
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String only = in.readLine(); only != null; only = in.readLine()) {
        answer(only, out);
      }
    } catch (IOException e) {
      throw new MojoExecutionException("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  private void answer(String only, PrintStream out) {
    try {
      build(only, out);
      out.println(DONE);
    } catch (Exception failure) {
      getLog().debug(failure);
      sentence(failure).lines().forEach(line -> out.println(FAILED_LINE + line));
      out.println(FAILED);
    }
  }

  private void build(String only, PrintStream out) throws Exception {
    if (only.isEmpty()) {
      session.getUserProperties().remove(ONLY);
    } else {
      session.getUserProperties().setProperty(ONLY, only);
    }
    List<MojoExecution> steps =
        lifecycle.calculateExecutionPlan(session, LAST_PHASE).getMojoExecutions();
    for (MojoExecution step : steps) {
      out.println(STEP + step.getArtifactId() + ":" + step.getGoal());
      if (!step.getForkedExecutions().isEmpty()) {
        lifecycle.executeForkedExecutions(step, session);
      }
      plugins.executeMojo(session, step);
    }
  }

  private static String sentence(Exception failure) {
    String longer =
        failure instanceof AbstractMojoExecutionException mojo ? mojo.getLongMessage() : null;
    String text = longer == null || longer.isBlank() ? failure.getMessage() : longer;
    return text == null ? failure.toString() : text.strip();
  }
}

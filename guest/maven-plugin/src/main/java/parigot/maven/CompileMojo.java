package parigot.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;

/**
 * Compiles the guests of a project to WebAssembly: each class of {@code <guests>} becomes the
 * module {@code target/guests/NAME.wasm}. What has not changed since is not compiled again.
 */
@Mojo(
    name = "compile",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
public final class CompileMojo extends AbstractMojo {

  /** The guests: a name for each, and the class whose {@code main} it runs. */
  @Parameter(required = true)
  private Map<String, String> guests;

  /** Where the modules are written. */
  @Parameter(defaultValue = "${project.build.directory}/guests")
  private File outputDirectory;

  /** What a guest's heap may grow to, in mebibytes, if its memory-limit lets it. */
  @Parameter(property = "parigot.maxHeap", defaultValue = "256")
  private int maxHeap;

  /**
   * Whether the stack traces of a guest tell its methods and lines. It makes a module larger by
   * more than half.
   */
  @Parameter(property = "parigot.stackTraces", defaultValue = "false")
  private boolean stackTraces;

  @Parameter(defaultValue = "${plugin}", readonly = true)
  private PluginDescriptor plugin;

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    GuestCompiler.Options options = new GuestCompiler.Options(maxHeap, stackTraces);
    for (Map.Entry<String, String> guest : guests.entrySet()) {
      compile(options, guest.getKey(), guest.getValue());
    }
  }

  private void compile(GuestCompiler.Options options, String name, String mainClass)
      throws MojoExecutionException, MojoFailureException {
    Path module = outputDirectory.toPath().resolve(name + ".wasm");
    try {
      Fingerprint made =
          Fingerprint.of(
              plugin.getPluginArtifact().getFile().toPath(),
              classPath(),
              List.of(mainClass, options.toString()));
      if (made.isThatOf(module)) {
        describe(mainClass, module);
        return;
      }
      long start = System.nanoTime();
      new GuestCompiler(classPath(), options).compile(mainClass, module);
      double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
      getLog()
          .info(
              String.format(
                  Locale.ROOT,
                  "%s.wasm: %,d bytes, compiled in %.1f s",
                  name,
                  Files.size(module),
                  seconds));
      made.keepFor(module);
      describe(mainClass, module);
    } catch (GuestCompilationException e) {
      throw new MojoFailureException("the guest " + name + ":\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("the guest " + name + " cannot be written: " + module, e);
    }
  }

  private void describe(String mainClass, Path module) throws IOException {
    new JavaDescription(mainClass, classPath().all(), project.getBasedir().toPath())
        .writeFor(module);
  }

  private ClassPath classPath() {
    Path own = Path.of(project.getBuild().getOutputDirectory());
    List<Path> dependencies =
        project.getArtifacts().stream().map(artifact -> artifact.getFile().toPath()).toList();
    return new ClassPath(
        own, dependencies, project.getCompileSourceRoots().stream().map(Path::of).toList());
  }
}

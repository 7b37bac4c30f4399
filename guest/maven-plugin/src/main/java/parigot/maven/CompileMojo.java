package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;

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
  private final RepositorySystem repositories;

  /** The guests: a name for each, and the class whose {@code main} it runs. */
  @Parameter(required = true)
  private Map<String, String> guests;

  /** Where the modules are written. */
  @Parameter(defaultValue = "${project.build.directory}/guests")
  private File outputDirectory;

  /**
   * Whether the modules go into the project's jar too, where an application finds them that has the
   * jar on its class path or names it in its search-path.
   */
  @Parameter(property = "parigot.modulesInJar", defaultValue = "false")
  private boolean modulesInJar;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  /** What a guest's heap may grow to, in mebibytes, if its memory-limit lets it. */
  @Parameter(property = "parigot.maxHeap", defaultValue = "256")
  private int maxHeap;

  /**
   * Whether the stack traces of a guest tell its methods and lines. It makes a module larger by
   * more than half.
   */
  @Parameter(property = "parigot.stackTraces", defaultValue = "false")
  private boolean stackTraces;

  /** Where the .proto files are, as for the goal {@code generate}. */
  @Parameter(defaultValue = "${project.basedir}/src/main/protobuf")
  private File protobuf;

  /**
   * The names of the guests to compile, with commas between them. The others are described, for
   * they run as plain Java. All, if it is not set.
   */
  @Parameter(property = "parigot.only")
  private String only;

  @Parameter(defaultValue = "${project.build.directory}/protoc", readonly = true)
  private File workDirectory;

  @Parameter(defaultValue = "${repositorySystemSession}", readonly = true)
  private RepositorySystemSession session;

  @Parameter(defaultValue = "${plugin}", readonly = true)
  private PluginDescriptor plugin;

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Inject
  CompileMojo(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    removeThoseThatHaveLeft();
    GuestBuild build =
        new GuestBuild(
            outputDirectory.toPath(),
            classPath(),
            plugin.getPluginArtifact().getFile().toPath(),
            new GuestCompiler.Options(maxHeap, stackTraces),
            services(),
            getLog()::info,
            this::describe);
    try {
      build.compile(guests, this::isToBeCompiled);
      if (modulesInJar) {
        new OutputFolder(outputDirectory.toPath())
            .copyModules(classes.toPath().resolve("META-INF/parigot/guests"));
      }
    } catch (GuestCompilationException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while guests were compiled", e);
    }
  }

  private void removeThoseThatHaveLeft() throws MojoExecutionException {
    try {
      for (String name : new OutputFolder(outputDirectory.toPath()).removeAllBut(guests.keySet())) {
        getLog().info("%s.wasm is removed: the project has no such guest".formatted(name));
      }
    } catch (IOException e) {
      throw new MojoExecutionException(outputDirectory + " cannot be tidied: " + e.getMessage(), e);
    }
  }

  private boolean isToBeCompiled(String name) {
    return only == null || List.of(only.split(",", -1)).contains(name);
  }

  /** All services that a guest may use: the project's own, and those of its dependencies. */
  private CarriedServices services() throws MojoExecutionException, MojoFailureException {
    Path work = workDirectory.toPath();
    try {
      List<Path> imports =
          new ProtoImports(work.resolve("imports-of-guests")).of(classPath().dependencies());
      List<String> own = ProtoFiles.in(protobuf.toPath());
      Set<String> all = new LinkedHashSet<>(own);
      for (Path folder : imports) {
        all.addAll(ProtoFiles.in(folder));
      }
      all.removeIf(CarriedServices::isKnownToHosts);
      if (all.isEmpty()) {
        return new CarriedServices(FileDescriptorSet.getDefaultInstance());
      }
      List<Path> folders = new ArrayList<>(imports);
      if (!own.isEmpty()) {
        folders.add(0, protobuf.toPath());
      }
      Protoc protoc = new ProtocProgram(repositories, session, project).in(work);
      try {
        return new CarriedServices(protoc.describe(folders, List.copyOf(all)));
      } catch (ProtobufException | IllegalArgumentException e) {
        getLog().warn("Services of dependencies are not described: " + e.getMessage());
        return new CarriedServices(
            own.isEmpty() ? FileDescriptorSet.getDefaultInstance() : protoc.describe(folders, own));
      }
    } catch (ProtobufException e) {
      throw new MojoFailureException("the .proto files in " + protobuf + ":\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("the services of guests: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while protoc ran", e);
    }
  }

  private void describe(String mainClass, Path module) throws IOException {
    new JavaDescription(
            mainClass, classPath().all(), project.getBasedir().toPath(), sources(), plugin.getId())
        .writeFor(module);
  }

  /** The folders that people write in: what is generated follows from those. */
  private List<Path> sources() {
    List<Path> folders = new ArrayList<>();
    project.getCompileSourceRoots().forEach(root -> folders.add(Path.of(root)));
    project.getResources().forEach(resource -> folders.add(Path.of(resource.getDirectory())));
    folders.add(protobuf.toPath());
    Path made = Path.of(project.getBuild().getDirectory());
    return folders.stream()
        .filter(folder -> Files.isDirectory(folder) && !folder.startsWith(made))
        .distinct()
        .toList();
  }

  private ClassPath classPath() {
    Path own = Path.of(project.getBuild().getOutputDirectory());
    List<Path> dependencies =
        project.getArtifacts().stream().map(artifact -> artifact.getFile().toPath()).toList();
    return new ClassPath(
        own, dependencies, project.getCompileSourceRoots().stream().map(Path::of).toList());
  }
}

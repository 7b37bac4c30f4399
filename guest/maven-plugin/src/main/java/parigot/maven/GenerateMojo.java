package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import parigot.protoc.ProtocGenParigot;

/**
 * Generates the Java classes of a project's .proto files: those for guests, where the project has
 * {@code parigot-guest}, and protobuf-java's, with what calls services from outside, for its tests
 * or for its own code. The .proto files go into the project's jar, so that others can import them
 * or generate from them in their turn.
 */
@Mojo(
    name = "generate",
    defaultPhase = LifecyclePhase.GENERATE_SOURCES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class GenerateMojo extends AbstractMojo {
  private final RepositorySystem repositories;

  /** Where the .proto files are, at the paths by which they are imported. */
  @Parameter(defaultValue = "${project.basedir}/src/main/protobuf")
  private File protobuf;

  /**
   * The dependencies, each as {@code GROUP:ARTIFACT}, whose .proto files are generated from like
   * the project's own. Classes that such a dependency has already are not made again.
   */
  @Parameter private List<String> contracts = List.of();

  /**
   * Who uses protobuf-java's classes and the clients: the project's tests ({@code test}), its own
   * code and its tests ({@code main}), or nobody ({@code none}).
   */
  @Parameter(property = "parigot.hostClasses", defaultValue = "test")
  private String hostClasses;

  /** Whether the project's .proto files go into its jar. */
  @Parameter(property = "parigot.protosInJar", defaultValue = "true")
  private boolean protosInJar;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true)
  private File classes;

  @Parameter(defaultValue = "${project.build.directory}/generated-sources/parigot")
  private File outputDirectory;

  @Parameter(defaultValue = "${project.build.directory}/generated-sources/protobuf")
  private File hostOutputDirectory;

  @Parameter(defaultValue = "${project.build.directory}/generated-sources/parigot-clients")
  private File hostClientsDirectory;

  @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/protobuf")
  private File testOutputDirectory;

  @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/parigot")
  private File testClientsDirectory;

  @Parameter(defaultValue = "${project.build.directory}/protoc", readonly = true)
  private File workDirectory;

  @Parameter(defaultValue = "${project}", readonly = true)
  private MavenProject project;

  @Parameter(defaultValue = "${repositorySystemSession}", readonly = true)
  private RepositorySystemSession session;

  @Inject
  GenerateMojo(RepositorySystem repositories) {
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    try {
      HostClasses host = HostClasses.of(hostClasses);
      Contracts shared = new Contracts(contracts, dependencies());
      List<String> own = ProtoFiles.in(protobuf.toPath());
      if (protosInJar) {
        ProtoFiles.copy(own, protobuf.toPath(), classes.toPath());
      }
      Set<String> files = new LinkedHashSet<>(own);
      files.addAll(shared.files());
      if (!files.isEmpty()) {
        generate(List.copyOf(files), shared, host);
      }
    } catch (ProtobufException e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("the code of " + protobuf + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while protoc ran", e);
    }
  }

  private List<Contracts.Dependency> dependencies() {
    return project.getArtifacts().stream()
        .map(
            artifact ->
                new Contracts.Dependency(
                    artifact.getGroupId() + ":" + artifact.getArtifactId(),
                    artifact.getFile().toPath(),
                    isForMain(artifact)))
        .toList();
  }

  /** Whether the project's own code is compiled with it. */
  private static boolean isForMain(Artifact artifact) {
    return !artifact.getScope().equals(Artifact.SCOPE_TEST)
        && !artifact.getScope().equals(Artifact.SCOPE_RUNTIME);
  }

  private void generate(List<String> files, Contracts shared, HostClasses host)
      throws IOException, ProtobufException, InterruptedException, MojoExecutionException {
    Path work = workDirectory.toPath();
    Protoc protoc = new ProtocProgram(repositories, session, project).in(work);
    List<Path> folders = new ArrayList<>();
    if (protobuf.isDirectory()) {
      folders.add(protobuf.toPath());
    }
    folders.addAll(
        new ProtoImports(work.resolve("imports"))
            .of(project.getArtifacts().stream().map(Artifact::getFile).map(File::toPath).toList()));
    FileDescriptorSet described = described(protoc, folders, files);
    boolean forGuests = uses("parigot-guest", true);
    if (forGuests) {
      new GeneratedFolder(outputDirectory.toPath())
          .fill(shared.missing(classes(described, files, ""), true));
      project.addCompileSourceRoot(outputDirectory.toString());
    }
    boolean forMain = host == HostClasses.MAIN;
    boolean forHost = host != HostClasses.NONE && uses("protobuf-java", forMain);
    if (forMain && !forHost) {
      throw new ProtobufException(
          "hostClasses is \"main\", and the project's own code does not see protobuf-java; expected a"
              + " dependency such as parigot:parigot-actors in the scope compile");
    }
    if (forHost) {
      generateForHost(protoc, described, files, shared, forMain);
    }
    if (!forGuests && !forHost) {
      getLog().info("no classes: the project has neither parigot-guest nor protobuf-java");
    }
  }

  private FileDescriptorSet described(Protoc protoc, List<Path> folders, List<String> files)
      throws IOException, ProtobufException, InterruptedException {
    try {
      return protoc.describe(folders, files);
    } catch (ProtobufException e) {
      throw new ProtobufException(
          "the .proto files in %s:\n%s".formatted(protobuf, e.getMessage()));
    }
  }

  private void generateForHost(
      Protoc protoc,
      FileDescriptorSet described,
      List<String> files,
      Contracts shared,
      boolean forMain)
      throws IOException, ProtobufException, InterruptedException {
    FileDescriptorSet moved = HostPackages.of(described);
    List<String> missing = shared.missing(moved, files, forMain);
    if (!missing.isEmpty()) {
      File messages = forMain ? hostOutputDirectory : testOutputDirectory;
      protoc.javaClasses(moved, missing, messages.toPath());
      addSources(messages, forMain);
    }
    if (uses("parigot-plugins", forMain)) {
      File clients = forMain ? hostClientsDirectory : testClientsDirectory;
      new GeneratedFolder(clients.toPath())
          .fill(shared.missing(classes(described, files, "clients"), forMain));
      addSources(clients, forMain);
    }
  }

  private void addSources(File folder, boolean forMain) {
    if (forMain) {
      project.addCompileSourceRoot(folder.toString());
    } else {
      project.addTestCompileSourceRoot(folder.toString());
    }
  }

  private Map<String, String> classes(
      FileDescriptorSet described, List<String> files, String option) throws ProtobufException {
    CodeGeneratorResponse generated =
        ProtocGenParigot.generate(
            CodeGeneratorRequest.newBuilder()
                .addAllFileToGenerate(files)
                .addAllProtoFile(described.getFileList())
                .setParameter(option)
                .build(),
            option.isEmpty() ? warning -> getLog().warn(warning) : warning -> {});
    if (generated.hasError()) {
      throw new ProtobufException(
          "the .proto files in %s:\n%s".formatted(protobuf, generated.getError()));
    }
    Map<String, String> classes = new LinkedHashMap<>();
    for (CodeGeneratorResponse.File file : generated.getFileList()) {
      classes.put(file.getName(), file.getContent());
    }
    return classes;
  }

  private boolean uses(String artifactId, boolean forMain) {
    return project.getArtifacts().stream()
        .anyMatch(
            artifact ->
                artifact.getArtifactId().equals(artifactId) && (!forMain || isForMain(artifact)));
  }
}

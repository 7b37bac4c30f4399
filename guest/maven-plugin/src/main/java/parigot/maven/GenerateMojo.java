package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * Generates the Java classes of a project's .proto files: those for guests as sources of the
 * project, and protobuf-java's, with what calls services from outside, as sources of its tests.
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

  @Parameter(defaultValue = "${project.build.directory}/generated-sources/parigot")
  private File outputDirectory;

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
      List<String> files = ProtoFiles.in(protobuf.toPath());
      if (!files.isEmpty()) {
        generate(files);
      }
    } catch (ProtobufException e) {
      throw new MojoFailureException("the .proto files in " + protobuf + ":\n" + e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("the code of " + protobuf + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted while protoc ran", e);
    }
  }

  private void generate(List<String> files)
      throws IOException, ProtobufException, InterruptedException, MojoExecutionException {
    Path work = workDirectory.toPath();
    Protoc protoc = new ProtocProgram(repositories, session, project).in(work);
    List<Path> imports =
        new ProtoImports(work.resolve("imports"))
            .of(project.getArtifacts().stream().map(Artifact::getFile).map(File::toPath).toList());
    List<Path> folders = new ArrayList<>(List.of(protobuf.toPath()));
    folders.addAll(imports);
    FileDescriptorSet described = protoc.describe(folders, files);
    new GeneratedFolder(outputDirectory.toPath()).fill(classes(described, files, ""));
    project.addCompileSourceRoot(outputDirectory.toString());
    if (uses("protobuf-java")) {
      protoc.javaClasses(HostPackages.of(described), files, testOutputDirectory.toPath());
      project.addTestCompileSourceRoot(testOutputDirectory.toString());
      if (uses("parigot-plugins")) {
        new GeneratedFolder(testClientsDirectory.toPath())
            .fill(classes(described, files, "clients"));
        project.addTestCompileSourceRoot(testClientsDirectory.toString());
      }
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
      throw new ProtobufException(generated.getError());
    }
    Map<String, String> classes = new LinkedHashMap<>();
    for (CodeGeneratorResponse.File file : generated.getFileList()) {
      classes.put(file.getName(), file.getContent());
    }
    return classes;
  }

  private boolean uses(String artifactId) {
    return project.getArtifacts().stream()
        .anyMatch(artifact -> artifact.getArtifactId().equals(artifactId));
  }
}

package parigot.maven;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;

/** Gets protoc from where a project gets its artifacts. */
record ProtocProgram(
    RepositorySystem repositories, RepositorySystemSession session, MavenProject project) {

  /**
   * The program, ready to be run.
   *
   * @param workFolder where it may write
   */
  Protoc in(Path workFolder) throws MojoExecutionException, IOException {
    ArtifactRequest request =
        new ArtifactRequest(
            ProtocArtifact.ofThisMachine(), project.getRemoteProjectRepositories(), null);
    try {
      return Protoc.of(
          repositories.resolveArtifact(session, request).getArtifact().getFile().toPath(),
          workFolder);
    } catch (ArtifactResolutionException e) {
      throw new MojoExecutionException("protoc cannot be had: " + e.getMessage(), e);
    }
  }
}

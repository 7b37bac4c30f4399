package parigot.maven;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;

/** Which protoc a machine needs, as Maven Central has it. */
final class ProtocArtifact {
  private ProtocArtifact() {}

  /**
   * The protoc of this machine, in the version of the protobuf library that this plugin is built
   * with.
   *
   * @throws UnsupportedOperationException there is none for this machine
   */
  static Artifact ofThisMachine() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Artifact of(String system, String processor) {
    String classifier = system(system) + "-" + processor(processor);
    return new DefaultArtifact("com.google.protobuf", "protoc", classifier, "exe", version());
  }

  private static String system(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("linux")) {
      return "linux";
    }
    if (lower.startsWith("mac")) {
      return "osx";
    }
    if (lower.startsWith("windows")) {
      return "windows";
    }
    throw new UnsupportedOperationException("there is no protoc for the system " + name);
  }

  private static String processor(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "aarch_64";
      case "ppc64le" -> "ppcle_64";
      case "s390x" -> "s390_64";
      default -> throw new UnsupportedOperationException("there is no protoc for " + name);
    };
  }

  private static String version() {
    Properties versions = new Properties();
    try (InputStream in = ProtocArtifact.class.getResourceAsStream("versions.properties")) {
      versions.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("versions.properties of the plugin cannot be read", e);
    }
    return versions.getProperty("protobuf.version");
  }
}

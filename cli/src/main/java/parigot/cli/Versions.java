package parigot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions that this program was built with, its own included. */
final class Versions {
  private static final Properties BUILD = load();

  private Versions() {}

  private static Properties load() {
    Properties build = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }

  static String parigot() {
    return BUILD.getProperty("version");
  }

  static String junit() {
    return BUILD.getProperty("junit.version");
  }

  static String compilerPlugin() {
    return BUILD.getProperty("compiler.version");
  }

  static String surefire() {
    return BUILD.getProperty("surefire.version");
  }

  static String ascopes() {
    return BUILD.getProperty("ascopes.version");
  }

  static String protobuf() {
    return BUILD.getProperty("protobuf.version");
  }
}

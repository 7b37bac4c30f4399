package parigot.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. Instantiated by picocli. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"parigot %s (Java %s)".formatted(Versions.parigot(), Runtime.version())};
  }
}

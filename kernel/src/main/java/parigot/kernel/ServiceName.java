package parigot.kernel;

import static java.util.Objects.requireNonNull;

/**
 * The fully qualified name of a service: its protobuf package and its own name in snake case, as in
 * {@code greeting.v1} and {@code greeting}.
 */
public record ServiceName(String packagePath, String service) {
  public ServiceName {
    requireNonNull(packagePath);
    requireNonNull(service);
  }

  @Override
  public String toString() {
    return packagePath + "." + service;
  }
}

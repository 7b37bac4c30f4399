package parigot.guest;

import static java.util.Objects.requireNonNull;

/**
 * What a service is exported, required and located by.
 *
 * @param packagePath its protobuf package, such as {@code greeting.v1}
 * @param service its name in snake case, such as {@code greeting}
 */
public record ServiceName(String packagePath, String service) {
  public ServiceName {
    requireNonNull(packagePath);
    requireNonNull(service);
  }

  /** The service of this name in this protobuf package. */
  public static ServiceName of(String packagePath, String service) {
    return new ServiceName(packagePath, service);
  }

  /** As people write it: {@code greeting.v1.greeting}. */
  @Override
  public String toString() {
    return packagePath + "." + service;
  }
}

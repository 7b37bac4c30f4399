package parigot.kernel;

import static java.util.Objects.requireNonNull;

import org.apiguardian.api.API;

/**
 * The fully qualified name of a service: its protobuf package and its own name in snake case, as in
 * {@code greeting.v1} and {@code greeting}.
 */
@API(status = API.Status.STABLE)
public record ServiceName(String packagePath, String service) {
  public ServiceName {
    requireNonNull(packagePath);
    requireNonNull(service);
  }

  /**
   * The name of a service as a .proto writes it: {@code NutsDB} becomes {@code nuts_db}, with an
   * underscore only at a step from a lower to an upper letter, and a name of one letter stays.
   */
  public static ServiceName written(String packagePath, String service) {
    if (service.length() == 1) {
      return new ServiceName(packagePath, service);
    }
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < service.length(); i++) {
      char next = service.charAt(i);
      if (i > 0 && isUpper(next) && isLower(service.charAt(i - 1))) {
        name.append('_');
      }
      name.append(isUpper(next) ? (char) (next - 'A' + 'a') : next);
    }
    return new ServiceName(packagePath, name.toString());
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  @Override
  public String toString() {
    return packagePath + "." + service;
  }
}

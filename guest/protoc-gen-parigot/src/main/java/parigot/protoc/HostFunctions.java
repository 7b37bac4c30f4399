package parigot.protoc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.regex.Pattern;

/** What the functions of the host behind a service are called. */
final class HostFunctions {
  private static final Pattern VERSION =
      Pattern.compile("v[0-9]+((alpha|beta|p)[0-9]+)*(alpha|beta|test)?");

  private HostFunctions() {}

  /** The module: the last part of the package that is no version. */
  static String module(ServiceDescriptor service) {
    String[] parts = service.getFile().getPackage().split("\\.", -1);
    for (int i = parts.length - 1; i > 0; i--) {
      if (!VERSION.matcher(parts[i]).matches()) {
        return parts[i];
      }
    }
    return parts[0];
  }

  /** The function. With several services in the .proto, it tells whose it is. */
  static String name(MethodDescriptor method) {
    String name = SnakeCase.of(ParigotOptions.hostFunctionName(method).orElse(method.getName()));
    ServiceDescriptor service = method.getService();
    boolean several = service.getFile().getServices().size() > 1;
    return several ? name + "_" + service.getName() + "_" : name + "_";
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The services that the host calls, and those that stand in for one. */
final class ReverseApis {
  private final Sources sources;

  ReverseApis(Sources sources) {
    this.sources = sources;
  }

  /** The service that another one's option {@code implements_reverse_api} names. */
  Optional<ServiceDescriptor> implementedBy(ServiceDescriptor service) throws Mistake {
    Optional<String> name = ParigotOptions.implementedReverse(service);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<ServiceDescriptor> found = find(service.getFile(), name.get());
    if (found.isEmpty()) {
      throw sources.mistake(
          service,
          "\"%s\" implements \"%s\", which is no service of this file or its imports: write its full name, and import its file."
              .formatted(service.getName(), name.get()));
    }
    ServiceDescriptor reverse = found.get();
    if (!ParigotOptions.isReverse(reverse)) {
      throw sources.mistake(
          service,
          "\"%s\" implements \"%s\", which is no reverse service: write `option (protosupport.v1.is_reverse_api) = true;` there."
              .formatted(service.getName(), name.get()));
    }
    for (MethodDescriptor method : service.getMethods()) {
      MethodDescriptor other = reverse.findMethodByName(method.getName());
      if (other != null && !sameTypes(method, other)) {
        throw sources.mistake(
            method,
            "\"%s\" is one of %s, where it is `rpc %s(%s) returns (%s)`: write the same types."
                .formatted(
                    method.getName(),
                    reverse.getFullName(),
                    other.getName(),
                    other.getInputType().getFullName(),
                    other.getOutputType().getFullName()));
      }
    }
    return found;
  }

  private static boolean sameTypes(MethodDescriptor one, MethodDescriptor other) {
    return one.getInputType().equals(other.getInputType())
        && one.getOutputType().equals(other.getOutputType());
  }

  private static Optional<ServiceDescriptor> find(FileDescriptor from, String name) {
    Set<FileDescriptor> seen = new HashSet<>();
    Deque<FileDescriptor> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      FileDescriptor file = open.remove();
      for (ServiceDescriptor service : file.getServices()) {
        boolean neighbour =
            file.getPackage().equals(from.getPackage()) && service.getName().equals(name);
        if (service.getFullName().equals(name) || neighbour) {
          return Optional.of(service);
        }
      }
      file.getDependencies().stream().filter(seen::add).forEach(open::add);
    }
    return Optional.empty();
  }
}

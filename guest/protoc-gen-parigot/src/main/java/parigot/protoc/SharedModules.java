package parigot.protoc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services of several files whose functions of the host are in one module: its name is only a part
 * of a package's. As services of guests they do not disturb each other, so this is no mistake.
 */
final class SharedModules {
  private final Map<String, List<ServiceDescriptor>> byModule = new HashMap<>();
  private final Sources sources;

  SharedModules(Collection<FileDescriptor> files, Sources sources) {
    this.sources = sources;
    for (FileDescriptor file : files) {
      for (ServiceDescriptor service : file.getServices()) {
        if (!ParigotOptions.isReverse(service)) {
          byModule
              .computeIfAbsent(HostFunctions.module(service), module -> new ArrayList<>())
              .add(service);
        }
      }
    }
  }

  /** What the author of a service should know of the others in its module. */
  Optional<Mistake> warning(ServiceDescriptor service) {
    String module = HostFunctions.module(service);
    for (ServiceDescriptor other : byModule.getOrDefault(module, List.of())) {
      if (other.getFile().equals(service.getFile())) {
        // Those of one file are told apart, or refused.
        continue;
      }
      if (!other.getFile().getPackage().equals(service.getFile().getPackage())) {
        return Optional.of(
            sources.mistake(
                service,
                "The host's functions of \"%s\" are in the module %s, and so are those of \"%s\" in %s, so two plugins cannot serve them: write a package whose last part that is no version is another."
                    .formatted(
                        service.getName(),
                        module,
                        other.getFullName(),
                        other.getFile().getName())));
      }
      Optional<String> function = sharedFunction(service, other);
      if (function.isPresent()) {
        return Optional.of(
            sources.mistake(
                service,
                "\"%s\" and \"%s\" in %s both call the host's function %s.%s, so no plugin can serve both: write `option (protosupport.v1.host_func_name)` in a method of one, or put both services into one file."
                    .formatted(
                        service.getName(),
                        other.getName(),
                        other.getFile().getName(),
                        module,
                        function.get())));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> sharedFunction(ServiceDescriptor one, ServiceDescriptor other) {
    Set<String> functions = new HashSet<>();
    for (MethodDescriptor method : other.getMethods()) {
      functions.add(HostFunctions.name(method));
    }
    return one.getMethods().stream()
        .map(HostFunctions::name)
        .filter(functions::contains)
        .findFirst();
  }
}

package parigot.runtime.descriptors;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.TypeRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parigot.kernel.ServiceName;
import protosupport.v1.host.Protosupport;

/** A service: its methods, and the names of its errors. */
public final class DescribedService {
  private final ServiceDescriptor descriptor;
  private final ServiceName name;
  private final Optional<EnumDescriptor> errors;
  private final List<DescribedMethod> methods;

  DescribedService(ServiceDescriptor descriptor, List<FileDescriptor> files, TypeRegistry types) {
    this.descriptor = descriptor;
    this.name = ServiceName.written(descriptor.getFile().getPackage(), descriptor.getName());
    this.errors = errors(descriptor, files);
    this.methods =
        descriptor.getMethods().stream().map(each -> new DescribedMethod(each, types)).toList();
  }

  /** The name that guests export and require it by, as {@code greeting.v1.greeting}. */
  public ServiceName name() {
    return name;
  }

  /** The name as the .proto writes it, as {@code greeting.v1.Greeting}. */
  public String fullName() {
    return descriptor.getFullName();
  }

  /** Its descriptor; the file that it is in has those of its messages. */
  public ServiceDescriptor descriptor() {
    return descriptor;
  }

  /** Its methods, in the order of the .proto. */
  public List<DescribedMethod> methods() {
    return methods;
  }

  /** A method by its name as the .proto writes it, which is the name that guests bind. */
  public Optional<DescribedMethod> method(String written) {
    return methods.stream().filter(method -> method.name().equals(written)).findFirst();
  }

  /** The enum that lists its errors, unless the .proto has none, or has several and names none. */
  public Optional<EnumDescriptor> errors() {
    return errors;
  }

  /** The constant of an error's number, as {@code UnknownLang}. */
  public Optional<EnumValueDescriptor> error(int number) {
    return errors.map(type -> type.findValueByNumber(number));
  }

  /** The one that the service names, else the only one of its package that is marked as such. */
  private static Optional<EnumDescriptor> errors(
      ServiceDescriptor service, List<FileDescriptor> files) {
    List<EnumDescriptor> marked =
        files.stream()
            .filter(file -> file.getPackage().equals(service.getFile().getPackage()))
            .flatMap(DescribedService::enums)
            .filter(type -> type.getOptions().getExtension(Protosupport.parigotError))
            .toList();
    String named = service.getOptions().getExtension(Protosupport.errorIdName);
    if (named.isEmpty()) {
      return marked.size() == 1 ? Optional.of(marked.get(0)) : Optional.empty();
    }
    return marked.stream()
        .filter(type -> type.getName().equals(named) || type.getFullName().equals(named))
        .findFirst();
  }

  private static Stream<EnumDescriptor> enums(FileDescriptor file) {
    List<EnumDescriptor> enums = new ArrayList<>(file.getEnumTypes());
    file.getMessageTypes().forEach(message -> collect(message, enums));
    return enums.stream();
  }

  private static void collect(Descriptor message, List<EnumDescriptor> enums) {
    enums.addAll(message.getEnumTypes());
    message.getNestedTypes().forEach(nested -> collect(nested, enums));
  }
}

package parigot.runtime.descriptors;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apiguardian.api.API;
import parigot.kernel.ServiceName;

/**
 * What is known of services from a guest's module: their methods, messages and errors. Those that
 * the guest calls may be among them, beside those that it exports.
 *
 * <p>Each object has a pool of types of its own, so that two guests may have different files of one
 * name. Only the {@linkplain HostFiles files that every host knows} are shared. It cannot be
 * changed, and may be used from any thread.
 */
@API(status = API.Status.MAINTAINED)
public final class ServiceDescriptors {
  /** The custom section of a module that holds them, as a {@link FileDescriptorSet}. */
  public static final String SECTION = "parigot.descriptors";

  /** Of a module that says nothing. */
  public static final ServiceDescriptors NONE = new ServiceDescriptors(List.of(), List.of());

  private final List<FileDescriptor> files;
  private final Map<String, DescribedService> services = new TreeMap<>();
  private final TypeRegistry types;

  private ServiceDescriptors(List<FileDescriptor> files, List<ServiceDescriptor> described) {
    this.files = List.copyOf(files);
    TypeRegistry.Builder all = TypeRegistry.newBuilder();
    for (FileDescriptor file : HostFiles.all()) {
      all.add(file.getMessageTypes());
    }
    files.forEach(file -> all.add(file.getMessageTypes()));
    TypeRegistry registry = all.build();
    types = registry;
    for (ServiceDescriptor each : described) {
      DescribedService service = new DescribedService(each, files, registry);
      services.put(service.name().toString(), service);
    }
  }

  /**
   * Reads a {@link FileDescriptorSet}, as {@code protoc --descriptor_set_out --include_imports}
   * writes it. Files may stand in any order, and those that every host knows may be missing.
   *
   * @throws DescriptorsException when it is none, or a file is missing or wrong
   */
  public static ServiceDescriptors of(ByteString set) throws DescriptorsException {
    FileDescriptorSet files;
    try {
      files = FileDescriptorSet.parseFrom(set, HostFiles.options());
    } catch (InvalidProtocolBufferException e) {
      throw new DescriptorsException("holds no FileDescriptorSet", e);
    }
    List<FileDescriptor> linked = linked(files);
    return new ServiceDescriptors(
        linked, linked.stream().flatMap(file -> file.getServices().stream()).toList());
  }

  /** The types that messages may have, and those that every host knows. */
  public TypeRegistry types() {
    return types;
  }

  /** All services, in the order of their names. */
  public List<DescribedService> services() {
    return List.copyOf(services.values());
  }

  /** A service by the name that guests export and require it by. */
  public Optional<DescribedService> service(ServiceName name) {
    return Optional.ofNullable(services.get(name.toString()));
  }

  /** The files, each behind those that it imports, without those that every host knows. */
  public List<FileDescriptor> files() {
    return files;
  }

  /** Whether no service is described. */
  public boolean isEmpty() {
    return services.isEmpty();
  }

  private static List<FileDescriptor> linked(FileDescriptorSet set) throws DescriptorsException {
    Map<String, FileDescriptorProto> given = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      if (HostFiles.named(file.getName()).isPresent()) {
        continue;
      }
      FileDescriptorProto other = given.put(file.getName(), file);
      if (other != null && !other.equals(file)) {
        throw new DescriptorsException("holds two different files " + file.getName());
      }
    }
    Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    for (FileDescriptorProto file : given.values()) {
      link(file, given, linked);
    }
    return List.copyOf(linked.values());
  }

  /** Links a file behind those that it imports. A stack of its own, for a chain may be long. */
  private static void link(
      FileDescriptorProto wanted,
      Map<String, FileDescriptorProto> given,
      Map<String, FileDescriptor> linked)
      throws DescriptorsException {
    Deque<FileDescriptorProto> open = new ArrayDeque<>();
    open.push(wanted);
    while (!open.isEmpty()) {
      FileDescriptorProto file = open.peek();
      Optional<FileDescriptorProto> missing = firstUnlinked(file, given, linked);
      if (missing.isEmpty()) {
        open.pop();
        if (!linked.containsKey(file.getName())) {
          linked.put(file.getName(), build(file, linked));
        }
      } else if (open.contains(missing.get())) {
        throw new DescriptorsException(
            "holds %s, which imports itself".formatted(missing.get().getName()));
      } else {
        open.push(missing.get());
      }
    }
  }

  private static Optional<FileDescriptorProto> firstUnlinked(
      FileDescriptorProto file,
      Map<String, FileDescriptorProto> given,
      Map<String, FileDescriptor> linked)
      throws DescriptorsException {
    for (String imported : file.getDependencyList()) {
      if (HostFiles.named(imported).isEmpty() && !linked.containsKey(imported)) {
        FileDescriptorProto found = given.get(imported);
        if (found == null) {
          throw new DescriptorsException(
              "does not hold %s, which %s imports; protoc puts it in with --include_imports"
                  .formatted(imported, file.getName()));
        }
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static FileDescriptor build(FileDescriptorProto file, Map<String, FileDescriptor> linked)
      throws DescriptorsException {
    List<FileDescriptor> imports = new ArrayList<>();
    for (String imported : file.getDependencyList()) {
      imports.add(HostFiles.named(imported).orElseGet(() -> linked.get(imported)));
    }
    try {
      return FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new));
    } catch (DescriptorValidationException | RuntimeException e) {
      // What protoc would not write makes the library fail in many ways.
      throw new DescriptorsException(
          "holds %s, which is wrong: %s".formatted(file.getName(), e.getMessage()), e);
    }
  }
}

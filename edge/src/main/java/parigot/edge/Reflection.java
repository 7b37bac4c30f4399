package parigot.edge;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.grpc.Status.Code;
import io.grpc.reflection.v1.ErrorResponse;
import io.grpc.reflection.v1.ExtensionNumberResponse;
import io.grpc.reflection.v1.ExtensionRequest;
import io.grpc.reflection.v1.FileDescriptorResponse;
import io.grpc.reflection.v1.ListServiceResponse;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells clients which services there are and what their messages look like, for one stream of
 * questions. Two services may have different files of one name: the one that was asked about last
 * is believed.
 */
final class Reflection {
  /** What is asked about: the open services, then the edge's own. */
  private final Supplier<List<ServiceDescriptor>> services;

  private Optional<String> last = Optional.empty();

  Reflection(Supplier<List<ServiceDescriptor>> services) {
    this.services = services;
  }

  ServerReflectionResponse answer(ServerReflectionRequest request) {
    ServerReflectionResponse.Builder response =
        ServerReflectionResponse.newBuilder()
            .setValidHost(request.getHost())
            .setOriginalRequest(request);
    switch (request.getMessageRequestCase()) {
      case LIST_SERVICES -> response.setListServicesResponse(list());
      case FILE_BY_FILENAME ->
          files(
              response,
              request.getFileByFilename(),
              file -> file.getName().equals(request.getFileByFilename()));
      case FILE_CONTAINING_SYMBOL ->
          files(
              response,
              request.getFileContainingSymbol(),
              file -> has(file, request.getFileContainingSymbol()));
      case FILE_CONTAINING_EXTENSION -> {
        ExtensionRequest wanted = request.getFileContainingExtension();
        files(
            response,
            "extension %d of %s".formatted(wanted.getExtensionNumber(), wanted.getContainingType()),
            file ->
                extensions(file)
                    .anyMatch(
                        extension ->
                            extension.getNumber() == wanted.getExtensionNumber()
                                && of(extension).equals(wanted.getContainingType())));
      }
      case ALL_EXTENSION_NUMBERS_OF_TYPE ->
          numbers(response, request.getAllExtensionNumbersOfType());
      case MESSAGEREQUEST_NOT_SET ->
          error(response, Code.INVALID_ARGUMENT, "The request asks for nothing.");
    }
    return response.build();
  }

  private static String of(FieldDescriptor extension) {
    return extension.getContainingType().getFullName();
  }

  private ListServiceResponse list() {
    ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
    for (ServiceDescriptor service : services.get()) {
      list.addService(ServiceResponse.newBuilder().setName(service.getFullName()));
    }
    return list.build();
  }

  /** The first file that is wanted, and those that it needs. */
  private void files(
      ServerReflectionResponse.Builder response, String what, Predicate<FileDescriptor> wanted) {
    List<ServiceDescriptor> all = services.get();
    List<ServiceDescriptor> inOrder = new ArrayList<>();
    all.stream()
        .filter(service -> last.filter(service.getFullName()::equals).isPresent())
        .forEach(inOrder::add);
    all.stream().filter(service -> !inOrder.contains(service)).forEach(inOrder::add);
    for (ServiceDescriptor service : ofThatName(what, inOrder)) {
      for (FileDescriptor file : reachable(service.getFile())) {
        if (wanted.test(file)) {
          last = Optional.of(service.getFullName());
          response.setFileDescriptorResponse(written(file, all));
          return;
        }
      }
    }
    error(response, Code.NOT_FOUND, "There is no " + what + " here.");
  }

  /** A service that is asked for by its name is the one that is meant. */
  private static List<ServiceDescriptor> ofThatName(String symbol, List<ServiceDescriptor> all) {
    List<ServiceDescriptor> named =
        all.stream()
            .filter(
                service ->
                    symbol.equals(service.getFullName())
                        || symbol.startsWith(service.getFullName() + "."))
            .toList();
    return named.isEmpty() ? all : named;
  }

  private static Set<FileDescriptor> reachable(FileDescriptor file) {
    Set<FileDescriptor> files = new LinkedHashSet<>();
    collect(file, files);
    return files;
  }

  private static void collect(FileDescriptor file, Set<FileDescriptor> files) {
    if (files.add(file)) {
      file.getDependencies().forEach(imported -> collect(imported, files));
    }
  }

  private static FileDescriptorResponse written(FileDescriptor file, List<ServiceDescriptor> open) {
    Map<String, ByteString> files = new LinkedHashMap<>();
    for (FileDescriptor each : reachable(file)) {
      files.put(each.getName(), openOnly(each, open).toByteString());
    }
    return FileDescriptorResponse.newBuilder().addAllFileDescriptorProto(files.values()).build();
  }

  /** Without the services that nobody may call, and the methods that stream. */
  private static FileDescriptorProto openOnly(FileDescriptor file, List<ServiceDescriptor> open) {
    FileDescriptorProto.Builder result = file.toProto().toBuilder().clearService();
    Set<String> names = new TreeSet<>();
    open.forEach(service -> names.add(service.getFullName()));
    for (ServiceDescriptor service : file.getServices()) {
      if (names.contains(service.getFullName())) {
        result.addService(OwnServices.has(service) ? service.toProto() : unary(service));
      }
    }
    return result.build();
  }

  private static ServiceDescriptorProto unary(ServiceDescriptor service) {
    ServiceDescriptorProto.Builder result = service.toProto().toBuilder().clearMethod();
    service.toProto().getMethodList().stream()
        .filter(method -> !method.getClientStreaming() && !method.getServerStreaming())
        .forEach(result::addMethod);
    return result.build();
  }

  private void numbers(ServerReflectionResponse.Builder response, String type) {
    Set<Integer> numbers = new TreeSet<>();
    boolean isKnown = false;
    for (ServiceDescriptor service : services.get()) {
      for (FileDescriptor file : reachable(service.getFile())) {
        isKnown |= has(file, type);
        extensions(file)
            .filter(extension -> of(extension).equals(type))
            .forEach(extension -> numbers.add(extension.getNumber()));
      }
    }
    if (!isKnown) {
      error(response, Code.NOT_FOUND, "There is no " + type + " here.");
      return;
    }
    response.setAllExtensionNumbersResponse(
        ExtensionNumberResponse.newBuilder().setBaseTypeName(type).addAllExtensionNumber(numbers));
  }

  private static void error(ServerReflectionResponse.Builder response, Code code, String sentence) {
    response.setErrorResponse(
        ErrorResponse.newBuilder().setErrorCode(code.value()).setErrorMessage(sentence));
  }

  private static boolean has(FileDescriptor file, String symbol) {
    return file.getServices().stream()
            .anyMatch(
                service ->
                    service.getFullName().equals(symbol)
                        || service.getMethods().stream()
                            .anyMatch(method -> method.getFullName().equals(symbol)))
        || file.getEnumTypes().stream().anyMatch(type -> has(type, symbol))
        || file.getMessageTypes().stream().anyMatch(type -> has(type, symbol))
        || extensions(file).anyMatch(extension -> extension.getFullName().equals(symbol));
  }

  private static boolean has(EnumDescriptor type, String symbol) {
    return type.getFullName().equals(symbol);
  }

  private static boolean has(Descriptor type, String symbol) {
    return type.getFullName().equals(symbol)
        || (symbol.startsWith(type.getFullName() + ".")
            && (type.getNestedTypes().stream().anyMatch(nested -> has(nested, symbol))
                || type.getEnumTypes().stream().anyMatch(nested -> has(nested, symbol))
                || type.getFields().stream()
                    .anyMatch(field -> field.getFullName().equals(symbol))));
  }

  private static Stream<FieldDescriptor> extensions(FileDescriptor file) {
    return Stream.concat(
        file.getExtensions().stream(),
        file.getMessageTypes().stream().flatMap(Reflection::extensions));
  }

  private static Stream<FieldDescriptor> extensions(Descriptor type) {
    return Stream.concat(
        type.getExtensions().stream(),
        type.getNestedTypes().stream().flatMap(Reflection::extensions));
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes what is made of a service: the interface, and two classes that implement it by calling.
 */
final class ServiceEmitter {
  private static final int LONGEST_CHAIN = 60;

  private final ServiceDescriptor service;
  private final Optional<ServiceDescriptor> reverse;
  private final EnumDescriptor errors;
  private final Sources sources;

  ServiceEmitter(ServiceDescriptor service, ErrorEnums errorEnums, Sources sources) throws Mistake {
    this.service = service;
    this.sources = sources;
    errors = errorEnums.of(service);
    reverse = new ReverseApis(sources).implementedBy(service);
  }

  boolean isCalledByGuests() {
    return !ParigotOptions.isReverse(service);
  }

  JavaType type() {
    return JavaNames.of(service);
  }

  /** Its own methods, and those of the reverse service that it does not declare again. */
  private List<ServiceMethod> allMethods(Scope scope) {
    return ServiceMethod.all(service, reverse, scope);
  }

  private List<ServiceMethod> ownMethods(Scope scope) {
    return allMethods(scope).subList(0, service.getMethods().size());
  }

  void emitInterface(Code code, Scope scope) {
    String name = type().simpleName();
    String future = scope.sdk("Future");
    code.add(Javadoc.of(sources.comment(service)));
    code.add(
        "public interface %s%s {"
            .formatted(
                name,
                reverse.map(other -> " extends " + scope.name(JavaNames.of(other))).orElse("")));
    String serviceName = scope.sdk("ServiceName");
    code.add("/** What it is exported, required and located by. */");
    code.add(
        "%s NAME = %s.of(\"%s\", \"%s\");"
            .formatted(
                serviceName,
                serviceName,
                service.getFile().getPackage(),
                SnakeCase.of(service.getName())));
    for (ServiceMethod method : ownMethods(scope)) {
      String doc = Javadoc.of(sources.comment(method.descriptor()));
      String override =
          reverse.map(other -> other.findMethodByName(method.name())).isPresent()
              ? "@" + scope.lang("Override") + "\n"
              : "";
      code.member(doc + override + method.signature() + ";");
    }
    if (isCalledByGuests()) {
      code.member("/** Finds a running one; it must be required first. */");
      code.add("static %s<%s> locate(%s guest) {".formatted(future, name, scope.sdk("Guest")));
      code.add("return %s.compute(() -> client(guest));\n}".formatted(future));
      code.member("/** As {@link #locate}, without a future; throws when there is none. */");
      code.add("static %s client(%s guest) {".formatted(name, scope.sdk("Guest")));
      code.add("return client(guest.remote(NAME));\n}");
      code.member("/** Calls one that was located. */");
      code.add("static %s client(%s remote) {".formatted(name, scope.sdk("RemoteService")));
      code.add("return new %s(remote);\n}".formatted(scope.name(JavaNames.client(service))));
      code.member(
          "/** Calls the host's own, a plugin; each future is done when it is returned. */");
      code.add("static %s host() {".formatted(name));
      code.add("return new %s();\n}".formatted(scope.name(JavaNames.host(service))));
    }
    String sdkService = scope.sdk("Service");
    code.member("/** What a guest exports: calls go to the implementation. */");
    code.add("static %s service(%s implementation) {".formatted(sdkService, name));
    List<String> steps = new ArrayList<>();
    steps.add(".errors(%s::forNumber)".formatted(scope.name(JavaNames.of(errors))));
    reverse.ifPresent(
        other -> steps.add(".also(%s.NAME)".formatted(scope.name(JavaNames.of(other)))));
    for (ServiceMethod method : allMethods(scope)) {
      String parser = method.hasRequest() ? method.request() + ".parser(), " : "";
      steps.add(
          ".%s(\"%s\", %s%s)"
              .formatted(method.variant("method"), method.name(), parser, method.reference()));
    }
    build(code, sdkService, steps);
    code.add("}\n}");
  }

  /** One expression, or a statement for each step where the compiler would stumble over it. */
  private static void build(Code code, String sdkService, List<String> steps) {
    if (steps.size() <= LONGEST_CHAIN) {
      code.add("return %s.of(NAME)".formatted(sdkService));
      steps.forEach(step -> code.add("    " + step));
      code.add("    .build();");
      return;
    }
    code.add("%s.Builder service = %s.of(NAME);".formatted(sdkService, sdkService));
    steps.forEach(step -> code.add("service" + step + ";"));
    code.add("return service.build();");
  }

  void emitClient(Code code, Scope scope) {
    String name = JavaNames.client(service).simpleName();
    String remote = scope.sdk("RemoteService");
    code.add("/** Calls another guest's {@link %s}. */".formatted(type().simpleName()));
    code.add("final class %s implements %s {".formatted(name, type().simpleName()));
    code.member("private final %s remote;".formatted(remote));
    code.member("%s(%s remote) {\nthis.remote = remote;\n}".formatted(name, remote));
    for (ServiceMethod method : allMethods(scope)) {
      code.member("@%s\npublic %s {".formatted(scope.lang("Override"), method.signature()));
      code.add(
          "return remote.%s(\"%s\", %s);\n}"
              .formatted(method.variant("call"), method.name(), arguments(method, scope)));
    }
    code.add("}");
  }

  void emitHost(Code code, Scope scope) {
    String name = JavaNames.host(service).simpleName();
    String imported = scope.name(JavaType.of("org.teavm.interop", "Import"));
    code.add("/** Calls the {@link %s} of the host. */".formatted(type().simpleName()));
    code.add("final class %s implements %s {".formatted(name, type().simpleName()));
    UniqueNames nativeMethods = UniqueNames.exact();
    for (ServiceMethod method : allMethods(scope)) {
      String module = HostFunctions.module(method.descriptor().getService());
      String function = HostFunctions.name(method.descriptor());
      String nativeMethod = nativeMethods.of("call" + JavaNames.camelCase(method.name(), true));
      code.member("@%s(module = \"%s\", name = \"%s\")".formatted(imported, module, function));
      code.add(
          "private static native long %s(int requestLength, int request, int response, int error);"
              .formatted(nativeMethod));
      code.member("@%s\npublic %s {".formatted(scope.lang("Override"), method.signature()));
      code.add("return %s.%s(".formatted(scope.sdk("HostCall"), method.variant("call")));
      code.add(
          "    \"%s\", \"%s\", %s::%s,\n    %s);\n}"
              .formatted(module, function, name, nativeMethod, arguments(method, scope)));
    }
    code.add("}");
  }

  private String arguments(ServiceMethod method, Scope scope) {
    return scope.name(JavaNames.of(errors))
        + "::forNumber"
        + (method.hasRequest() ? ", request" : "")
        + (method.hasResponse() ? ", " + method.response() + ".parser()" : "");
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One method of a service, and how it reads in Java. A message without fields is left out. */
final class ServiceMethod {
  /** Methods that take nothing: of all objects, and of the generated interface. */
  private static final Set<String> TAKEN =
      Set.of(
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "host",
          "notify",
          "notifyAll",
          "toString",
          "wait");

  private static final Set<String> STATIC = Set.of("client", "locate", "service");

  private final MethodDescriptor method;
  private final String javaName;
  private final Scope scope;

  private ServiceMethod(MethodDescriptor method, String javaName, Scope scope) {
    this.method = method;
    this.javaName = javaName;
    this.scope = scope;
  }

  /**
   * The methods of a service, its own first, and then those of the reverse service that it does not
   * declare again.
   */
  static List<ServiceMethod> all(
      ServiceDescriptor service, Optional<ServiceDescriptor> reverse, Scope scope) {
    Map<String, String> names = new LinkedHashMap<>();
    UniqueNames unique = UniqueNames.exact();
    // In Java, too, a method that both have is one.
    List<MethodDescriptor> inherited = reverse.map(ServiceDescriptor::getMethods).orElse(List.of());
    unique
        .of(inherited, ServiceMethod::wanted)
        .forEach((method, name) -> names.put(method.getName(), name));
    unique
        .of(
            service.getMethods().stream()
                .filter(method -> !names.containsKey(method.getName()))
                .toList(),
            ServiceMethod::wanted)
        .forEach((method, name) -> names.put(method.getName(), name));
    List<ServiceMethod> methods = new ArrayList<>();
    for (MethodDescriptor method : service.getMethods()) {
      methods.add(new ServiceMethod(method, names.get(method.getName()), scope));
    }
    for (MethodDescriptor method : inherited) {
      if (service.findMethodByName(method.getName()) == null) {
        methods.add(new ServiceMethod(method, names.get(method.getName()), scope));
      }
    }
    return methods;
  }

  MethodDescriptor descriptor() {
    return method;
  }

  boolean hasRequest() {
    return !method.getInputType().getFields().isEmpty();
  }

  boolean hasResponse() {
    return !method.getOutputType().getFields().isEmpty();
  }

  /** The name as written in the .proto. */
  String name() {
    return method.getName();
  }

  /** What it is called in Java where no other method is in the way. */
  private static String wanted(MethodDescriptor method) {
    String name = plain(method);
    boolean hasRequest = !method.getInputType().getFields().isEmpty();
    return !hasRequest && TAKEN.contains(name) ? name + "_" : name;
  }

  /** The name with a small letter, as methods have it. */
  static String plain(MethodDescriptor method) {
    String written = method.getName();
    return JavaNames.escaped(Character.toLowerCase(written.charAt(0)) + written.substring(1));
  }

  String request() {
    return scope.name(JavaNames.of(method.getInputType()));
  }

  String response() {
    return scope.name(JavaNames.of(method.getOutputType()));
  }

  /** Its head in the interface, without modifiers. */
  String signature() {
    return "%s<%s> %s(%s)"
        .formatted(
            scope.sdk("Future"),
            hasResponse() ? response() : scope.lang("Void"),
            javaName,
            hasRequest() ? request() + " request" : "");
  }

  /** What the methods of the SDK for a method like this are called. */
  String variant(String plain) {
    return hasRequest()
        ? hasResponse() ? plain : plain + "WithoutResponse"
        : hasResponse() ? plain + "WithoutRequest" : plain + "WithoutBoth";
  }

  /** A call of {@code implementation}'s method as a function. */
  String reference() {
    if (STATIC.contains(javaName)) {
      return hasRequest()
          ? "request -> implementation.%s(request)".formatted(javaName)
          : "() -> implementation.%s()".formatted(javaName);
    }
    return "implementation::" + javaName;
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.MethodDescriptor;
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
  private final Scope scope;

  ServiceMethod(MethodDescriptor method, Scope scope) {
    this.method = method;
    this.scope = scope;
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

  String javaName() {
    String written = method.getName();
    String name =
        JavaNames.escaped(Character.toLowerCase(written.charAt(0)) + written.substring(1));
    return !hasRequest() && TAKEN.contains(name) ? name + "_" : name;
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
            javaName(),
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
    if (STATIC.contains(javaName())) {
      return hasRequest()
          ? "request -> implementation.%s(request)".formatted(javaName())
          : "() -> implementation.%s()".formatted(javaName());
    }
    return "implementation::" + javaName();
  }
}

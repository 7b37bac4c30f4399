package parigot.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import parigot.v1.host.FieldReport;
import parigot.v1.host.MethodReport;
import parigot.v1.host.ServiceReport;
import parigot.v1.host.TypeReport;

/** Prints services about as a .proto writes them. */
final class ServiceTexts {
  private ServiceTexts() {}

  static void print(PrintWriter out, List<ServiceReport> services) {
    services.forEach(service -> print(out, service));
  }

  private static void print(PrintWriter out, ServiceReport service) {
    String home = service.getFullName().replaceFirst("\\.[^.]*$", ".");
    out.printf("%nservice %s%s%n", service.getFullName(), whoServes(service));
    for (MethodReport method : service.getMethodsList()) {
      out.printf(
          "  %s(%s) returns (%s)%n",
          method.getName(), shown(method.getRequest(), home), shown(method.getResponse(), home));
    }
    for (TypeReport type : service.getTypesList()) {
      out.printf("  %s %s%n", shown(type.getFullName(), home), content(type, home));
    }
    String errors =
        service.getErrorsList().stream()
            .map(error -> error.getNumber() + " " + error.getName())
            .collect(Collectors.joining(", "));
    if (!errors.isEmpty()) {
      out.printf("  errors: %s%n", errors);
    }
  }

  private static String whoServes(ServiceReport service) {
    if (service.getGuestsList().isEmpty()) {
      return "";
    }
    return " of %s%s"
        .formatted(
            String.join(", ", service.getGuestsList()),
            service.getRunning() ? "" : ", which does not run");
  }

  private static String content(TypeReport type, String home) {
    if (type.getConstantsCount() > 0) {
      return "is " + String.join(" | ", type.getConstantsList());
    }
    return type.getFieldsList().stream()
        .map(field -> field(field, home))
        .collect(Collectors.joining("; ", "{ ", " }"))
        .replace("{  }", "{}");
  }

  private static String field(FieldReport field, String home) {
    String text = shown(field.getType(), home) + " " + field.getName();
    return field.getOneof().isEmpty() ? text : text + " (oneof " + field.getOneof() + ")";
  }

  /** Without the package that the service itself is in. */
  private static String shown(String type, String home) {
    return type.replace(home, "");
  }
}

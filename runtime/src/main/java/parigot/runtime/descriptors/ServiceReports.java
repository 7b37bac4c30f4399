package parigot.runtime.descriptors;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import parigot.v1.host.ErrorReport;
import parigot.v1.host.FieldReport;
import parigot.v1.host.MethodReport;
import parigot.v1.host.ServiceReport;
import parigot.v1.host.TypeReport;

/** Services as operators are told of them. */
public final class ServiceReports {
  private ServiceReports() {}

  /** A service with its methods, the shapes of its messages, and its errors. */
  public static ServiceReport of(DescribedService service) {
    ServiceReport.Builder report =
        ServiceReport.newBuilder()
            .setName(service.name().toString())
            .setFullName(service.fullName());
    Deque<GenericDescriptor> open = new ArrayDeque<>();
    for (DescribedMethod method : service.methods()) {
      Descriptor request = method.descriptor().getInputType();
      Descriptor response = method.descriptor().getOutputType();
      report.addMethods(
          MethodReport.newBuilder()
              .setName(method.name())
              .setRequest(request.getFullName())
              .setResponse(response.getFullName()));
      open.add(request);
      open.add(response);
    }
    Map<String, TypeReport> types = new LinkedHashMap<>();
    while (!open.isEmpty()) {
      GenericDescriptor next = open.remove();
      if (!types.containsKey(next.getFullName())) {
        types.put(
            next.getFullName(),
            next instanceof Descriptor message
                ? message(message, open)
                : enumeration((EnumDescriptor) next));
      }
    }
    report.addAllTypes(types.values());
    service
        .errors()
        .ifPresent(
            errors ->
                errors
                    .getValues()
                    .forEach(
                        value ->
                            report.addErrors(
                                ErrorReport.newBuilder()
                                    .setNumber(value.getNumber())
                                    .setName(value.getName()))));
    return report.build();
  }

  private static TypeReport message(Descriptor message, Deque<GenericDescriptor> open) {
    TypeReport.Builder type = TypeReport.newBuilder().setFullName(message.getFullName());
    for (FieldDescriptor field : message.getFields()) {
      FieldReport.Builder told =
          FieldReport.newBuilder().setName(field.getName()).setType(type(field, open));
      if (field.getRealContainingOneof() != null) {
        told.setOneof(field.getRealContainingOneof().getName());
      }
      type.addFields(told);
    }
    return type.build();
  }

  private static TypeReport enumeration(EnumDescriptor type) {
    return TypeReport.newBuilder()
        .setFullName(type.getFullName())
        .addAllConstants(type.getValues().stream().map(EnumValueDescriptor::getName).toList())
        .build();
  }

  private static String type(FieldDescriptor field, Deque<GenericDescriptor> open) {
    if (field.isMapField()) {
      Descriptor entry = field.getMessageType();
      return "map<%s, %s>"
          .formatted(
              single(entry.findFieldByNumber(1), open), single(entry.findFieldByNumber(2), open));
    }
    String single = single(field, open);
    if (field.isRepeated()) {
      return "repeated " + single;
    }
    return field.hasPresence()
            && field.getRealContainingOneof() == null
            && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        ? "optional " + single
        : single;
  }

  private static String single(FieldDescriptor field, Deque<GenericDescriptor> open) {
    return switch (field.getJavaType()) {
      case MESSAGE -> {
        open.add(field.getMessageType());
        yield field.getMessageType().getFullName();
      }
      case ENUM -> {
        open.add(field.getEnumType());
        yield field.getEnumType().getFullName();
      }
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }
}

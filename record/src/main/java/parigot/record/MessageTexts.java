package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;

/** Makes messages readable, by what the recorded modules tell of their types. */
final class MessageTexts {
  private final List<ServiceDescriptors> known;
  private final Redaction redaction;

  /**
   * @param headers the names of headers whose values are blanked
   */
  MessageTexts(Collection<ServiceDescriptors> known, Set<String> headers) {
    this.known = List.copyOf(known);
    this.redaction = new Redaction(headers, this::read);
  }

  /** What blanks that is secret in the messages of these types. */
  Redaction redaction() {
    return redaction;
  }

  /** A message on one line; empty for one without fields. */
  String shown(Any message) {
    Optional<DynamicMessage> read = read(message);
    if (read.isEmpty()) {
      return "%s, %,d bytes".formatted(type(message.getTypeUrl()), message.getValue().size());
    }
    return read.get().getSerializedSize() == 0 ? "" : json(read.get());
  }

  /**
   * A message that is the value of a field, on one line. An entry of a map is blanked as its map
   * is.
   */
  String shown(FieldDescriptor field, Message value) {
    if (field.isMapField()) {
      DynamicMessage holder =
          DynamicMessage.newBuilder(field.getContainingType())
              .addRepeatedField(field, value)
              .build();
      Object entry = redaction.shown(holder).getRepeatedField(field, 0);
      return TextFormat.printer().emittingSingleLine(true).printToString((Message) entry);
    }
    if (field.getMessageType().getFullName().equals(Any.getDescriptor().getFullName())) {
      try {
        Any any = Any.parseFrom(value.toByteString());
        return type(any.getTypeUrl()) + " " + shown(any);
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalStateException("an Any is written as one", e);
      }
    }
    return TextFormat.printer().emittingSingleLine(true).printToString(redaction.shown(value));
  }

  private String json(DynamicMessage message) {
    try {
      return JsonFormat.printer()
          .usingTypeRegistry(registryOf(message.getDescriptorForType()))
          .omittingInsignificantWhitespace()
          .print(redaction.shown(message));
    } catch (InvalidProtocolBufferException e) {
      // Something in it has a type that no module tells of.
      return "%s, %,d bytes"
          .formatted(message.getDescriptorForType().getName(), message.getSerializedSize());
    }
  }

  private TypeRegistry registryOf(Descriptor type) {
    return known.stream()
        .map(ServiceDescriptors::types)
        .filter(types -> types.find(type.getFullName()) == type)
        .findFirst()
        .orElse(TypeRegistry.getEmptyTypeRegistry());
  }

  /** A message that can be looked into; none when no module tells of its type. */
  Optional<DynamicMessage> read(Any message) {
    String name = fullName(message.getTypeUrl());
    for (ServiceDescriptors each : known) {
      Descriptor type = each.types().find(name);
      if (type != null) {
        return parsed(type, message.getValue());
      }
    }
    return Optional.empty();
  }

  private static Optional<DynamicMessage> parsed(Descriptor type, ByteString bytes) {
    try {
      return Optional.of(DynamicMessage.parseFrom(type, bytes));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** All services that some module tells of. */
  Stream<DescribedService> services() {
    return known.stream().flatMap(each -> each.services().stream());
  }

  /** An error of a service, by its name where a module tells it. */
  String error(String service, int number) {
    return services()
        .filter(each -> each.name().toString().equals(service))
        .flatMap(each -> name(each, number).stream())
        .findFirst()
        .orElse("error " + number);
  }

  private static Optional<String> name(DescribedService service, int number) {
    return service.error(number).map(value -> value.getName());
  }

  private static String fullName(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private static String type(String url) {
    String name = fullName(url);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.Optional;

/** Whether Java's limits of a class hold what is made of a message or a service. */
final class ClassSize {
  /** A class has at most 65535 names, numbers and references in its table of constants. */
  private static final int LARGEST = 63_000;

  /** The method that makes the constants of a oneof's enum has at most 64 KiB. */
  private static final int MOST_MEMBERS = 3000;

  /** The same for the method that lists the methods of a service. */
  private static final int MOST_METHODS = 2000;

  private static final int EACH_ONEOF = 25;
  private static final int EACH_CLASS_INSIDE = 5;

  private ClassSize() {}

  /** Why a message's class would be too large, as a sentence. */
  static Optional<String> problem(Descriptor message) {
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      if (oneof.getFieldCount() > MOST_MEMBERS) {
        return Optional.of(
            "\"%s\" has %d members, and %d is the most that Java has room for: make several oneofs of it."
                .formatted(oneof.getName(), oneof.getFieldCount(), MOST_MEMBERS));
      }
    }
    int size = message.getFields().stream().mapToInt(ClassSize::constants).sum();
    size += EACH_ONEOF * message.getRealOneofs().size();
    size += EACH_CLASS_INSIDE * JavaNames.inside(message).size();
    return size <= LARGEST
        ? Optional.empty()
        : Optional.of(
            "\"%s\" has more fields and types than a class of Java has room for: put some of its %d fields into a message of their own, and declare types outside of it."
                .formatted(message.getName(), message.getFields().size()));
  }

  /** Why a service's classes would be too large, as a sentence. */
  static Optional<String> problem(ServiceDescriptor service) {
    int count = service.getMethods().size();
    return count <= MOST_METHODS
        ? Optional.empty()
        : Optional.of(
            "\"%s\" has %d methods, and %d is the most that Java has room for: make several services of it."
                .formatted(service.getName(), count, MOST_METHODS));
  }

  /**
   * How many constants a field adds to the class or to the builder, whichever is more; measured.
   */
  private static int constants(FieldDescriptor field) {
    if (field.isMapField()) {
      FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
      return value.getType() == FieldDescriptor.Type.ENUM ? 28 : 17;
    }
    int more = field.isRepeated() ? 4 : field.getRealContainingOneof() != null ? 3 : 0;
    return switch (field.getJavaType()) {
      case ENUM -> 15 + more;
      case MESSAGE -> 12 + more + (field.isRepeated() ? 2 : 0);
      default -> 9 + more;
    };
  }
}

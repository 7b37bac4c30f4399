package parigot.protoc;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Optional;

/** The options that {@code protosupport/v1/protosupport.proto} declares, read by their numbers. */
final class ParigotOptions {
  private static final int PARIGOT_ERROR = 543211;
  private static final int HOST_FUNC_NAME = 543212;
  private static final int ERROR_ID_NAME = 543213;
  private static final int IS_REVERSE_API = 543214;
  private static final int IMPLEMENTS_REVERSE_API = 543215;

  private ParigotOptions() {}

  static boolean isError(EnumDescriptor type) {
    return flag(type.getOptions(), PARIGOT_ERROR);
  }

  static Optional<String> hostFunctionName(MethodDescriptor method) {
    return text(method.getOptions(), HOST_FUNC_NAME);
  }

  static Optional<String> errorName(ServiceDescriptor service) {
    return text(service.getOptions(), ERROR_ID_NAME);
  }

  static boolean isReverse(ServiceDescriptor service) {
    return flag(service.getOptions(), IS_REVERSE_API);
  }

  static Optional<String> implementedReverse(ServiceDescriptor service) {
    return text(service.getOptions(), IMPLEMENTS_REVERSE_API);
  }

  private static boolean flag(Message options, int number) {
    List<Long> values = field(options, number).getVarintList();
    return !values.isEmpty() && values.get(values.size() - 1) != 0;
  }

  private static Optional<String> text(Message options, int number) {
    return field(options, number).getLengthDelimitedList().stream()
        .reduce((first, last) -> last)
        .map(bytes -> bytes.toStringUtf8())
        .filter(text -> !text.isEmpty());
  }

  private static UnknownFieldSet.Field field(Message options, int number) {
    return options.getUnknownFields().getField(number);
  }
}

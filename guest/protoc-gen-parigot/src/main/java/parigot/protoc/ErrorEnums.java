package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The enums that list the errors of services. */
final class ErrorEnums {
  private static final String OPTION = "option (protosupport.v1.parigot_error) = true;";

  /** The kernel's own errors are older than the rule. */
  private static final String EXEMPT = "syscall.v1";

  private static final List<List<String>> FIRST_FOUR =
      List.of(
          List.of("NoError"),
          List.of("DispatchError"),
          List.of("UnmarshalError", "UnmarshalFailed"),
          List.of("MarshalError", "MarshalFailed"));
  private static final List<String> MEANINGS =
      List.of(
          "no error",
          "the call was not carried out",
          "the request could not be read",
          "the response could not be written");
  private static final int LARGEST = 255;

  /** Enums older than the rule have an error of their own here. */
  private static final int NOT_WRITTEN = 3;

  private final Sources sources;
  private final Map<String, List<EnumDescriptor>> byPackage = new HashMap<>();

  ErrorEnums(Collection<FileDescriptor> files, Sources sources) {
    this.sources = sources;
    for (FileDescriptor file : files) {
      List<EnumDescriptor> enums = new ArrayList<>(file.getEnumTypes());
      file.getMessageTypes().forEach(message -> collect(message, enums));
      byPackage
          .computeIfAbsent(file.getPackage(), name -> new ArrayList<>())
          .addAll(enums.stream().filter(ParigotOptions::isError).toList());
    }
  }

  private static void collect(Descriptor message, List<EnumDescriptor> enums) {
    enums.addAll(message.getEnumTypes());
    message.getNestedTypes().forEach(nested -> collect(nested, enums));
  }

  /** The enum of a service's errors: the one that it names, else the only one of its package. */
  EnumDescriptor of(ServiceDescriptor service) throws Mistake {
    String packageName = service.getFile().getPackage();
    List<EnumDescriptor> marked = byPackage.getOrDefault(packageName, List.of());
    Optional<String> named = ParigotOptions.errorName(service);
    if (named.isPresent()) {
      for (EnumDescriptor type : marked) {
        if (type.getName().equals(named.get()) || type.getFullName().equals(named.get())) {
          return type;
        }
      }
      throw sources.mistake(
          service,
          "error_id_name of \"%s\" is \"%s\", and package %s has no enum of that name with `%s`."
              .formatted(service.getName(), named.get(), packageName, OPTION));
    }
    if (marked.isEmpty()) {
      throw sources.mistake(
          service,
          "\"%s\" has no error enum: write `%s` in an enum of package %s, with the constants %s."
              .formatted(service.getName(), OPTION, packageName, firstFour()));
    }
    if (marked.size() > 1) {
      throw sources.mistake(
          service,
          "Package %s has the error enums %s: write `option (protosupport.v1.error_id_name) = \"%s\";` in \"%s\"."
              .formatted(
                  packageName,
                  marked.stream().map(EnumDescriptor::getName).collect(Collectors.joining(", ")),
                  marked.get(0).getName(),
                  service.getName()));
    }
    return marked.get(0);
  }

  /**
   * Checks that an enum marked as one of errors begins as all of them must.
   *
   * @return what its author should know, though it can be used
   */
  List<Mistake> check(EnumDescriptor type) throws Mistake {
    if (!ParigotOptions.isError(type) || type.getFile().getPackage().equals(EXEMPT)) {
      return List.of();
    }
    List<Mistake> warnings = new ArrayList<>();
    for (int number = 0; number < FIRST_FOUR.size(); number++) {
      List<String> names = FIRST_FOUR.get(number);
      EnumValueDescriptor value = type.findValueByNumber(number);
      if (value == null) {
        throw sources.mistake(
            type,
            "The error enum \"%s\" has no constant %d: write `%s = %d;` (%s)."
                .formatted(type.getName(), number, names.get(0), number, MEANINGS.get(number)));
      }
      if (number == NOT_WRITTEN && !names.contains(value.getName())) {
        warnings.add(
            sources.mistake(
                value,
                "Number %d of an error enum is %s (%s) in newer files; here it stays \"%s\", and what it would say is DispatchError."
                    .formatted(
                        number,
                        String.join(" or ", names),
                        MEANINGS.get(number),
                        value.getName())));
      } else if (!names.contains(value.getName())) {
        throw sources.mistake(
            value,
            "Number %d of an error enum is %s (%s), not \"%s\"."
                .formatted(
                    number, String.join(" or ", names), MEANINGS.get(number), value.getName()));
      }
    }
    for (EnumValueDescriptor value : type.getValues()) {
      if (value.getNumber() < 0 || value.getNumber() > LARGEST) {
        throw sources.mistake(
            value,
            "An error's number is 0 to %d; \"%s\" is %d."
                .formatted(LARGEST, value.getName(), value.getNumber()));
      }
    }
    return warnings;
  }

  private static String firstFour() {
    List<String> constants = new ArrayList<>();
    for (int number = 0; number < FIRST_FOUR.size(); number++) {
      constants.add(FIRST_FOUR.get(number).get(0) + " = " + number);
    }
    return String.join(", ", constants);
  }
}

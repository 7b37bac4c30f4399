package parigot.maven;

import java.util.Locale;

/** For which code of a project protobuf-java's classes are generated. */
enum HostClasses {
  TEST,
  MAIN,
  NONE;

  /**
   * What a pom says.
   *
   * @throws ProtobufException it says something else
   */
  static HostClasses of(String written) throws ProtobufException {
    for (HostClasses one : values()) {
      if (one.name().toLowerCase(Locale.ROOT).equals(written)) {
        return one;
      }
    }
    throw new ProtobufException(
        "hostClasses is \"%s\", and must be test, main or none".formatted(written));
  }
}

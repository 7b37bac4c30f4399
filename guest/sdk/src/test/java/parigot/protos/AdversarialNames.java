package parigot.protos;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Names that mean something to Java, to the runtime, or to the code that is generated. */
final class AdversarialNames {
  private static final List<String> JAVA_WORDS =
      words(
          "class int record yield var sealed permits default true null _ __ when module enum goto"
              + " strictfp import package this super new try final static void transient assert"
              + " non switch exports with open");

  private static final List<String> JAVA_TYPES =
      words(
          "String Object Integer List Map Override Void Long Double Float Boolean Iterable Class"
              + " Enum EnumDesc Record Exception Deprecated Objects Collections LinkedHashMap"
              + " IllegalArgumentException SuppressWarnings System Comparable Throwable Math java"
              + " Character Number");

  private static final List<String> RUNTIME_TYPES =
      words(
          "Message MessageText MessageEnum FieldList FieldMap FieldType Bytes UnknownFields"
              + " MessageBuilder MessageWriter MessageReader MessageParser EnumList Future Guest"
              + " Service ServiceName RemoteService HostCall Import ServiceError Timestamp Any"
              + " MalformedMessageException parigot org teavm message interop Part Constants");

  private static final List<String> OF_THE_CODE =
      words(
          "Builder builder DefaultInstance default_instance IT it in out tag that other value"
              + " JsonInstance JsonFormat JsonType json_type json from_json"
              + " values key index entries number NUMBER UNRECOGNIZED unrecognized prototype bytes"
              + " request remote implementation guest NAME name text hash unknown_fields parser"
              + " to_builder type_name write_to equals hash_code to_string build merge_from parse_from"
              + " read_fields join_parts ordinal value_of get_number for_number callAdd host client"
              + " locate service get_class getClass notify wait clone finalize error errors also"
              + " method response constants read_part methods caller");

  private static final List<String> TWINS =
      words(
          "Foo foo FOO fOO Foo_ foo_ fooBar foo_bar FooBar foobar Foobar FOO_BAR foo__bar a A b B");

  private static final List<List<String>> POOLS =
      List.of(JAVA_WORDS, JAVA_TYPES, RUNTIME_TYPES, OF_THE_CODE, TWINS);

  private static final List<String> BEFORE =
      words("all_ _ get_ has_ clear_ set add_ put remove_ call");

  private static final List<String> BEHIND =
      words(
          "_ Client Host Case _case Value _value _count _list Count List Map _map OrDefault"
              + " OrThrow _bytes Builder _not_set 1 _1 _2 Plugin __ _value_list ValueMap");

  private static final int LONGEST = 255;

  private final Random random;

  AdversarialNames(Random random) {
    this.random = random;
  }

  private static List<String> words(String text) {
    return Stream.of(text.split("\\s+")).toList();
  }

  /** Any of them, now and then with something before or behind. */
  String next() {
    int kind = random.nextInt(100);
    if (kind == 0) {
      return "L" + "o".repeat(random.nextInt(LONGEST)) + "ng";
    }
    String word = pick(pick(POOLS));
    if (kind < 15) {
      return word + pick(BEHIND);
    }
    if (kind < 25) {
      return pick(BEFORE) + word;
    }
    return word;
  }

  /** A word alone, for the part of a package. */
  String segment() {
    return pick(pick(POOLS));
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}

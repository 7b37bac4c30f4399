package parigot.message;

import java.util.List;

/** The form of {@code google.protobuf.FieldMask}: the paths in camel case, with commas between. */
final class JsonFieldMask extends JsonShape {
  @Override
  void write(MessageReader in, JsonOutput out) {
    StringBuilder paths = new StringBuilder();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == (1 << 3 | WireType.LENGTH_DELIMITED)) {
        String path = in.readString();
        String camel = JsonFields.camelCase(path);
        if (path.isEmpty() || path.indexOf(',') >= 0 || !path.equals(snakeCase(camel))) {
          throw new IllegalArgumentException(
              "the path \"" + path + "\" of a google.protobuf.FieldMask is none in JSON");
        }
        paths.append(paths.isEmpty() ? "" : ",").append(camel);
      } else {
        in.skipField(tag);
      }
    }
    out.text(paths.toString());
  }

  @Override
  void read(Object json, MessageWriter out, JsonPath path) {
    String all = path.text(json, "a text with paths of fields");
    if (all.isEmpty()) {
      return;
    }
    List<String> paths = JsonWords.split(all, ',', Integer.MAX_VALUE);
    for (int i = paths.size() - 1; i >= 0; i--) {
      String one = paths.get(i);
      if (one.isEmpty() || one.indexOf('_') >= 0) {
        throw path.wrong(one, "the path of a field in camel case");
      }
      out.writeString(1, snakeCase(one));
    }
  }

  private static String snakeCase(String camel) {
    StringBuilder snake = new StringBuilder();
    for (int i = 0; i < camel.length(); i++) {
      char next = camel.charAt(i);
      if (next >= 'A' && next <= 'Z') {
        snake.append('_').append((char) (next - 'A' + 'a'));
      } else {
        snake.append(next);
      }
    }
    return snake.toString();
  }
}

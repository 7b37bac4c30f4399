package parigot.protoc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import java.util.ArrayList;
import java.util.List;

/** What protoc accepts and protobuf-java does not, as a mistake with its place. */
final class NotLinked {
  private static final List<Integer> SYNTAX = List.of(FileDescriptorProto.SYNTAX_FIELD_NUMBER);

  private final FileDescriptorProto file;
  private final String symbol;
  private Mistake found;

  private NotLinked(FileDescriptorProto file, String symbol) {
    this.file = file;
    this.symbol = symbol;
  }

  static Mistake in(FileDescriptorProto file, DescriptorValidationException problem) {
    NotLinked search = new NotLinked(file, problem.getProblemSymbolName());
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      search.in(file.getMessageType(i), List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i));
    }
    return search.found != null
        ? search.found
        : search.at(SYNTAX, "This file cannot be read: " + problem.getMessage());
  }

  /** The type of a map's entries is called like its field, but for the underscores. */
  private void in(DescriptorProto message, List<Integer> path) {
    for (int i = 0; i < message.getFieldCount(); i++) {
      FieldDescriptorProto field = message.getField(i);
      if (field.getTypeName().equals("." + symbol)) {
        found =
            at(
                with(path, DescriptorProto.FIELD_FIELD_NUMBER, i),
                "The map \"%s\" gives the type of its entries a name that is none, as it begins with a digit: write a letter before the digit."
                    .formatted(field.getName()));
      }
    }
    for (int i = 0; i < message.getNestedTypeCount(); i++) {
      in(message.getNestedType(i), with(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i));
    }
  }

  private static List<Integer> with(List<Integer> path, int... more) {
    List<Integer> longer = new ArrayList<>(path);
    for (int part : more) {
      longer.add(part);
    }
    return longer;
  }

  private Mistake at(List<Integer> path, String sentence) {
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      if (location.getPathList().equals(path)) {
        return new Mistake(
            file.getName(), location.getSpan(0) + 1, location.getSpan(1) + 1, sentence);
      }
    }
    return new Mistake(file.getName(), 1, 1, sentence);
  }
}

package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** In which fields two messages differ. */
final class MessageDifferences {
  private static final String NOTHING = "nothing";

  private final MessageTexts texts;

  MessageDifferences(MessageTexts texts) {
    this.texts = texts;
  }

  /**
   * @param field its path; empty for the whole message
   */
  record Field(String field, String one, String other) {}

  /** Those of two messages, or of the absence of one. */
  List<Field> of(Optional<Any> one, Optional<Any> other) {
    if (one.equals(other)) {
      return List.of();
    }
    Optional<? extends Message> first = one.flatMap(texts::read);
    Optional<? extends Message> second = other.flatMap(texts::read);
    boolean areComparable =
        first.isPresent()
            && second.isPresent()
            && first.get().getDescriptorForType() == second.get().getDescriptorForType();
    if (!areComparable) {
      return List.of(
          new Field(
              "", one.map(texts::shown).orElse(NOTHING), other.map(texts::shown).orElse(NOTHING)));
    }
    List<Field> fields = new ArrayList<>();
    compare("", first.get(), second.get(), fields);
    return fields;
  }

  private void compare(String path, Message one, Message other, List<Field> fields) {
    TreeSet<FieldDescriptor> all = new TreeSet<>(one.getAllFields().keySet());
    all.addAll(other.getAllFields().keySet());
    for (FieldDescriptor field : all) {
      String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
      Object first = one.getField(field);
      Object second = other.getField(field);
      if (field.getOptions().getDebugRedact()) {
        addIfDifferent(name, first, second, Redaction.BLANK, Redaction.BLANK, fields);
      } else if (field.isRepeated()) {
        compareLists(name, field, (List<?>) first, (List<?>) second, fields);
      } else {
        compareValues(name, field, first, second, fields);
      }
    }
  }

  private void compareLists(
      String name, FieldDescriptor field, List<?> one, List<?> other, List<Field> fields) {
    for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
      String place = name + "[" + i + "]";
      if (i < one.size() && i < other.size()) {
        compareValues(place, field, one.get(i), other.get(i), fields);
      } else {
        fields.add(
            new Field(
                place,
                i < one.size() ? shown(field, one.get(i)) : NOTHING,
                i < other.size() ? shown(field, other.get(i)) : NOTHING));
      }
    }
  }

  private void compareValues(
      String name, FieldDescriptor field, Object one, Object other, List<Field> fields) {
    boolean isLookedInto =
        one instanceof Message
            && !field.isMapField()
            && !field.getMessageType().getFullName().equals("google.protobuf.Any")
            && !field.getMessageType().getFullName().equals("http.v1.HeaderLine");
    if (isLookedInto) {
      compare(name, (Message) one, (Message) other, fields);
    } else {
      addIfDifferent(name, one, other, shown(field, one), shown(field, other), fields);
    }
  }

  private static void addIfDifferent(
      String name,
      Object one,
      Object other,
      String shownOne,
      String shownOther,
      List<Field> fields) {
    if (!one.equals(other)) {
      fields.add(new Field(name, shownOne, shownOther));
    }
  }

  private String shown(FieldDescriptor field, Object value) {
    if (Redaction.isMarked(field, value)) {
      return Redaction.BLANK;
    }
    if (value instanceof Message message) {
      return texts.shown(field, message);
    }
    StringBuilder text = new StringBuilder();
    try {
      TextFormat.printer().printFieldValue(field, value, text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("into memory", e);
    }
    return text.toString();
  }
}

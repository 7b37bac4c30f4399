package parigot.record;

/**
 * Something that another build does otherwise than the recorded one.
 *
 * @param event at which of the guest's events: 0 is its start
 * @param what it is about: a method that it answers or calls, a function of its host, or its end
 * @param field which field of the message, as in {@code greeting.text}; empty for all of it
 * @param recorded what it was
 * @param now what it is
 */
public record ShadowDifference(long event, String what, String field, String recorded, String now) {

  /** The same in a sentence. */
  @Override
  public String toString() {
    return "at %s, %s%s: recorded is %s, and now it is %s"
        .formatted(
            event == 0 ? "its start" : "event %,d".formatted(event),
            what,
            field.isEmpty() ? "" : ", " + field,
            recorded,
            now);
  }
}

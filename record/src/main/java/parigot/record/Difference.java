package parigot.record;

/**
 * Where a replay first did not what was recorded.
 *
 * @param event which event of the guest's it was: 0 is its start
 * @param recorded what the guest did when it was recorded, a clause
 * @param replayed what it did when it was replayed, a clause
 */
public record Difference(long event, String recorded, String replayed) {

  /** The same in a sentence. */
  @Override
  public String toString() {
    return "at %s it %s, and recorded is that it %s"
        .formatted(event == 0 ? "its start" : "event %,d".formatted(event), replayed, recorded);
  }
}

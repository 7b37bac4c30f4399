package parigot.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parigot.kernel.Id;

/**
 * What guests said to each other, from the replays of their lives: in an order in which what was
 * caused stands behind its cause, on whichever nodes they were and however these nodes' clocks
 * differ. What has no order by that stands in the order of the clocks.
 */
public final class Conversation {
  private static final String OUTSIDE = "outside";

  private final MessageTexts texts;
  private final List<Transcript> transcripts = new ArrayList<>();
  private final Names names = new Names();

  /** Who had which part in each call: those that are in no recording are missing. */
  private final Map<Id, Map<Transcript.Role, String>> parts = new HashMap<>();

  /**
   * What called each call what it is: whoever answers one, and is answered, names the call alone.
   */
  private final Map<Id, Transcript.Item> calls = new HashMap<>();

  Conversation(MessageTexts texts) {
    this.texts = texts;
  }

  /** Another life, about to be replayed. */
  Transcript add(LifeFile life) {
    Transcript transcript = transcript(life);
    transcripts.add(transcript);
    return transcript;
  }

  /** The same of one that is not told of with the others. */
  Transcript transcript(LifeFile life) {
    return new Transcript(life, names);
  }

  /**
   * Of one life alone what came last.
   *
   * @param known how many of its items this was asked about before
   * @param first the first that is told of
   */
  List<Step> last(Transcript transcript, int known, int first) {
    List<Transcript.Item> items = transcript.items();
    items.subList(known, items.size()).forEach(item -> learn(transcript, item));
    return items.subList(first, items.size()).stream()
        .filter(this::isShown)
        .map(item -> step(transcript, item))
        .toList();
  }

  private void learn(Transcript transcript, Transcript.Item item) {
    if (item.role() != Transcript.Role.NONE) {
      parts.computeIfAbsent(item.call(), call -> new HashMap<>()).put(item.role(), who(transcript));
      if (item.kind() == Step.Kind.CALL) {
        calls.put(item.call(), item);
      }
    }
  }

  /** All that happened. */
  public List<Step> steps() {
    for (Transcript transcript : transcripts) {
      transcript.items().forEach(item -> learn(transcript, item));
    }
    List<Step> steps = new ArrayList<>();
    int[] at = new int[transcripts.size()];
    Set<String> happened = new HashSet<>();
    for (int next = next(at, happened); next >= 0; next = next(at, happened)) {
      Transcript transcript = transcripts.get(next);
      Transcript.Item item = transcript.items().get(at[next]);
      at[next]++;
      happened.add(key(item.call(), item.role()));
      if (isShown(item)) {
        steps.add(step(transcript, item));
      }
    }
    return steps;
  }

  private static String who(Transcript transcript) {
    String node = transcript.life().head().getNode();
    return (node.isEmpty() ? "" : node + "/") + transcript.life().head().getLabel();
  }

  private static String key(Id call, Transcript.Role role) {
    return role + " " + call;
  }

  /** The life whose next item is the earliest of those whose cause has happened. */
  private int next(int[] at, Set<String> happened) {
    int earliest = -1;
    boolean earliestIsCaused = false;
    for (int i = 0; i < at.length; i++) {
      if (at[i] == transcripts.get(i).items().size()) {
        continue;
      }
      Transcript.Item item = transcripts.get(i).items().get(at[i]);
      boolean isCaused = isCaused(item, happened);
      boolean isFirst =
          earliest < 0
              || (isCaused && !earliestIsCaused)
              || (isCaused == earliestIsCaused
                  && item.time()
                      .isBefore(transcripts.get(earliest).items().get(at[earliest]).time()));
      if (isFirst) {
        earliest = i;
        earliestIsCaused = isCaused;
      }
    }
    return earliest;
  }

  private boolean isCaused(Transcript.Item item, Set<String> happened) {
    return switch (item.role()) {
      case GOT -> isKnownToHaveHappened(item.call(), Transcript.Role.SENT, happened);
      case RESOLVED -> isKnownToHaveHappened(item.call(), Transcript.Role.ANSWERED, happened);
      case SENT, ANSWERED, NONE -> true;
    };
  }

  private boolean isKnownToHaveHappened(Id call, Transcript.Role role, Set<String> happened) {
    return !parts.get(call).containsKey(role) || happened.contains(key(call, role));
  }

  /** A call is shown once where both ends of it are recorded. */
  private boolean isShown(Transcript.Item item) {
    return switch (item.role()) {
      case GOT -> !parts.get(item.call()).containsKey(Transcript.Role.SENT);
      case RESOLVED -> !parts.get(item.call()).containsKey(Transcript.Role.ANSWERED);
      // What answers no call is the end of a guest, by which it answers the kernel.
      case ANSWERED -> calls.containsKey(item.call());
      case SENT, NONE -> true;
    };
  }

  private Step step(Transcript transcript, Transcript.Item item) {
    String who = who(transcript);
    String from = who;
    String to =
        switch (item.role()) {
          case SENT -> other(item, Transcript.Role.GOT, names.service(item.service()));
          case ANSWERED -> other(item, Transcript.Role.SENT, OUTSIDE);
          case GOT, RESOLVED -> {
            from =
                other(
                    item,
                    item.role() == Transcript.Role.GOT ? Transcript.Role.SENT : Transcript.Role.GOT,
                    OUTSIDE);
            yield who;
          }
          case NONE -> item.kind() == Step.Kind.PLUGIN ? item.what().replaceFirst("\\..*", "") : "";
        };
    String what = calls.getOrDefault(item.call(), item).what();
    return new Step(item.time(), item.kind(), from, to, what, message(item));
  }

  private String other(Transcript.Item item, Transcript.Role role, String otherwise) {
    return parts.get(item.call()).getOrDefault(role, otherwise);
  }

  private String message(Transcript.Item item) {
    return switch (item.kind()) {
      case ERROR -> {
        Id service = calls.getOrDefault(item.call(), item).service();
        String error = texts.error(names.service(service), item.error());
        yield item.detail().isEmpty() ? error : error + ": " + item.detail();
      }
      case PLUGIN -> item.error() == 0 ? item.detail() : "error " + item.error();
      case CALL, ANSWER, LINE, LIFE -> item.message().map(texts::shown).orElse("");
    };
  }
}

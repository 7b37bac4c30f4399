package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import parigot.kernel.Id;

/**
 * The calls that wait, by their ids and by when they have waited too long. Most have one time-out
 * in common: the order in which they were made is the order in which they are over, and costs
 * nothing to keep. Those that have another are kept in the order of their ends.
 */
final class OpenCalls {
  private final Map<Id, Call> usual = new LinkedHashMap<>();
  private final Map<Id, Other> others = new HashMap<>();
  private final NavigableSet<Other> othersByEnd =
      new TreeSet<>(Comparator.comparingLong(Other::end).thenComparingLong(Other::number));
  private long numbers;

  /**
   * @param number which of those with a time-out of their own it is
   */
  private record Other(Call call, long end, long number) {}

  /**
   * @param isUsual whether its time-out is the one that most have
   */
  void add(Call call, boolean isUsual) {
    if (isUsual) {
      usual.put(call.id(), call);
    } else {
      Other other = new Other(call, call.deadline(), numbers++);
      others.put(call.id(), other);
      othersByEnd.add(other);
    }
  }

  Optional<Call> find(Id id) {
    Call call = usual.get(id);
    if (call == null && !others.isEmpty()) {
      return Optional.ofNullable(others.get(id)).map(Other::call);
    }
    return Optional.ofNullable(call);
  }

  /** Takes it away, if it is there. */
  void remove(Call call) {
    if (usual.remove(call.id(), call) || others.isEmpty()) {
      return;
    }
    Other other = others.get(call.id());
    if (other != null && other.call().equals(call)) {
      others.remove(call.id());
      othersByEnd.remove(other);
    }
  }

  /** The one that has waited too long before all others. */
  Optional<Call> nextOver() {
    if (usual.isEmpty()) {
      return othersByEnd.isEmpty() ? Optional.empty() : Optional.of(othersByEnd.first().call());
    }
    Call oldest = usual.values().iterator().next();
    return othersByEnd.isEmpty() || oldest.deadline() <= othersByEnd.first().end()
        ? Optional.of(oldest)
        : Optional.of(othersByEnd.first().call());
  }

  /** All of them, the oldest first. */
  List<Call> all() {
    List<Call> all = new ArrayList<>(usual.values());
    othersByEnd.forEach(other -> all.add(other.call()));
    all.sort(Comparator.comparingLong(Call::madeAt));
    return all;
  }

  boolean isEmpty() {
    return usual.isEmpty() && others.isEmpty();
  }
}

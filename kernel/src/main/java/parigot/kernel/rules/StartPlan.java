package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

/**
 * In which order services start that have said what they export and require, and which never do.
 * Each service has a level: those of the first require nothing, those of another require what lower
 * ones export. Asked in the plan's order to launch, each launches at once.
 */
public final class StartPlan {
  /** The level of a service that never starts. */
  public static final int NEVER = 0;

  private final List<ServiceView> services;
  private final Map<ServiceName, List<Integer>> exporters = new LinkedHashMap<>();
  private final int[] levels;

  private StartPlan(List<ServiceView> services) {
    this.services = services;
    for (int i = 0; i < services.size(); i++) {
      for (ServiceName name : services.get(i).names()) {
        exporters.computeIfAbsent(name, key -> new ArrayList<>()).add(i);
      }
    }
    this.levels = levels(Set.of(), "");
  }

  /**
   * Plans the start of services.
   *
   * @param services all that there are, with what they export and require
   */
  public static StartPlan of(List<ServiceView> services) {
    return new StartPlan(List.copyOf(services));
  }

  /**
   * A service in the plan.
   *
   * @param level from 1, or {@link #NEVER}
   */
  public record Step(ServiceView service, int level) {}

  /** All services: those of the first level first, and at the end those that never start. */
  public List<Step> steps() {
    return IntStream.range(0, services.size())
        .mapToObj(i -> new Step(services.get(i), levels[i]))
        .sorted(
            Comparator.comparingInt(
                step -> step.level() == NEVER ? Integer.MAX_VALUE : step.level()))
        .toList();
  }

  /** Whether every service starts. */
  public boolean isWhole() {
    return Arrays.stream(levels).allMatch(level -> level != NEVER);
  }

  /** The guests that export a name. */
  public Set<String> exportersOf(ServiceName name) {
    Set<String> guests = new TreeSet<>();
    exporters.getOrDefault(name, List.of()).forEach(i -> guests.add(services.get(i).guest()));
    return guests;
  }

  /** The names that somebody requires and nobody exports. */
  public Set<ServiceName> exportedByNobody() {
    Set<ServiceName> missing = new LinkedHashSet<>();
    services.forEach(service -> missing.addAll(service.requires()));
    missing.removeAll(exporters.keySet());
    return missing;
  }

  /**
   * Of services that wait for each other, whoever else may come, the names along a shortest ring,
   * each requiring the next, and the last the first. Empty when there is none.
   */
  public List<ServiceName> cycle() {
    int[] freed = levels(exportedByNobody(), "");
    List<ServiceName> names = new ArrayList<>();
    exporters.forEach(
        (name, its) -> {
          if (its.stream().allMatch(i -> freed[i] == NEVER)) {
            names.add(name);
          }
        });
    names.sort(Comparator.comparing(ServiceName::toString));
    Map<ServiceName, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    int[][] arcs = new int[names.size() + services.size()][];
    for (ServiceName name : names) {
      arcs[numbers.get(name)] =
          exporters.get(name).stream().mapToInt(i -> names.size() + i).toArray();
    }
    for (int i = 0; i < services.size(); i++) {
      arcs[names.size() + i] =
          freed[i] == NEVER
              ? services.get(i).requires().stream()
                  .filter(numbers::containsKey)
                  .mapToInt(numbers::get)
                  .toArray()
              : new int[0];
    }
    int[] ring = new Digraph(arcs).shortestRing(IntStream.range(0, names.size()).toArray());
    return Arrays.stream(ring).filter(i -> i < names.size()).mapToObj(names::get).toList();
  }

  /**
   * For each guest those others that never start if it fails, and would otherwise. Guests without
   * whom all others start are left out.
   */
  public Map<String, Set<String>> lostWithout() {
    Map<String, Set<String>> lost = new TreeMap<>();
    Set<String> guests = new TreeSet<>();
    services.forEach(service -> guests.add(service.guest()));
    for (String guest : guests) {
      int[] without = levels(Set.of(), guest);
      Set<String> others = new TreeSet<>();
      for (int i = 0; i < without.length; i++) {
        if (without[i] == NEVER && levels[i] != NEVER && !services.get(i).guest().equals(guest)) {
          others.add(services.get(i).guest());
        }
      }
      if (!others.isEmpty()) {
        lost.put(guest, others);
      }
    }
    return lost;
  }

  /**
   * The level of each service.
   *
   * @param there names that count as running from the beginning
   * @param failed a guest none of whose services starts
   */
  private int[] levels(Set<ServiceName> there, String failed) {
    int[] level = new int[services.size()];
    Set<ServiceName> running = new LinkedHashSet<>(there);
    List<Integer> waiting = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      if (!services.get(i).guest().equals(failed)) {
        waiting.add(i);
      }
    }
    for (int round = 1; !waiting.isEmpty(); round++) {
      List<Integer> started = new ArrayList<>();
      for (int i : waiting) {
        if (running.containsAll(services.get(i).requires())) {
          level[i] = round;
          started.add(i);
        }
      }
      if (started.isEmpty()) {
        return level;
      }
      waiting.removeAll(Set.copyOf(started));
      started.forEach(i -> running.addAll(services.get(i).names()));
    }
    return level;
  }
}

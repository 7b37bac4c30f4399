package probe;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Collections and streams. */
final class CollectionChecks {
  private static final int MANY = 20_000;

  private CollectionChecks() {}

  private enum Size {
    SMALL,
    LARGE
  }

  private record Item(String name, int price) {}

  static void run(Checks checks) {
    collections(checks);
    streams(checks);
  }

  private static void collections(Checks checks) {
    checks.that("a sorted map", "{a=1, b=2}", () -> new TreeMap<>(Map.of("b", 2, "a", 1)));
    checks.that("a sorted set", "[1, 2]", () -> new TreeSet<>(List.of(2, 1)));
    checks.that(
        "a map in the order of its making",
        "{z=1, a=2}",
        () -> {
          Map<String, Integer> map = new LinkedHashMap<>();
          map.put("z", 1);
          map.put("a", 2);
          return map;
        });
    checks.that(
        "merging and computing",
        "{a=3, b=1}",
        () -> {
          Map<String, Integer> map = new TreeMap<>();
          map.merge("a", 1, (x, y) -> x + y);
          map.merge("a", 2, (x, y) -> x + y);
          map.computeIfAbsent("b", key -> 1);
          return map;
        });
    checks.that(
        "a map by enum", "{SMALL=1}", () -> new EnumMap<Size, Integer>(Map.of(Size.SMALL, 1)));
    checks.that(
        "a stack and a queue",
        "3 1",
        () -> {
          Deque<Integer> stack = new ArrayDeque<>(List.of(1));
          stack.push(3);
          return stack.pop() + " " + new PriorityQueue<>(List.of(2, 1)).poll();
        });
    checks.that(
        "sorting",
        "[3, 2, 1]",
        () -> {
          List<Integer> list = new ArrayList<>(List.of(1, 3, 2));
          list.sort(Comparator.<Integer>naturalOrder().reversed());
          return list;
        });
    checks.that(
        "arrays",
        "[1, 2] 1",
        () -> {
          int[] array = {2, 1};
          Arrays.sort(array);
          return Arrays.toString(array) + " " + Arrays.binarySearch(array, 2);
        });
    checks.that("a list that cannot change", "refused", () -> changed(List.of(1)));
    checks.that(
        "another that cannot change",
        "refused",
        () -> changed(Collections.unmodifiableList(new ArrayList<>())));
    checks.that(
        "bits",
        "{3}",
        () -> {
          BitSet bits = new BitSet();
          bits.set(3);
          return bits;
        });
    checks.that("an optional", "2", () -> Optional.<Integer>empty().or(() -> Optional.of(2)).get());
    checks.that(
        "a long list of numbers",
        String.valueOf(MANY),
        () -> {
          List<Integer> numbers = IntStream.range(0, MANY).boxed().collect(Collectors.toList());
          System.gc();
          return numbers.size();
        });
  }

  private static String changed(List<Integer> list) {
    try {
      list.add(2);
      return "changed";
    } catch (UnsupportedOperationException refused) {
      return "refused";
    }
  }

  private static void streams(Checks checks) {
    List<Item> items =
        List.of(new Item("tea", 3), new Item("milk", 2), new Item("cake", 3), new Item("tea", 4));
    checks.that("map", "[2, 4]", () -> Stream.of(1, 2).map(x -> x * 2).toList());
    checks.that(
        "filter and sorted",
        "[cake, tea, tea]",
        () -> items.stream().filter(i -> i.price > 2).map(Item::name).sorted().toList());
    checks.that(
        "distinct", "[tea, milk, cake]", () -> items.stream().map(Item::name).distinct().toList());
    checks.that(
        "sorting by two keys",
        "[milk, cake, tea, tea]",
        () ->
            items.stream()
                .sorted(Comparator.comparing(Item::price).thenComparing(Item::name))
                .map(Item::name)
                .toList());
    checks.that(
        "grouping",
        "{2=[milk], 3=[tea, cake], 4=[tea]}",
        () ->
            items.stream()
                .collect(
                    Collectors.groupingBy(
                        Item::price,
                        TreeMap::new,
                        Collectors.mapping(Item::name, Collectors.toList()))));
    checks.that(
        "partitioning",
        "{false=[2], true=[3, 3, 4]}",
        () ->
            items.stream()
                .map(Item::price)
                .sorted()
                .collect(Collectors.partitioningBy(p -> p > 2)));
    checks.that(
        "to a map",
        "{cake=3, milk=2, tea=7}",
        () ->
            new TreeMap<>(
                items.stream()
                    .collect(Collectors.toMap(Item::name, Item::price, (a, b) -> a + b))));
    checks.that("joining", "a,b", () -> Stream.of("a", "b").collect(Collectors.joining(",")));
    checks.that("numbers", "45 4.5", () -> IntStream.range(0, 10).sum() + " " + average(0, 10));
    checks.that("reducing", "6", () -> Stream.of(1, 2, 3).reduce(0, (a, b) -> a + b));
    checks.that(
        "flat map",
        "[3, 1, 2]",
        () -> Stream.of(List.of(3, 1), List.of(2)).flatMap(List::stream).toList());
    checks.that(
        "without end",
        "[1, 2, 4]",
        () -> Stream.iterate(1, x -> x * 2).takeWhile(x -> x < 5).toList());
  }

  private static double average(int from, int to) {
    return IntStream.range(from, to).average().orElseThrow();
  }
}

package parigot.protoc;

import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Names of one place, none twice: where one is taken, underscores are added until it is free. */
final class UniqueNames {
  private final Set<String> taken = new HashSet<>();
  private final Set<String> takenInAnyCase = new HashSet<>();
  private final boolean anyCase;

  private UniqueNames(boolean anyCase) {
    this.anyCase = anyCase;
  }

  /** Names that may differ in capitals alone. */
  static UniqueNames exact() {
    return new UniqueNames(false);
  }

  /** Names of files: not every file system tells capitals from small letters. */
  static UniqueNames ofFiles() {
    return new UniqueNames(true);
  }

  /** Nothing gets these names, though one of them in other capitals may be given. */
  UniqueNames without(Collection<String> names) {
    taken.addAll(names);
    return this;
  }

  private boolean isFree(String name) {
    return !taken.contains(name) && !takenInAnyCase.contains(name.toLowerCase(Locale.ROOT));
  }

  String of(String wanted) {
    String name = wanted;
    while (!isFree(name)) {
      name += "_";
    }
    taken.add(name);
    if (anyCase) {
      takenInAnyCase.add(name.toLowerCase(Locale.ROOT));
    }
    return name;
  }

  /**
   * Names for several things. Those that can be called as they are written come first, so that none
   * loses its name to one that has to change.
   */
  <T extends GenericDescriptor> Map<T, String> of(List<T> things, Function<T, String> wanted) {
    Map<T, String> names = new HashMap<>();
    for (T thing : things) {
      String name = wanted.apply(thing);
      if (name.equals(thing.getName()) && isFree(name)) {
        names.put(thing, of(name));
      }
    }
    for (T thing : things) {
      if (!names.containsKey(thing)) {
        names.put(thing, of(wanted.apply(thing)));
      }
    }
    return names;
  }
}

package parigot.jvm;

import java.util.ArrayList;
import java.util.List;

/**
 * The classes of one guest that have been initialized, in the order in which that was done. {@link
 * KeptClasses} defines it anew for each guest, among the guest's own classes; they call it.
 */
public final class InitializedClasses {
  private static final List<Class<?>> ALL = new ArrayList<>();

  private InitializedClasses() {}

  /** The initialization of this one is done. */
  public static synchronized void add(Class<?> type) {
    ALL.add(type);
  }

  static synchronized List<Class<?>> inOrder() {
    return List.copyOf(ALL);
  }
}

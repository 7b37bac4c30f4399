package program;

import java.util.ArrayList;
import java.util.List;

/** A guest whose statics say how often something was done, in classes that depend on each other. */
public final class Statics {
  private static final List<String> SEEN = new ArrayList<>();
  private static int count;
  private static long wide;

  private Statics() {}

  /** Made from another class's statics: it must not be made from those of an earlier life. */
  private static final class First {
    static final List<String> NAMES = new ArrayList<>(List.of("first"));
  }

  private static final class Second {
    static final List<String> SAME = First.NAMES;
    static int made;
  }

  private enum Constant {
    ONE
  }

  public static void main(String[] args) {
    count++;
    wide += 1L << 40;
    SEEN.add("again");
    Second.made++;
    Second.SAME.add("second");
    System.out.print(
        count
            + " "
            + wide
            + " "
            + SEEN
            + " "
            + First.NAMES
            + " "
            + Second.made
            + " "
            + (Constant.valueOf("ONE") == Constant.ONE)
            + " "
            + Thread.currentThread().getName());
  }
}

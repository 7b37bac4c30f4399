package parigot.maven;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * Methods of {@link Arrays}, compiled into guests in place of TeaVM's, and what Java checks first.
 */
final class ArraysAsJava {
  private ArraysAsJava() {}

  static void range(int length, int from, int to) {
    if (from > to) {
      throw new IllegalArgumentException(
          "fromIndex("
              .concat(Integer.toString(from))
              .concat(") > toIndex(")
              .concat(Integer.toString(to))
              .concat(")"));
    }
    if (from < 0 || to > length) {
      throw new ArrayIndexOutOfBoundsException(from < 0 ? from : to);
    }
  }

  /** What Java checks first of all methods that take a part of an array. */
  static final class OfParts {
    private OfParts() {}

    static void check(boolean[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(byte[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(short[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(char[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(int[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(long[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(float[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(double[] array, int from, int to) {
      range(array.length, from, to);
    }

    static void check(Object[] array, int from, int to) {
      range(array.length, from, to);
    }
  }

  /** What Java checks first. */
  static final class GuardsOfSystem {
    private GuardsOfSystem() {}

    static void arraycopy(Object from, int at, Object to, int target, int count) {
      if (from == null || to == null) {
        return;
      }
      Class<?> one = from.getClass();
      Class<?> other = to.getClass();
      if (!one.isArray() || (one != other && (isPrimitive(one) || isPrimitive(other)))) {
        throw new ArrayStoreException("arraycopy: type mismatch");
      }
      fastArraycopy(from, at, to, target, count);
    }

    /** Of arrays that are known to fit. TeaVM adds, which overflows. */
    static void fastArraycopy(Object from, int at, Object to, int target, int count) {
      if (at < 0
          || target < 0
          || count < 0
          || at > Array.getLength(from) - count
          || target > Array.getLength(to) - count) {
        throw new ArrayIndexOutOfBoundsException("arraycopy: out of bounds");
      }
    }

    private static boolean isPrimitive(Class<?> array) {
      Class<?> element = array.getComponentType();
      return element == null || element.isPrimitive();
    }
  }

  private static void ordered(int from, int to) {
    if (from > to) {
      throw new IllegalArgumentException(
          Integer.toString(from).concat(" > ").concat(Integer.toString(to)));
    }
  }

  private static int copied(int length, int from, int to) {
    if (from < 0 || from > length) {
      throw new ArrayIndexOutOfBoundsException(from);
    }
    return Math.min(length, to) - from;
  }

  static final class OfArrays {
    private OfArrays() {}

    public static <T> T[] copyOfRange(T[] array, int from, int to) {
      int length = array.length;
      ordered(from, to);
      int copied = copied(length, from, to);
      T[] copy = Arrays.copyOf(array, to - from);
      System.arraycopy(array, from, copy, 0, copied);
      for (int i = copied; i < copy.length; i++) {
        copy[i] = null;
      }
      return copy;
    }

    public static boolean[] copyOfRange(boolean[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      boolean[] copy = new boolean[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static byte[] copyOfRange(byte[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      byte[] copy = new byte[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static short[] copyOfRange(short[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      short[] copy = new short[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static char[] copyOfRange(char[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      char[] copy = new char[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static int[] copyOfRange(int[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      int[] copy = new int[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static long[] copyOfRange(long[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      long[] copy = new long[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static float[] copyOfRange(float[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      float[] copy = new float[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }

    public static double[] copyOfRange(double[] array, int from, int to) {
      ordered(from, to);
      int copied = copied(array.length, from, to);
      double[] copy = new double[to - from];
      System.arraycopy(array, from, copy, 0, copied);
      return copy;
    }
  }
}

package parigot.message;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The numbers of a repeated enum field, seen as constants.
 *
 * @param <E> the enum
 */
public final class EnumList<E extends MessageEnum> extends AbstractList<E> {
  private final List<Integer> numbers;
  private final IntFunction<E> constants;

  /** A view of numbers; the function gives each one's constant. */
  public EnumList(List<Integer> numbers, IntFunction<E> constants) {
    this.numbers = numbers;
    this.constants = constants;
  }

  @Override
  public E get(int index) {
    return constants.apply(numbers.get(index));
  }

  @Override
  public int size() {
    return numbers.size();
  }
}

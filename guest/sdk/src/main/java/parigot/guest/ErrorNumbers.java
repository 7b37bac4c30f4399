package parigot.guest;

/** Finds the constants of a service's error enum. */
@FunctionalInterface
public interface ErrorNumbers {
  /** The constant with this number, or the one that stands for unknown numbers; never null. */
  ServiceError forNumber(int number);
}

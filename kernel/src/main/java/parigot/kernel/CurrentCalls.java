package parigot.kernel;

/**
 * Which calls guests are working on right now, as their own threads say. The kernel asks when a
 * call has failed, for what it tells about it and for nothing else. Like the time it is an input:
 * with the same answers, the kernel does the same.
 */
@FunctionalInterface
public interface CurrentCalls {
  /** The call that this guest is working on; {@link Id#EMPTY} when it is at none. */
  Id of(Id host);
}

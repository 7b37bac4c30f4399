package parigot.kernel;

/**
 * Which services there are and where they run: written by the {@link Kernel} alone, read by every
 * guest's {@link SystemCalls} from its own thread, so that finding a service waits for nobody.
 */
public final class Directory {
  Directory() {}
}

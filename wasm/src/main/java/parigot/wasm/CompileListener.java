package parigot.wasm;

import java.time.Duration;

/** Hears how far the compilation of a module has come: it may take minutes. */
@FunctionalInterface
public interface CompileListener {
  /** Hears nothing. */
  CompileListener NONE = (percent, soFar) -> {};

  /**
   * Called on the thread that waits for the module: at first with 0, then whenever there is
   * something new and each second, and at last with 100. Not called for a module that is in the
   * cache or that somebody else has compiled. What it throws ends the loading.
   *
   * @param percent how much of the work is done, by the number of functions; never less than before
   * @param soFar the time since it began
   */
  void at(int percent, Duration soFar);
}

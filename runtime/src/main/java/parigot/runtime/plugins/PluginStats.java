package parigot.runtime.plugins;

import java.util.concurrent.atomic.LongAdder;

/** What is counted of a plugin's calls. From any thread. */
final class PluginStats {
  private final LongAdder calls = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder timedOut = new LongAdder();

  void called() {
    calls.increment();
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failed.increment();
  }

  void timedOut() {
    timedOut.increment();
  }

  PluginView view(String name, int writtenOff) {
    return new PluginView(
        name, calls.sum(), refused.sum(), failed.sum(), timedOut.sum(), writtenOff);
  }
}

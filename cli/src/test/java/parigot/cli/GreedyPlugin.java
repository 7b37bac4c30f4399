package parigot.cli;

import java.util.List;
import java.util.concurrent.CompletionStage;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginService;

/**
 * A plugin that takes whatever the heap has once a certain service runs, and takes it again when
 * something is given back.
 */
public final class GreedyPlugin implements Plugin {
  private static final int MANY = 1 << 20;

  @SuppressWarnings("UnusedVariable") // They are there to be held.
  private static final class Block {
    private Object[] content;
    private Block next;
  }

  private volatile Block taken;

  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public void start(PluginContext context) {
    Thread thread = new Thread(this::take, "greedy");
    thread.setDaemon(true);
    CompletionStage<Void> unused =
        context.guests().running("ticking.v1", "ticking").thenRun(thread::start);
  }

  private void take() {
    int size = MANY;
    while (true) {
      try {
        Block block = new Block();
        block.content = new Object[size];
        block.next = taken;
        taken = block;
      } catch (OutOfMemoryError e) {
        size = Math.max(1, size / 2);
      }
    }
  }

  @Override
  public List<PluginService> services() {
    return List.of();
  }

  @Override
  public void close() {}
}

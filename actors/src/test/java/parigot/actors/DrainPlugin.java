package parigot.actors;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginService;

/** A plugin that has something under way until the test says that it is done. */
public final class DrainPlugin implements Plugin {
  static volatile CompletableFuture<Void> asked = new CompletableFuture<>();
  static volatile CompletableFuture<Void> underWay = new CompletableFuture<>();
  static volatile CompletableFuture<Void> closed = new CompletableFuture<>();

  static void reset() {
    asked = new CompletableFuture<>();
    underWay = new CompletableFuture<>();
    closed = new CompletableFuture<>();
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    return List.of();
  }

  @Override
  public CompletionStage<Void> drain() {
    asked.complete(null);
    return underWay;
  }

  @Override
  public void close() {
    closed.complete(null);
  }
}

package parigot.actors;

import com.google.protobuf.StringValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;

/**
 * Stands in for the {@link MischiefPlugin}, whose functions a module of the tests imports, and
 * writes down each call, when it ran and for which guest: a line {@code TEXT NANOS GUEST} in the
 * file of its setting {@code runs}.
 */
public final class RunsPlugin implements Plugin {
  private Writer runs;

  @Override
  public String name() {
    return "mischief";
  }

  @Override
  public void start(PluginContext context) {
    try {
      runs =
          Files.newBufferedWriter(
              Path.of(context.config().getString("runs")),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<PluginService> services() {
    List<PluginMethod<?, ?>> methods = new ArrayList<>();
    for (PluginMethod<?, ?> method : new MischiefPlugin().services().get(0).methods()) {
      methods.add(
          method.importName().equals("echo_")
              ? new PluginMethod<>(
                  "Echo",
                  "echo_",
                  StringValue.parser(),
                  (request, caller) -> run(request, caller.guest()))
              : method);
    }
    return List.of(new PluginService("mischief", "mischief.v1", "Mischief", methods));
  }

  private synchronized StringValue run(StringValue request, String guest) {
    try {
      runs.write(request.getValue() + " " + System.nanoTime() + " " + guest + "\n");
      // A process that is killed has written what has run.
      runs.flush();
      return request;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      runs.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

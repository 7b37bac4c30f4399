package parigot.otlp;

import com.google.protobuf.StringValue;
import java.util.List;
import java.util.stream.Stream;
import parigot.plugin.Caller;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.TraceParent;

/** Answers each call with the trace that it is a part of, by the names that the guest imports. */
public final class TellingPlugin implements Plugin {
  @Override
  public String name() {
    return "mischief";
  }

  @Override
  public void start(PluginContext context) {}

  @Override
  public List<PluginService> services() {
    return List.of(
        new PluginService(
            "mischief",
            "telling.v1",
            "Telling",
            Stream.of(
                    "block_",
                    "spin_",
                    "wait_",
                    "throw_",
                    "recurse_",
                    "allocate_",
                    "return_null_",
                    "return_too_much_",
                    "refuse_",
                    "echo_")
                .<PluginMethod<?, ?>>map(TellingPlugin::method)
                .toList()));
  }

  @Override
  public void close() {}

  private static PluginMethod<StringValue, StringValue> method(String importName) {
    return new PluginMethod<>(
        importName.replace("_", ""),
        importName,
        StringValue.parser(),
        (request, caller) -> StringValue.of(trace(caller)));
  }

  private static String trace(Caller caller) {
    return caller.trace().map(TraceParent::traceparent).orElse("none");
  }
}

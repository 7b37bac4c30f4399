package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import parigot.actors.Application;

/** A guest that calls a plugin, which does nothing, through its import. */
final class PluginLine implements CallLines {
  private final Application application =
      GuestApplication.launch(
          new GuestApplication()
              .guest("caller", "plugin.wasm", "caller")
              .set("parigot.guests.caller.plugins = [nothing]")
              .set("parigot.plugins.nothing.class = " + NothingPlugin.class.getName())
              .config());

  @Override
  public int[] run(int calls) {
    byte[] order =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(calls).array();
    return GuestLines.nanos(
        application
            .call(
                "bench.v1",
                "caller",
                "Run",
                BytesValue.of(ByteString.copyFrom(order)),
                BytesValue.class)
            .toCompletableFuture()
            .join());
  }

  @Override
  public int lines() {
    return 1;
  }

  @Override
  public void close() {
    application.close();
  }
}

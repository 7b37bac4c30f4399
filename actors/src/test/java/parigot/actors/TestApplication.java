package parigot.actors;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import parigot.runtime.Console;
import parigot.runtime.testing.RecordedLog;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/**
 * An application of scripted guests (their commands are described beside their source, in {@code
 * src/test/guests}), with its console and its log recorded. First say what it has, then {@link
 * #start}.
 */
final class TestApplication implements AutoCloseable {
  private static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();

  private final List<String> settings = new ArrayList<>();
  private final RecordedConsole console = new RecordedConsole();
  private final RecordedLog log = new RecordedLog();
  private Application application;

  private TestApplication() {
    settings.add("parigot.cache-dir = " + quoted(CACHE.toString()));
  }

  static TestApplication with(String... settings) {
    TestApplication result = new TestApplication();
    result.settings.addAll(List.of(settings));
    return result;
  }

  /** More settings. */
  TestApplication settings(String... more) {
    settings.addAll(List.of(more));
    return this;
  }

  static Path module(GuestShape shape) {
    return module(shape == GuestShape.LOOP ? "loop" : "reactor");
  }

  static Path module(String name) {
    URL found = TestApplication.class.getResource("/guests/" + name + ".wasm");
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  TestApplication main(String name, GuestShape shape, String... script) {
    return guest(name, "main", module(shape), script);
  }

  TestApplication server(String name, GuestShape shape, String... script) {
    return guest(name, "server", module(shape), script);
  }

  TestApplication guest(String name, String kind, Path module, String... script) {
    settings.add(
        "parigot.guests.%s { kind = %s, wasm = %s, args = [%s] }"
            .formatted(
                name,
                kind,
                quoted(module.toString()),
                Arrays.stream(script).map(TestApplication::quoted).collect(joining(", "))));
    return this;
  }

  /** A server that exports {@code NAME.v1.NAME} and binds these methods ({@code Echo echo}). */
  TestApplication service(String name, GuestShape shape, String... methods) {
    return server(name, shape, serviceScript(name, methods));
  }

  private static String[] serviceScript(String name, String... methods) {
    List<String> script = new ArrayList<>();
    script.add("register " + name);
    script.add("export %s.v1 %s".formatted(name, name));
    Arrays.stream(methods).map(method -> "bind " + method).forEach(script::add);
    script.add("launch");
    return script.toArray(String[]::new);
  }

  /** The same from another build of the scripted guest, as in {@code stores}. */
  TestApplication service(String name, String build, GuestShape shape, String... methods) {
    String module = build + (shape == GuestShape.LOOP ? "-loop" : "-reactor");
    return guest(name, "server", module(module), serviceScript(name, methods));
  }

  /** A main that requires {@code CALLEE.v1.CALLEE}, launches, locates it and goes on so. */
  TestApplication client(String name, GuestShape shape, String callee, String... rest) {
    List<String> script = new ArrayList<>();
    script.add("register " + name);
    script.add("require %s.v1 %s".formatted(callee, callee));
    script.add("launch");
    script.add("locate %s.v1 %s".formatted(callee, callee));
    script.addAll(List.of(rest));
    return main(name, shape, script.toArray(String[]::new));
  }

  /** One more setting of a guest that was named before. */
  TestApplication set(String guest, String setting) {
    settings.add("parigot.guests.%s { %s }".formatted(guest, setting));
    return this;
  }

  Config config() {
    return ConfigFactory.parseString(String.join("\n", settings));
  }

  TestApplication start() {
    return start(console);
  }

  TestApplication start(Console other) {
    application = Parigot.start(config(), other);
    return this;
  }

  Application application() {
    return application;
  }

  /** Starts, and waits until every guest has launched. */
  TestApplication launched() {
    start();
    Within.limit(application.launched());
    return this;
  }

  /** Starts, waits for the end, and answers with the exit code. */
  int run() {
    start();
    return code();
  }

  /** Waits for the end. */
  int code() {
    return Within.limit(application.ended());
  }

  int stop() {
    return Within.limit(application.stop());
  }

  String printed() {
    return console.text();
  }

  /** Waits until a main has printed this. */
  void awaitPrinted(String text) {
    console.await(text);
  }

  byte[] written() {
    return console.bytes();
  }

  RecordedLog log() {
    return log;
  }

  /** The guests in the order of their ends, as the log tells it. */
  List<String> endings() {
    return log.lines().stream()
        .filter(line -> line.contains(" has ended: "))
        .map(line -> line.substring("DEBUG ".length(), line.indexOf(" has ended: ")))
        .toList();
  }

  String trouble() {
    return application.trouble().orElse("");
  }

  /** Calls {@code NAME.v1.NAME} from the host. */
  <R extends Message> CompletionStage<R> call(
      String service, String method, Message request, Class<R> response) {
    return application.call(service + ".v1", service, method, request, response);
  }

  /** Calls with this text, and waits for the same back. */
  String echo(String service, String method, String text) {
    return Within.limit(call(service, method, StringValue.of(text), StringValue.class)).getValue();
  }

  static BytesValue bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 7);
    return BytesValue.of(ByteString.copyFrom(bytes));
  }

  /** Ends the application if it still runs, and the recording. */
  @Override
  public void close() {
    try {
      if (application != null && !application.ended().toCompletableFuture().isDone()) {
        stop();
      }
    } finally {
      log.close();
    }
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}

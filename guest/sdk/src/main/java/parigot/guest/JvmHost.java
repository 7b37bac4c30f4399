package parigot.guest;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import parigot.message.MessageWriter;
import syscall.v1.KernelErr;

/**
 * The host of a guest that runs as plain Java, in the process of its host. Each such guest has a
 * class loader of its own, and so its own copy of this class. The host finds it by its name and
 * speaks to it in types of the JDK alone, as it has other copies of all others.
 */
final class JvmHost implements Host {
  private static JvmHost installed;
  private static EventLoop loop;

  private final BiFunction<String, byte[], Map.Entry<Integer, byte[]>> functions;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final LongSupplier realTime;
  private final LongSupplier monotonicTime;
  private final Consumer<byte[]> random;
  private final IntConsumer end;
  private boolean ended;

  private JvmHost(
      BiFunction<String, byte[], Map.Entry<Integer, byte[]>> functions,
      List<String> arguments,
      Map<String, String> environment,
      LongSupplier realTime,
      LongSupplier monotonicTime,
      Consumer<byte[]> random,
      IntConsumer end) {
    this.functions = functions;
    this.arguments = arguments;
    this.environment = environment;
    this.realTime = realTime;
    this.monotonicTime = monotonicTime;
    this.random = random;
    this.end = end;
  }

  /**
   * From the host, before the guest's {@code main}.
   *
   * @param functions calls a function of the host, named as in {@code parigot.locate_}, with a
   *     request; gives an error number, or 0 and a response
   * @param end ends the guest; it throws what must reach the host
   */
  static void install(
      BiFunction<String, byte[], Map.Entry<Integer, byte[]>> functions,
      List<String> arguments,
      Map<String, String> environment,
      LongSupplier realTime,
      LongSupplier monotonicTime,
      Consumer<byte[]> random,
      IntConsumer end) {
    installed =
        new JvmHost(functions, arguments, environment, realTime, monotonicTime, random, end);
  }

  /** From the host: hands the guest an event. */
  static void deliver(byte[] event) {
    try {
      if (loop != null) {
        loop.deliver(event);
      }
    } catch (Throwable thrown) {
      installed.rethrowIfEnded(thrown);
      loop.log().error("an event could not be worked on", thrown);
    }
  }

  /** The host of this guest, or null on a Java virtual machine without one. */
  static JvmHost installed() {
    return installed;
  }

  static void deliverTo(EventLoop eventLoop) {
    loop = eventLoop;
  }

  @Override
  public void rethrowIfEnded(Throwable thrown) {
    if (ended && thrown instanceof Error end) {
      throw end;
    }
  }

  /** Calls a function of the host. */
  HostMemory.Reply exchange(String module, String function, byte[] request) {
    Map.Entry<Integer, byte[]> reply = functions.apply(module + "." + function, request);
    return new HostMemory.Reply(reply.getKey(), reply.getValue());
  }

  private byte[] call(String module, String function, byte[] request) {
    HostMemory.Reply reply = exchange(module, function, request);
    if (reply.error() != 0) {
      throw new SystemCallException(KernelErr.forNumber(reply.error()));
    }
    return reply.response();
  }

  private byte[] call(String function, byte[] request) {
    return call("parigot", function, request);
  }

  @Override
  public byte[] register(byte[] request) {
    return call("register_", request);
  }

  @Override
  public byte[] bindMethod(byte[] request) {
    return call("bind_method_", request);
  }

  @Override
  public byte[] export(byte[] request) {
    return call("export_", request);
  }

  @Override
  public byte[] require(byte[] request) {
    return call("require_", request);
  }

  @Override
  public byte[] launch(byte[] request) {
    return call("launch_", request);
  }

  @Override
  public byte[] locate(byte[] request) {
    return call("locate_", request);
  }

  @Override
  public void dispatch(MessageWriter request) {
    byte[] unusedResponse = call("dispatch_", request.toByteArray());
  }

  @Override
  public void returnValue(MessageWriter request) {
    byte[] unusedResponse = call("return_value_", request.toByteArray());
  }

  @Override
  public byte[] exit(byte[] request) {
    return call("exit_", request);
  }

  @Override
  public byte[] timer(byte[] request) {
    return call("timer_", request);
  }

  @Override
  public byte[] log(byte[] request) {
    return call("log", "log_", request);
  }

  @Override
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public long realTime() {
    return realTime.getAsLong();
  }

  @Override
  public long monotonicTime() {
    return monotonicTime.getAsLong();
  }

  @Override
  public void random(byte[] target) {
    random.accept(target);
  }

  @Override
  public void end(int code) {
    ended = true;
    end.accept(code);
  }
}

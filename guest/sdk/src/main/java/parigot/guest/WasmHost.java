package parigot.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.interop.Import;
import parigot.message.MessageWriter;
import syscall.v1.KernelErr;

/** The host of a compiled guest: the functions that it imports. */
final class WasmHost implements Host {
  static final WasmHost INSTANCE = new WasmHost();

  private static final int REAL_TIME = 0;
  private static final int MONOTONIC_TIME = 1;
  private static final long FINEST = 1;

  private WasmHost() {}

  @Override
  public byte[] register(byte[] request) {
    return call(WasmHost::register, request);
  }

  @Override
  public byte[] bindMethod(byte[] request) {
    return call(WasmHost::bindMethod, request);
  }

  @Override
  public byte[] export(byte[] request) {
    return call(WasmHost::export, request);
  }

  @Override
  public byte[] require(byte[] request) {
    return call(WasmHost::require, request);
  }

  @Override
  public byte[] launch(byte[] request) {
    return call(WasmHost::launch, request);
  }

  @Override
  public byte[] locate(byte[] request) {
    return call(WasmHost::locate, request);
  }

  @Override
  public void dispatch(MessageWriter request) {
    send(WasmHost::dispatch, request);
  }

  @Override
  public void returnValue(MessageWriter request) {
    send(WasmHost::returnValue, request);
  }

  @Override
  public byte[] exit(byte[] request) {
    return call(WasmHost::exit, request);
  }

  @Override
  public byte[] timer(byte[] request) {
    return call(WasmHost::timer, request);
  }

  @Override
  public byte[] log(byte[] request) {
    return call(WasmHost::log, request);
  }

  private static byte[] call(HostCall.Function function, byte[] request) {
    HostMemory.Reply reply = HostMemory.exchange(function, request);
    throwIfRefused(reply.error());
    return reply.response();
  }

  private static void send(HostCall.Function function, MessageWriter request) {
    throwIfRefused(HostMemory.send(function, request));
  }

  private static void throwIfRefused(int error) {
    if (error != 0) {
      throw new SystemCallException(KernelErr.forNumber(error));
    }
  }

  @Override
  public List<String> arguments() {
    List<String> all = HostMemory.strings(WasmHost::argsSizesGet, WasmHost::argsGet);
    return all.isEmpty() ? all : all.subList(1, all.size());
  }

  @Override
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (String entry : HostMemory.strings(WasmHost::environSizesGet, WasmHost::environGet)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return environment;
  }

  @Override
  public long realTime() {
    return HostMemory.read(target -> clockTimeGet(REAL_TIME, FINEST, target));
  }

  @Override
  public long monotonicTime() {
    return HostMemory.read(target -> clockTimeGet(MONOTONIC_TIME, FINEST, target));
  }

  @Override
  public void random(byte[] target) {
    HostMemory.fill(target, WasmHost::randomGet);
  }

  @Override
  public void end(int code) {
    procExit(code);
  }

  @Import(module = "parigot", name = "register_")
  private static native long register(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "bind_method_")
  private static native long bindMethod(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "export_")
  private static native long export(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "require_")
  private static native long require(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "launch_")
  private static native long launch(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "locate_")
  private static native long locate(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "dispatch_")
  private static native long dispatch(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "return_value_")
  private static native long returnValue(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "exit_")
  private static native long exit(int requestLength, int request, int response, int error);

  @Import(module = "parigot", name = "timer_")
  private static native long timer(int requestLength, int request, int response, int error);

  @Import(module = "log", name = "log_")
  private static native long log(int requestLength, int request, int response, int error);

  @Import(module = "wasi_snapshot_preview1", name = "args_sizes_get")
  private static native int argsSizesGet(int count, int size);

  @Import(module = "wasi_snapshot_preview1", name = "args_get")
  private static native int argsGet(int addresses, int buffer);

  @Import(module = "wasi_snapshot_preview1", name = "environ_sizes_get")
  private static native int environSizesGet(int count, int size);

  @Import(module = "wasi_snapshot_preview1", name = "environ_get")
  private static native int environGet(int addresses, int buffer);

  @Import(module = "wasi_snapshot_preview1", name = "clock_time_get")
  private static native int clockTimeGet(int clock, long precision, int target);

  @Import(module = "wasi_snapshot_preview1", name = "random_get")
  private static native int randomGet(int buffer, int length);

  @Import(module = "wasi_snapshot_preview1", name = "proc_exit")
  private static native void procExit(int code);
}

package boutique.twin;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import log.v1.host.LogLevel;
import log.v1.host.LogRequest;
import log.v1.host.LogResponse;
import parigot.v1.host.TimerRequest;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.DispatchResponse;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitRequest;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.ExportResponse;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LaunchResponse;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.RegisterResponse;
import syscall.v1.host.RequireRequest;
import syscall.v1.host.RequireResponse;
import syscall.v1.host.ResolvedCall;
import syscall.v1.host.ReturnValueRequest;
import syscall.v1.host.ReturnValueResponse;

/**
 * The host of a guest that runs as plain Java, without a kernel: its system calls become calls of
 * grpc-java. The guest is entered through the same class of the SDK as by the engine for Java.
 * Everything but the constructor happens on the network's thread.
 */
final class Host {
  private static final String SDK_CLASS = "parigot.guest.JvmHost";
  private static final byte[] NOTHING = {};
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Network network;
  private final Ids ids = new Ids();
  private final IdRaw self = ids.next('h');
  private final Incoming incoming = new Incoming(ids, this::deliver);
  private final Method deliver;
  private final List<String> required = new ArrayList<>();
  private final List<LaunchRequest> launching = new ArrayList<>();
  private final Map<IdRaw, ScheduledFuture<?>> timers = new HashMap<>();
  private Outgoing outgoing;
  private IdRaw exiting = IdRaw.getDefaultInstance();

  /** Is the host of the guest that this process runs, whose arguments these are. */
  Host(Network network, List<String> arguments) throws ReflectiveOperationException {
    this.network = network;
    deliver = sdkMethod("deliver", byte[].class);
    BiFunction<String, byte[], Map.Entry<Integer, byte[]>> calls = this::call;
    LongSupplier realTime = Host::realTime;
    LongSupplier monotonicTime = System::nanoTime;
    Consumer<byte[]> random = target -> ThreadLocalRandom.current().nextBytes(target);
    IntConsumer end = System::exit;
    Map<String, String> environment =
        Map.of(
            "HOSTID_HIGH", Long.toHexString(self.getHigh()),
            "HOSTID_LOW", Long.toHexString(self.getLow()));
    sdkMethod(
            "install",
            BiFunction.class,
            List.class,
            Map.class,
            LongSupplier.class,
            LongSupplier.class,
            Consumer.class,
            IntConsumer.class)
        .invoke(null, calls, arguments, environment, realTime, monotonicTime, random, end);
  }

  private static Method sdkMethod(String name, Class<?>... types)
      throws ReflectiveOperationException {
    Method method = Class.forName(SDK_CLASS).getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method;
  }

  private static long realTime() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** Serves what the guest has exported, and tells where. */
  List<Endpoint> serve() throws IOException {
    return incoming.serve(network);
  }

  /** Lets the guest run, with these around it. */
  void begin(List<Endpoint> others) {
    outgoing = new Outgoing(ids, self, network, others, this::deliver);
    boolean complete = others.stream().map(Endpoint::service).toList().containsAll(required);
    for (LaunchRequest launch : launching) {
      resolve(launch.getCallId(), complete ? KernelErr.NoError : KernelErr.NotFound);
    }
  }

  private void resolve(IdRaw call, KernelErr error) {
    deliver(
        ReadOneResponse.newBuilder()
            .setResolved(
                ResolvedCall.newBuilder()
                    .setHostId(self)
                    .setCallId(call)
                    .setResultError(error.getNumber()))
            .build());
  }

  private void deliver(ReadOneResponse event) {
    try {
      deliver.invoke(null, event.toByteArray());
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException("the guest has let an exception through", e);
    }
  }

  private Map.Entry<Integer, byte[]> call(String function, byte[] request) {
    try {
      return Map.entry(0, carryOut(function, request).toByteArray());
    } catch (Refusal e) {
      return Map.entry(e.number(), NOTHING);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("no request of " + function, e);
    }
  }

  private MessageLite carryOut(String function, byte[] request)
      throws Refusal, InvalidProtocolBufferException {
    return switch (function) {
      case "parigot.register_" ->
          RegisterResponse.newBuilder().setServiceId(incoming.register()).build();
      case "parigot.bind_method_" -> bind(BindMethodRequest.parseFrom(request));
      case "parigot.export_" -> export(ExportRequest.parseFrom(request));
      case "parigot.require_" -> require(RequireRequest.parseFrom(request));
      case "parigot.launch_" -> launch(LaunchRequest.parseFrom(request));
      case "parigot.locate_" -> {
        LocateRequest wanted = LocateRequest.parseFrom(request);
        yield outgoing.locate(name(wanted.getPackageName(), wanted.getServiceName()));
      }
      case "parigot.dispatch_" -> dispatch(DispatchRequest.parseFrom(request));
      case "parigot.return_value_" -> returned(ReturnValueRequest.parseFrom(request));
      case "parigot.timer_" -> timer(TimerRequest.parseFrom(request));
      case "parigot.exit_" -> exit(ExitRequest.parseFrom(request));
      case "log.log_" -> log(LogRequest.parseFrom(request));
      default -> throw new IllegalStateException("there is no " + function + " here");
    };
  }

  private static String name(String packagePath, String service) {
    return packagePath + "." + service;
  }

  private MessageLite bind(BindMethodRequest request) {
    return BindMethodResponse.newBuilder()
        .setMethodId(incoming.bind(request.getServiceId(), request.getMethodName()))
        .build();
  }

  private MessageLite export(ExportRequest request) {
    request
        .getServiceList()
        .forEach(
            each ->
                incoming.export(
                    request.getServiceId(), name(each.getPackagePath(), each.getService())));
    return ExportResponse.getDefaultInstance();
  }

  private MessageLite require(RequireRequest request) {
    request
        .getDestList()
        .forEach(each -> required.add(name(each.getPackagePath(), each.getService())));
    return RequireResponse.getDefaultInstance();
  }

  private MessageLite launch(LaunchRequest request) {
    launching.add(request);
    return LaunchResponse.getDefaultInstance();
  }

  private MessageLite dispatch(DispatchRequest request) throws Refusal {
    outgoing.call(request);
    return DispatchResponse.newBuilder().setCallId(request.getBundle().getCallId()).build();
  }

  private MessageLite returned(ReturnValueRequest request) throws Refusal {
    if (!request.getBundle().getCallId().equals(exiting)) {
      incoming.answer(request);
    }
    return ReturnValueResponse.getDefaultInstance();
  }

  private MessageLite timer(TimerRequest request) {
    IdRaw call = request.getCallId();
    if (request.getCancel()) {
      ScheduledFuture<?> timer = timers.remove(call);
      if (timer != null) {
        timer.cancel(false);
      }
    } else {
      timers.put(
          call,
          network
              .loop()
              .schedule(() -> due(call), request.getDelayMicros(), TimeUnit.MICROSECONDS));
    }
    return LaunchResponse.getDefaultInstance();
  }

  private void due(IdRaw call) {
    timers.remove(call);
    resolve(call, KernelErr.NoError);
  }

  /** The process ends with the guest, which hears of it as an event. */
  private MessageLite exit(ExitRequest request) {
    exiting = request.getCallId();
    ExitPair pair = request.getPair();
    network.loop().execute(() -> deliver(ReadOneResponse.newBuilder().setExit(pair).build()));
    return ExitResponse.newBuilder().setPair(pair).build();
  }

  /** As a run with {@code -q} does. */
  private static MessageLite log(LogRequest line) {
    if (line.getLevel().getNumber() <= LogLevel.LOG_LEVEL_WARNING_VALUE) {
      System.err.println(line.getLevel() + " " + line.getMessage());
    }
    return LogResponse.getDefaultInstance();
  }
}

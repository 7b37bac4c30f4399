package parigot.guest;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import parigot.message.Message;
import parigot.message.wellknown.Any;
import parigot.v1.TimerRequest;
import protosupport.v1.IdRaw;
import syscall.v1.BindMethodRequest;
import syscall.v1.BindMethodResponse;
import syscall.v1.DispatchRequest;
import syscall.v1.ExitPair;
import syscall.v1.ExitRequest;
import syscall.v1.ExitResponse;
import syscall.v1.ExportRequest;
import syscall.v1.FullyQualifiedService;
import syscall.v1.LaunchRequest;
import syscall.v1.LocateRequest;
import syscall.v1.LocateResponse;
import syscall.v1.MethodBundle;
import syscall.v1.RegisterRequest;
import syscall.v1.RegisterResponse;
import syscall.v1.RequireRequest;
import syscall.v1.ReturnValueRequest;

/** The system calls, each with the messages that it takes. All may end with an exception. */
final class SystemCalls {
  private final Host host;
  private final IdRaw hostId;

  /**
   * @throws IllegalStateException when the environment does not say which host this is
   */
  SystemCalls(Host host) {
    this.host = host;
    Map<String, String> environment = host.environment();
    this.hostId =
        new Id(
                Hexadecimal.parse("HOSTID_HIGH", environment),
                Hexadecimal.parse("HOSTID_LOW", environment))
            .raw();
  }

  IdRaw register(String debugName) {
    RegisterRequest request =
        RegisterRequest.newBuilder().setHostId(hostId).setDebugName(debugName).build();
    return RegisterResponse.parseFrom(host.call(SystemCall.REGISTER, request)).getServiceId();
  }

  IdRaw bind(IdRaw service, String method) {
    BindMethodRequest request =
        BindMethodRequest.newBuilder()
            .setHostId(hostId)
            .setServiceId(service)
            .setMethodName(method)
            .build();
    return BindMethodResponse.parseFrom(host.call(SystemCall.BIND_METHOD, request)).getMethodId();
  }

  void export(IdRaw service, Collection<ServiceName> names) {
    ExportRequest.Builder request =
        ExportRequest.newBuilder().setHostId(hostId).setServiceId(service);
    for (ServiceName name : names) {
      request.addService(qualified(name));
    }
    host.call(SystemCall.EXPORT, request.build());
  }

  void require(IdRaw service, Collection<ServiceName> names) {
    RequireRequest.Builder request = RequireRequest.newBuilder().setSource(service);
    for (ServiceName name : names) {
      request.addDest(qualified(name));
    }
    host.call(SystemCall.REQUIRE, request.build());
  }

  private static FullyQualifiedService qualified(ServiceName name) {
    return FullyQualifiedService.newBuilder()
        .setPackagePath(name.packagePath())
        .setService(name.service())
        .build();
  }

  void launch(IdRaw service, Id call) {
    host.call(
        SystemCall.LAUNCH,
        LaunchRequest.newBuilder()
            .setServiceId(service)
            .setCallId(call.raw())
            .setHostId(hostId)
            .setMethodId(Id.LAUNCH_METHOD.raw())
            .build());
  }

  LocateResponse locate(ServiceName name, IdRaw caller) {
    LocateRequest request =
        LocateRequest.newBuilder()
            .setPackageName(name.packagePath())
            .setServiceName(name.service())
            .setCalledBy(caller)
            .build();
    return LocateResponse.parseFrom(host.call(SystemCall.LOCATE, request));
  }

  void dispatch(IdRaw service, IdRaw method, Id call, Optional<Message> parameter) {
    DispatchRequest.Builder request =
        DispatchRequest.newBuilder()
            .setBundle(
                MethodBundle.newBuilder()
                    .setHostId(hostId)
                    .setServiceId(service)
                    .setMethodId(method)
                    .setCallId(call.raw())
                    .build());
    if (parameter.isPresent()) {
      request.setParam(Any.pack(parameter.get()));
    }
    host.call(SystemCall.DISPATCH, request.build());
  }

  void returnValue(IdRaw call, Optional<Message> result, int error) {
    ReturnValueRequest.Builder request =
        ReturnValueRequest.newBuilder()
            .setBundle(MethodBundle.newBuilder().setHostId(hostId).setCallId(call).build())
            .setResultError(error);
    if (result.isPresent()) {
      request.setResult(Any.pack(result.get()));
    }
    host.call(SystemCall.RETURN_VALUE, request.build());
  }

  /** Asks to exit, and answers that call, as the guest has to do itself. */
  void exit(IdRaw service, Id call, int code, boolean all) {
    ExitRequest request =
        ExitRequest.newBuilder()
            .setPair(ExitPair.newBuilder().setServiceId(service).setCode(code).build())
            .setCallId(call.raw())
            .setHostId(hostId)
            .setMethodId(Id.EXIT_METHOD.raw())
            .setShutdownAll(all)
            .build();
    ExitResponse response = ExitResponse.parseFrom(host.call(SystemCall.EXIT, request));
    returnValue(call.raw(), Optional.of(response), 0);
  }

  void setTimer(Id call, long delayMicros) {
    host.call(
        SystemCall.TIMER,
        TimerRequest.newBuilder().setCallId(call.raw()).setDelayMicros(delayMicros).build());
  }

  void cancelTimer(Id call) {
    host.call(
        SystemCall.TIMER, TimerRequest.newBuilder().setCallId(call.raw()).setCancel(true).build());
  }
}

package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.Map;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.FullyQualifiedService;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;

/** What services and methods are called, as guests say it when they bind, export and locate. */
final class Names {
  private final Map<Id, String> services = new HashMap<>();
  private final Map<Id, String> methods = new HashMap<>();

  /** Learns from a system call, if it tells names. */
  void learn(String function, byte[] request, ByteString response)
      throws InvalidProtocolBufferException {
    if (function.equals(SystemCall.BIND_METHOD.importName())) {
      methods.put(
          Id.of(BindMethodResponse.parseFrom(response).getMethodId()),
          BindMethodRequest.parseFrom(request).getMethodName());
    } else if (function.equals(SystemCall.EXPORT.importName())) {
      ExportRequest exported = ExportRequest.parseFrom(request);
      for (FullyQualifiedService name : exported.getServiceList()) {
        services.put(
            Id.of(exported.getServiceId()), name.getPackagePath() + "." + name.getService());
      }
    } else if (function.equals(SystemCall.LOCATE.importName())) {
      LocateRequest wanted = LocateRequest.parseFrom(request);
      LocateResponse found = LocateResponse.parseFrom(response);
      services.put(
          Id.of(found.getServiceId()), wanted.getPackageName() + "." + wanted.getServiceName());
      for (MethodBinding binding : found.getBindingList()) {
        methods.put(Id.of(binding.getMethodId()), binding.getMethodName());
      }
    }
  }

  String method(Id id) {
    return methods.getOrDefault(id, id.print(IdKind.METHOD));
  }

  String service(Id id) {
    return services.getOrDefault(id, id.print(IdKind.SERVICE));
  }
}

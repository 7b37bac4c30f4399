package boutique.twin;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parigot.v1.host.CallFailure;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

/** The services of other processes, by a channel of grpc-java to each, and the calls to them. */
final class Outgoing {
  /** That of an application whose configuration says nothing of it. */
  private static final int CALL_TIMEOUT_MILLIS = 2500;

  /** In the error enum of every service: not carried out, or nobody knows. */
  private static final int NO_ANSWER = 1;

  private final Consumer<ReadOneResponse> events;
  private final IdRaw host;
  private final Map<String, LocateResponse> located = new HashMap<>();
  private final Map<IdRaw, Method> methods = new HashMap<>();

  private record Method(
      ManagedChannel channel, MethodDescriptor<ByteString, ByteString> descriptor) {}

  Outgoing(
      Ids ids,
      IdRaw host,
      Network network,
      List<Endpoint> endpoints,
      Consumer<ReadOneResponse> events) {
    this.events = events;
    this.host = host;
    Map<Integer, ManagedChannel> channels = new HashMap<>();
    for (Endpoint endpoint : endpoints) {
      ManagedChannel channel =
          channels.computeIfAbsent(endpoint.port(), port -> channel(network, port));
      LocateResponse.Builder found =
          LocateResponse.newBuilder().setHostId(ids.next('h')).setServiceId(ids.next('s'));
      for (String name : endpoint.methods()) {
        IdRaw id = ids.next('m');
        methods.put(id, new Method(channel, Wire.method(endpoint.service(), name)));
        found.addBinding(MethodBinding.newBuilder().setMethodName(name).setMethodId(id));
      }
      located.put(endpoint.service(), found.build());
    }
  }

  private static ManagedChannel channel(Network network, int port) {
    return NettyChannelBuilder.forAddress(Wire.loopback(port))
        .usePlaintext()
        .eventLoopGroup(network.loop())
        .channelType(network.client())
        .executor(network.loop())
        .build();
  }

  LocateResponse locate(String service) throws Refusal {
    LocateResponse found = located.get(service);
    if (found == null) {
      throw new Refusal(KernelErr.NotFound);
    }
    return found;
  }

  /** Calls a method; the answer comes as an event. */
  void call(DispatchRequest request) throws Refusal {
    IdRaw methodId = request.getBundle().getMethodId();
    Method method = methods.get(methodId);
    if (method == null) {
      throw new Refusal(KernelErr.IdDispatch);
    }
    if (request.getBundle().hasContext()) {
      throw new IllegalStateException("headers of calls are not carried here");
    }
    int millis =
        request.getTimeoutInMillis() == 0 ? CALL_TIMEOUT_MILLIS : request.getTimeoutInMillis();
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
    Answer answer = new Answer(request.getBundle().getCallId(), methodId);
    // A call is not at an end because the one in which it was made is.
    Context.ROOT.run(
        () ->
            ClientCalls.asyncUnaryCall(
                method.channel.newCall(method.descriptor, options),
                request.getParam().getValue(),
                answer));
  }

  private final class Answer implements StreamObserver<ByteString> {
    private final ResolvedCall.Builder resolved;

    Answer(IdRaw call, IdRaw method) {
      resolved = ResolvedCall.newBuilder().setHostId(host).setCallId(call).setMethodId(method);
    }

    @Override
    public void onNext(ByteString response) {
      resolved.setResult(Any.newBuilder().setValue(response));
    }

    @Override
    public void onCompleted() {
      events.accept(ReadOneResponse.newBuilder().setResolved(resolved).build());
    }

    @Override
    public void onError(Throwable error) {
      Metadata trailers = Status.trailersFromThrowable(error);
      String number = trailers == null ? null : trailers.get(Wire.ERROR);
      if (number == null) {
        resolved.setResultError(NO_ANSWER).setFailure(failure(Status.fromThrowable(error)));
      } else {
        resolved.setResultError(Integer.parseInt(number));
        byte[] failure = trailers.get(Wire.FAILURE);
        if (failure != null) {
          resolved.setFailure(read(failure));
        }
      }
      onCompleted();
    }
  }

  private static CallFailure read(byte[] failure) {
    try {
      return CallFailure.parseFrom(failure);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a process of ours has written what cannot be read", e);
    }
  }

  private static CallFailure failure(Status status) {
    KernelErr reason =
        switch (status.getCode()) {
          case DEADLINE_EXCEEDED -> KernelErr.RunTimeout;
          case UNAVAILABLE -> KernelErr.NetworkConnectionLost;
          default -> KernelErr.NetworkFailed;
        };
    return CallFailure.newBuilder()
        .setReason(reason)
        .setDetail(status.toString())
        .setMayHaveRun(true)
        .build();
  }
}

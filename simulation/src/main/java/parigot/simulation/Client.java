package parigot.simulation;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.util.Optional;
import parigot.kernel.Admission;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.IdSource;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.SystemCall;
import parigot.kernel.guest.SystemCalls;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.QueueInbox;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.DispatchRequest;
import syscall.v1.host.KernelErr;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;
import syscall.v1.host.MethodBundle;

/**
 * Calls services of a simulated application for who says what must hold. To the kernel it is one
 * more guest, which never launches. While it waits for an answer the application goes on, and
 * nothing goes wrong that had not before. Good only while it is asked.
 */
public final class Client {
  /** In traces and diagrams. */
  static final String NAME = "client";

  private final SimulatedNode node;
  private final SystemCalls calls;
  private final QueueInbox inbox = new QueueInbox();
  private final IdSource ids;
  private final Id host;
  private Optional<Event.Resolved> answer = Optional.empty();
  private Id waitsFor = Id.EMPTY;

  Client(SimulatedNode node, Admission admission, IdSource ids) {
    this.node = node;
    this.ids = ids;
    host = admission.host();
    calls =
        new SystemCalls(
            admission,
            node.directory(),
            inbox,
            new CurrentCall(),
            what -> {
              node.world().tracer().said(NAME, what);
              node.handle(host, what);
            });
  }

  static GuestSpec spec() {
    return new GuestSpec(
            NAME, 1, 1, GuestKind.EMBEDDER, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .with(CallTimeouts.PATIENT);
  }

  /**
   * Whether somebody that runs exports this name.
   *
   * @param packagePath the service's protobuf package
   * @param service the service's name in snake case
   */
  public boolean isRunning(String packagePath, String service) {
    return locate(packagePath, service).error() == 0;
  }

  /**
   * Calls a service as a guest would, and waits for its answer.
   *
   * @param packagePath the service's protobuf package
   * @param service the service's name in snake case
   * @param method the method's name as the .proto writes it
   * @param request the request; a message without fields is not sent
   * @param responseType the class of the response
   * @throws CallFailedException when there is no answer, or an error
   */
  public <R extends Message> R call(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    String name = packagePath + "." + service + "/" + method;
    Answer located = locate(packagePath, service);
    if (located.error() != 0) {
      throw new CallFailedException(name, located.error(), "nobody that runs exports it");
    }
    LocateResponse target = parse(located.response());
    MethodBinding binding =
        target.getBindingList().stream()
            .filter(each -> each.getMethodName().equals(method))
            .findFirst()
            .orElseThrow(
                () ->
                    new CallFailedException(
                        name,
                        KernelErr.IdDispatch_VALUE,
                        "the service has no method of that name"));
    Id id = Id.random(IdKind.CALL, ids);
    DispatchRequest.Builder dispatch =
        DispatchRequest.newBuilder()
            .setBundle(
                MethodBundle.newBuilder()
                    .setHostId(raw(host))
                    .setServiceId(target.getServiceId())
                    .setMethodId(binding.getMethodId())
                    .setCallId(raw(id)));
    if (!request.getDescriptorForType().getFields().isEmpty()) {
      dispatch.setParam(Any.pack(request));
    }
    waitsFor = id;
    answer = Optional.empty();
    Answer sent = calls.handle(SystemCall.DISPATCH, dispatch.build().toByteArray());
    if (sent.error() != 0) {
      throw new CallFailedException(
          name, sent.error(), "the kernel refused it: " + KernelErr.forNumber(sent.error()));
    }
    return result(name, awaited(name), responseType);
  }

  private Event.Resolved awaited(String name) {
    while (answer.isEmpty()) {
      if (!node.world().step()) {
        throw new IllegalStateException("Nothing goes on, and %s has no answer.".formatted(name));
      }
    }
    return answer.get();
  }

  private static <R extends Message> R result(String name, Event.Resolved end, Class<R> type) {
    if (end.error() != 0) {
      throw new CallFailedException(
          name,
          end.error(),
          end.failure()
              .map(failure -> failure.getDetail())
              .orElse("the service answered with error " + end.error()));
    }
    try {
      return end.result().present()
          ? Any.parseFrom(end.result().any()).unpack(type)
          : Internal.getDefaultInstance(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "What %s answers is no %s.".formatted(name, type.getName()), e);
    }
  }

  /** An event for it has come. */
  void take(Event event) {
    if (event instanceof Event.Resolved end) {
      node.world().tracer().delivered(NAME, event, "");
      if (end.call().equals(waitsFor)) {
        answer = Optional.of(end);
      }
    }
    inbox.put(event);
    while (calls.nextEvent().isPresent()) {
      // The system calls keep their books; nobody else waits for it.
    }
  }

  private Answer locate(String packagePath, String service) {
    return calls.handle(
        SystemCall.LOCATE,
        LocateRequest.newBuilder()
            .setPackageName(packagePath)
            .setServiceName(service)
            .build()
            .toByteArray());
  }

  private static LocateResponse parse(ByteString bytes) {
    try {
      return LocateResponse.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the kernel answered with what is no message of its own", e);
    }
  }

  private static IdRaw raw(Id id) {
    return IdRaw.newBuilder().setHigh(id.high()).setLow(id.low()).build();
  }
}

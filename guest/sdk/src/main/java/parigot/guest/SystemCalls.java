package parigot.guest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parigot.message.Bytes;
import parigot.message.Message;
import parigot.message.MessageReader;
import parigot.message.MessageWriter;

/**
 * The system calls: writes their requests and reads their responses, which are the messages of
 * {@code syscall.v1}. By hand, because two of them belong to every call; their generated classes
 * would make each guest a third larger.
 *
 * <p>A {@link MessageWriter} goes from the end to the start, so fields come in falling order. All
 * may end with a {@link SystemCallException}.
 */
final class SystemCalls {
  private static final String TYPE_URL = "type.googleapis.com/";
  private static final int TAG_BITS = 3;

  private final Map<String, Bytes> typeUrls = new HashMap<>();
  private final Host host;
  private final Id hostId;

  /**
   * @throws IllegalStateException when the environment does not say which host this is
   */
  SystemCalls(Host host) {
    this.host = host;
    Map<String, String> environment = host.environment();
    this.hostId =
        new Id(
            Hexadecimal.parse("HOSTID_HIGH", environment),
            Hexadecimal.parse("HOSTID_LOW", environment));
  }

  /** Makes a service of this guest, and gives its id. */
  Id register(String debugName) {
    MessageWriter out = new MessageWriter();
    out.writeString(2, debugName);
    hostId.write(out, 1);
    return firstField(host.register(out.toByteArray()));
  }

  /** Makes a method of a service, and gives its id. */
  Id bind(Id service, String method) {
    MessageWriter out = new MessageWriter();
    out.writeString(3, method);
    service.write(out, 2);
    hostId.write(out, 1);
    return firstField(host.bindMethod(out.toByteArray()));
  }

  private static Id firstField(byte[] response) {
    Id id = Id.EMPTY;
    MessageReader in = new MessageReader(response);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> TAG_BITS == 1) {
        id = Id.read(in);
      } else {
        in.skipField(tag);
      }
    }
    return id;
  }

  void export(Id service, List<ServiceName> names) {
    MessageWriter out = new MessageWriter();
    hostId.write(out, 3);
    write(out, 2, names);
    service.write(out, 1);
    host.export(out.toByteArray());
  }

  void require(Id service, List<ServiceName> names) {
    MessageWriter out = new MessageWriter();
    service.write(out, 2);
    write(out, 1, names);
    host.require(out.toByteArray());
  }

  private static void write(MessageWriter out, int number, List<ServiceName> names) {
    for (int i = names.size() - 1; i >= 0; i--) {
      int end = out.size();
      out.writeString(2, names.get(i).service());
      out.writeString(1, names.get(i).packagePath());
      out.endMessage(number, end);
    }
  }

  void launch(Id service, Id call) {
    MessageWriter out = new MessageWriter();
    Id.LAUNCH_METHOD.write(out, 4);
    hostId.write(out, 3);
    call.write(out, 2);
    service.write(out, 1);
    host.launch(out.toByteArray());
  }

  /** Where a service is. */
  record Located(Id service, Map<String, Id> methods) {}

  Located locate(ServiceName name, Id caller) {
    MessageWriter out = new MessageWriter();
    caller.write(out, 3);
    out.writeString(2, name.service());
    out.writeString(1, name.packagePath());
    return located(host.locate(out.toByteArray()));
  }

  private static Located located(byte[] response) {
    Id service = Id.EMPTY;
    Map<String, Id> methods = new HashMap<>();
    MessageReader in = new MessageReader(response);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 2 -> service = Id.read(in);
        case 3 -> readBinding(in, methods);
        default -> in.skipField(tag);
      }
    }
    return new Located(service, methods);
  }

  private static void readBinding(MessageReader in, Map<String, Id> methods) {
    String name = "";
    Id method = Id.EMPTY;
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 1 -> name = in.readString();
        case 2 -> method = Id.read(in);
        default -> in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
    methods.put(name, method);
  }

  /** Sends a call; a parameter that is null is none, and so is a time-out of 0. */
  void dispatch(RemoteService service, Id method, Id call, Message parameter) {
    MessageWriter out = new MessageWriter();
    if (service.timeoutMillis() != 0) {
      out.writeInt32(100, service.timeoutMillis());
    }
    writeAny(out, 3, parameter);
    int end = out.size();
    if (!service.context().isEmpty()) {
      out.writeBytes(100, service.context());
    }
    call.write(out, 4);
    method.write(out, 3);
    service.id().write(out, 2);
    hostId.write(out, 1);
    out.endMessage(1, end);
    host.dispatch(out.toByteArray());
  }

  /** Answers a call; a result that is null is none, and so is a failure. */
  void returnValue(Id call, Message result, int error, CallFailure failure) {
    MessageWriter out = new MessageWriter();
    if (failure != null) {
      failure.write(out, 100);
    }
    if (error != 0) {
      out.writeInt32(3, error);
    }
    writeAny(out, 2, result);
    writeCall(out, call);
    host.returnValue(out.toByteArray());
  }

  private void writeCall(MessageWriter out, Id call) {
    int end = out.size();
    call.write(out, 4);
    hostId.write(out, 1);
    out.endMessage(1, end);
  }

  private void writeAny(MessageWriter out, int number, Message message) {
    if (message == null) {
      return;
    }
    int end = out.size();
    message.writeTo(out);
    out.endMessage(2, end);
    out.writeBytes(1, typeUrl(message.typeName()));
    out.endMessage(number, end);
  }

  private Bytes typeUrl(String typeName) {
    Bytes url = typeUrls.get(typeName);
    if (url == null) {
      url = Bytes.utf8(TYPE_URL + typeName);
      typeUrls.put(typeName, url);
    }
    return url;
  }

  /** Asks to exit, and answers that call with its response, as the guest has to. */
  void exit(Id service, Id call, int code, boolean all) {
    MessageWriter out = new MessageWriter();
    out.writeBool(5, all);
    Id.EXIT_METHOD.write(out, 4);
    hostId.write(out, 3);
    call.write(out, 2);
    writePair(out, service, code);
    host.exit(out.toByteArray());

    MessageWriter answer = new MessageWriter();
    int end = answer.size();
    writePair(answer, service, code);
    answer.endMessage(2, end);
    answer.writeString(1, TYPE_URL + "syscall.v1.ExitResponse");
    answer.endMessage(2, end);
    writeCall(answer, call);
    host.returnValue(answer.toByteArray());
  }

  private static void writePair(MessageWriter out, Id service, int code) {
    int end = out.size();
    out.writeInt32(2, code);
    service.write(out, 1);
    out.endMessage(1, end);
  }

  void setTimer(Id call, long delayMicros) {
    MessageWriter out = new MessageWriter();
    out.writeInt64(2, delayMicros);
    call.write(out, 1);
    host.timer(out.toByteArray());
  }

  void cancelTimer(Id call) {
    MessageWriter out = new MessageWriter();
    out.writeBool(3, true);
    call.write(out, 1);
    host.timer(out.toByteArray());
  }
}

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

  /** By the name of a type, the field of an {@code Any} that says it. */
  private final Map<String, Bytes> typeUrls = new HashMap<>();

  private final Host host;
  private final Id hostId;

  /** The field of an address that says who calls or answers. */
  private final Bytes ownAddress;

  /** For the next call or answer; none while one is written. */
  private MessageWriter spare = new MessageWriter();

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
    MessageWriter out = new MessageWriter();
    hostId.write(out, 1);
    this.ownAddress = Bytes.of(out.toByteArray());
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

  /**
   * Finds a service. Gives its methods by their names: of each the fields of the addresses of its
   * calls, all but a call's own.
   */
  Map<String, Bytes> locate(ServiceName name, Id caller) {
    MessageWriter out = new MessageWriter();
    caller.write(out, 3);
    out.writeString(2, name.service());
    out.writeString(1, name.packagePath());
    return located(host.locate(out.toByteArray()));
  }

  private Map<String, Bytes> located(byte[] response) {
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
    Map<String, Bytes> addresses = new HashMap<>();
    for (Map.Entry<String, Id> method : methods.entrySet()) {
      addresses.put(method.getKey(), address(service, method.getValue()));
    }
    return addresses;
  }

  private Bytes address(Id service, Id method) {
    MessageWriter out = new MessageWriter();
    method.write(out, 3);
    service.write(out, 2);
    out.writeFields(ownAddress);
    return Bytes.of(out.toByteArray());
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
  void dispatch(RemoteService service, Bytes method, Id call, Message parameter) {
    MessageWriter out = writer();
    if (service.timeoutMillis() != 0) {
      out.writeInt32(100, service.timeoutMillis());
    }
    writeAny(out, 3, parameter);
    int end = out.size();
    if (!service.context().isEmpty()) {
      out.writeBytes(100, service.context());
    }
    call.write(out, 4);
    out.writeFields(method);
    out.endMessage(1, end);
    host.dispatch(out);
    spare = out;
  }

  /** Answers a call; a result that is null is none, and so is a failure. */
  void returnValue(Id call, Message result, int error, CallFailure failure) {
    MessageWriter out = writer();
    if (failure != null) {
      failure.write(out, 100);
    }
    if (error != 0) {
      out.writeInt32(3, error);
    }
    writeAny(out, 2, result);
    writeCall(out, call);
    host.returnValue(out);
    spare = out;
  }

  private MessageWriter writer() {
    MessageWriter out = spare;
    spare = null;
    if (out == null) {
      return new MessageWriter();
    }
    out.clear();
    return out;
  }

  private void writeCall(MessageWriter out, Id call) {
    int end = out.size();
    call.write(out, 4);
    out.writeFields(ownAddress);
    out.endMessage(1, end);
  }

  private void writeAny(MessageWriter out, int number, Message message) {
    if (message == null) {
      return;
    }
    int end = out.size();
    message.writeTo(out);
    out.endMessage(2, end);
    out.writeFields(typeUrl(message.typeName()));
    out.endMessage(number, end);
  }

  private Bytes typeUrl(String typeName) {
    Bytes url = typeUrls.get(typeName);
    if (url == null) {
      MessageWriter out = new MessageWriter();
      out.writeString(1, TYPE_URL.concat(typeName));
      url = Bytes.of(out.toByteArray());
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
    host.returnValue(answer);
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

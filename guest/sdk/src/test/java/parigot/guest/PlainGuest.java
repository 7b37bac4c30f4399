package parigot.guest;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.SplittableRandom;
import log.v1.LogRequest;
import parigot.kernel.Admission;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.Inbox;
import parigot.kernel.guest.SystemCall;
import parigot.message.MessageWriter;
import syscall.v1.KernelErr;

/** A guest that was not compiled, and the host that it sees: the real system calls. */
final class PlainGuest implements Host, Inbox {
  final parigot.kernel.Id id;
  final Queue<Event> inbox = new ArrayDeque<>();
  final List<LogRequest> logged = new ArrayList<>();
  final Map<String, String> environment = new LinkedHashMap<>();
  final List<String> arguments = new ArrayList<>();
  boolean alive = true;
  parigot.kernel.Id current = parigot.kernel.Id.EMPTY;

  private final OneThread application;
  private final Guest.Builder program;
  private final parigot.kernel.guest.SystemCalls calls;
  private final SplittableRandom random;
  private EventLoop loop;
  private OptionalInt code = OptionalInt.empty();

  PlainGuest(OneThread application, Admission admission, int seed, Guest.Builder program) {
    this.application = application;
    this.id = admission.host();
    this.program = program;
    this.random = new SplittableRandom(seed);
    this.calls =
        new parigot.kernel.guest.SystemCalls(
            admission,
            application.directory,
            this,
            now -> current = now,
            said -> application.said(this, said));
    environment.put("HOSTID_HIGH", Long.toHexString(id.high()));
    environment.put("HOSTID_LOW", Long.toHexString(id.low()));
  }

  void start() {
    loop = new EventLoop(this);
    program.startIn(loop);
  }

  boolean workOnEvents() {
    boolean any = false;
    while (alive) {
      Optional<ByteString> event = calls.nextEvent();
      if (event.isEmpty()) {
        return any;
      }
      any = true;
      loop.deliver(event.get().toByteArray());
    }
    return any;
  }

  /** What it ended itself with. */
  OptionalInt code() {
    return code;
  }

  /** How many of its calls, timers and launches are not resolved. */
  int waiting() {
    return loop.waiting();
  }

  List<String> log() {
    return logged.stream().map(LogRequest::getMessage).toList();
  }

  @Override
  public byte[] register(byte[] request) {
    return call(SystemCall.REGISTER, request);
  }

  @Override
  public byte[] bindMethod(byte[] request) {
    return call(SystemCall.BIND_METHOD, request);
  }

  @Override
  public byte[] export(byte[] request) {
    return call(SystemCall.EXPORT, request);
  }

  @Override
  public byte[] require(byte[] request) {
    return call(SystemCall.REQUIRE, request);
  }

  @Override
  public byte[] launch(byte[] request) {
    return call(SystemCall.LAUNCH, request);
  }

  @Override
  public byte[] locate(byte[] request) {
    return call(SystemCall.LOCATE, request);
  }

  @Override
  public void dispatch(MessageWriter request) {
    byte[] unusedResponse = call(SystemCall.DISPATCH, request.toByteArray());
  }

  @Override
  public void returnValue(MessageWriter request) {
    byte[] unusedResponse = call(SystemCall.RETURN_VALUE, request.toByteArray());
  }

  @Override
  public byte[] exit(byte[] request) {
    return call(SystemCall.EXIT, request);
  }

  @Override
  public byte[] timer(byte[] request) {
    return call(SystemCall.TIMER, request);
  }

  @Override
  public byte[] log(byte[] request) {
    logged.add(LogRequest.parseFrom(request));
    return new byte[0];
  }

  private byte[] call(SystemCall call, byte[] request) {
    Answer answer = calls.handle(call, request);
    if (answer.error() != 0) {
      throw new SystemCallException(KernelErr.forNumber(answer.error()));
    }
    return answer.response().toByteArray();
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
    return application.now();
  }

  @Override
  public long monotonicTime() {
    return application.now();
  }

  @Override
  public void random(byte[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) random.nextInt();
    }
  }

  @Override
  public void end(int exitCode) {
    code = OptionalInt.of(exitCode);
    application.end(this, new Ending.Exited(exitCode));
  }

  @Override
  public Optional<Event> poll() {
    return Optional.ofNullable(inbox.poll());
  }

  @Override
  public boolean await(int timeoutMillis) {
    throw new AssertionError("a guest of the SDK waits for nothing");
  }
}

package parigot.bench;

/** The ways in which one program can call another that are measured side by side. */
public enum CallPath {
  REACTORS("C reactors"),
  LOOPS("C loop guests"),
  SDK("C reactor to a guest of the Java SDK"),
  SDK_ON_JVM("C reactor to the same guest as plain Java"),
  JAVA("guests of the Java SDK"),
  JAVA_ON_JVM("the same guests as plain Java"),
  AKKA("bare Akka, the same four tells"),
  AKKA_DIRECT("bare Akka, there and back"),
  GRPC_DIRECT("grpc-java in-process, directExecutor"),
  GRPC_IN_PROCESS("grpc-java in-process, default"),
  GRPC_TCP("grpc-java, loopback TCP"),
  EDGE("C reactor, by gRPC at the edge, loopback TCP"),
  LINK("link between two nodes"),
  GRPC_STREAM("grpc-java, one stream, directExecutor"),
  SOCKET("bare socket"),
  ARTERY("Akka's Artery, TCP"),
  NODES("C reactors on two nodes"),
  REACTORS_ASKED("C reactors, asked 5 times a second over the socket"),
  REACTORS_BESIDE_A_NODE("C reactors, another node linked"),
  REACTORS_IN_A_RING("C reactors, the last MiB of each recorded in memory"),
  REACTORS_RECORDED("C reactors, recorded into files"),
  LINK_TLS("link between two nodes, TLS"),
  GRPC_STREAM_TLS("grpc-java, one stream, directExecutor, TLS"),
  ARTERY_TLS("Akka's Artery, TLS"),
  NODES_TLS("C reactors on two nodes, TLS"),
  PLUGIN("guest to plugin"),
  EXECUTOR("task to an executor and back");

  private final String label;

  CallPath(String label) {
    this.label = label;
  }

  /** Whether a guest runs along it that is not among this module's resources. */
  boolean isOfCheckout() {
    return switch (this) {
      case SDK, SDK_ON_JVM, JAVA, JAVA_ON_JVM -> true;
      default -> false;
    };
  }

  /** What the table calls it. */
  String label() {
    return label;
  }

  /**
   * Makes both ends, ready to call.
   *
   * @param bytes how large the parameter and the result are, at least 8; plugin calls and greetings
   *     are as small as they can be, and so are calls between guests of the Java SDK
   * @param lines how many callers there are, each with a callee of its own; of these, one
   */
  CallLines open(int bytes, int lines) {
    return switch (this) {
      case REACTORS -> GuestLines.open("calls-reactor.wasm", bytes, lines);
      case LOOPS -> GuestLines.open("calls-loop.wasm", bytes, lines);
      case SDK -> GuestLines.greeting("wasm");
      case SDK_ON_JVM -> GuestLines.greeting("jvm");
      case JAVA -> GuestLines.java("wasm");
      case JAVA_ON_JVM -> GuestLines.java("jvm");
      case AKKA -> AkkaLines.throughKernel(bytes, lines);
      case AKKA_DIRECT -> AkkaLines.direct(bytes, lines);
      case GRPC_DIRECT -> GrpcLines.direct(bytes, lines);
      case GRPC_IN_PROCESS -> GrpcLines.inProcess(bytes, lines);
      case GRPC_TCP -> GrpcLines.tcp(bytes, lines);
      case EDGE -> EdgeLines.open(bytes, lines);
      case LINK -> new StreamLines(bytes, lines, LinkConnection::open);
      case GRPC_STREAM -> new StreamLines(bytes, lines, GrpcStream::open);
      case SOCKET -> new StreamLines(bytes, lines, SocketConnection::open);
      case ARTERY -> new StreamLines(bytes, lines, ArteryConnection::open);
      case NODES -> NodeLines.apart(bytes, lines, false);
      case REACTORS_ASKED -> AskedLines.open(bytes, lines);
      case REACTORS_IN_A_RING -> RecordedLines.inARing(bytes, lines);
      case REACTORS_RECORDED -> RecordedLines.intoFiles(bytes, lines);
      case REACTORS_BESIDE_A_NODE -> NodeLines.together(bytes, lines);
      case LINK_TLS -> new StreamLines(bytes, lines, LinkConnection::openTls);
      case GRPC_STREAM_TLS -> new StreamLines(bytes, lines, GrpcStream::openTls);
      case ARTERY_TLS -> new StreamLines(bytes, lines, ArteryConnection::openTls);
      case NODES_TLS -> NodeLines.apart(bytes, lines, true);
      case PLUGIN -> new PluginLine();
      case EXECUTOR -> new ExecutorLine();
    };
  }
}

package parigot.bench;

import java.util.List;

/** All benchmarks, in the order in which they are run. */
final class Benchmarks {
  /** Each guest has recorded some MiB by then, and its ring takes no more memory. */
  private static final int UNTIL_RINGS_ARE_FULL = 3;

  /** Some dozens of questions: what makes the answers is compiled by then. */
  private static final int UNTIL_ANSWERS_ARE_COMPILED = 4;

  private static final List<CallPath> PEERS =
      List.of(
          CallPath.REACTORS,
          CallPath.REACTORS_BESIDE_A_NODE,
          CallPath.AKKA,
          CallPath.GRPC_DIRECT,
          CallPath.GRPC_IN_PROCESS,
          CallPath.GRPC_TCP);

  private static final List<CallPath> LINKS =
      List.of(
          CallPath.LINK,
          CallPath.SOCKET,
          CallPath.GRPC_STREAM,
          CallPath.GRPC_TCP,
          CallPath.ARTERY,
          CallPath.NODES,
          CallPath.LINK_TLS,
          CallPath.GRPC_STREAM_TLS,
          CallPath.ARTERY_TLS,
          CallPath.NODES_TLS);

  static final List<Measured> ALL =
      List.of(
          new CallLatency(
              "call-100", "A call from guest to guest, 100 bytes, one at a time (p50)", 100, PEERS),
          new CallThroughput(
              "call-many", "64 pairs of guests, 100 bytes, each pair one call at a time", PEERS),
          new CallThroughput(
              "call-asked",
              "64 pairs of guests, while the application is asked how it stands",
              List.of(CallPath.REACTORS, CallPath.REACTORS_ASKED),
              UNTIL_ANSWERS_ARE_COMPILED),
          new CallThroughput(
              "record",
              "64 pairs of guests, 100 bytes, while what crosses into them is recorded",
              List.of(CallPath.REACTORS, CallPath.REACTORS_IN_A_RING, CallPath.REACTORS_RECORDED),
              UNTIL_RINGS_ARE_FULL),
          new CallLatency(
              "record-one",
              "A call from guest to guest, 100 bytes, recorded (p50)",
              100,
              List.of(CallPath.REACTORS, CallPath.REACTORS_IN_A_RING, CallPath.REACTORS_RECORDED)),
          new CallLatency(
              "call-4k", "A call from guest to guest, 4 KiB, one at a time (p50)", 4 << 10, PEERS),
          new CallLatency(
              "call-64k",
              "A call from guest to guest, 64 KiB, one at a time (p50)",
              64 << 10,
              PEERS),
          new CallLatency(
              "call-loop",
              "A call between guests that block for their events, 100 bytes (p50)",
              100,
              List.of(CallPath.LOOPS, CallPath.REACTORS)),
          new CallLatency(
              "plugin",
              "A call from a guest to a plugin that does nothing (p50)",
              Long.BYTES,
              List.of(CallPath.PLUGIN, CallPath.EXECUTOR)),
          new CallLatency(
              "link-100", "To another node and back, 100 bytes, one at a time (p50)", 100, LINKS),
          new CallThroughput(
              "link-many", "To another node and back, 100 bytes, 64 calls open at a time", LINKS),
          new CallLatency(
              "link-64k", "To another node and back, 64 KiB, one at a time (p50)", 64 << 10, LINKS),
          new CallLatency(
              "edge-100",
              "A gRPC client calls a service, 100 bytes, one at a time (p50)",
              100,
              List.of(CallPath.EDGE, CallPath.GRPC_TCP)),
          new CallThroughput(
              "edge-many",
              "A gRPC client calls a service, 100 bytes, 64 calls open at a time",
              List.of(CallPath.EDGE, CallPath.GRPC_TCP)),
          new BoutiqueLoad(
              "boutique", "A shop of ten services with 20 shoppers in it: pages, wherever it runs"),
          new Growth("growth", "A call of 100 bytes with idle services beside (p50)"),
          new LaunchTime("launch", "From the start to all launched, a random require graph"),
          new StartTime("start", "From the start of the process to \"bonjour world\""),
          new DevTime(
              "dev", "From a change of one line of one of ten services until it answers so"),
          new IdleMemory("idle", "What an idle guest takes of the heap"),
          new CallLatency(
              "call-sdk",
              "FetchGreeting of a service in Java, and an echo as small elsewhere (p50)",
              Long.BYTES,
              List.of(
                  CallPath.SDK,
                  CallPath.SDK_ON_JVM,
                  CallPath.AKKA_DIRECT,
                  CallPath.AKKA,
                  CallPath.GRPC_IN_PROCESS)),
          new CallLatency(
              "call-java",
              "A service in Java calls another, and echoes as small elsewhere (p50)",
              Long.BYTES,
              List.of(
                  CallPath.JAVA,
                  CallPath.JAVA_ON_JVM,
                  CallPath.REACTORS,
                  CallPath.AKKA,
                  CallPath.GRPC_DIRECT,
                  CallPath.GRPC_IN_PROCESS)),
          new SimulationSpeed("simulation", "A simulated run of three small guests in Java"),
          new Computing("compute", "C that computes, in a guest and elsewhere (quickest run)"),
          new LargeModuleLoad(
              "large-module", "Load and instantiate a module of 9 MB, as Go's compiler makes them"),
          new GoStart(
              "go-start", "From the start of the process to its end: two guests in Go, one call"),
          new GoCalls(
              "go-calls",
              "3,000 calls from a guest in Go to another, all of them, from the first",
              3_000,
              1),
          new GoCalls(
              "go-many",
              "400 calls from a guest in Go to another, 16 of them at once, from the first",
              400,
              16),
          new FirstRequests(
              "first-requests", "Requests to a shop of ten services in Java, just started"));

  private Benchmarks() {}
}

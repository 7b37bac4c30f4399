package parigot.edge;

import static java.util.stream.Collectors.joining;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.testing.RecordedLog;
import parigot.runtime.testing.Within;
import parigot.v1.host.Options;
import trial.v1.host.TrialOuterClass;

/**
 * An application whose edge is open, with scripted guests (their commands are described beside
 * their source, in {@code actors/src/test/guests}), and its log recorded.
 */
final class TrialApplication implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Pattern HTTP = Pattern.compile("HTTP listens on 127\\.0\\.0\\.1:(\\d+).*");
  private static final Pattern GRPC = Pattern.compile("gRPC listens on 127\\.0\\.0\\.1:(\\d+).*");

  /** What the methods of the service trial do. */
  static final String[] METHODS = {
    "Echo echo",
    "Ping echo",
    "Fail error 4",
    "FailMissing error 5",
    "FailUnread error 2",
    "FailUnwritten error 3",
    "FailUndone error 1",
    "FailUnnamed error 77",
    "Never never",
    "Trap trap",
    "Spin spin 400000",
    "Slow delay 300000",
    "Other echo",
    "Large large 200000"
  };

  private final List<String> settings = new ArrayList<>();
  private final RecordedLog log = new RecordedLog();
  private Application application;

  private TrialApplication() {
    settings.add("parigot.cache-dir = " + quoted(TARGET.resolve("test-cache").toString()));
  }

  /** With gRPC open for the services {@code trial.v1.*}. */
  static TrialApplication open(String... settings) {
    return with("parigot.edge { grpc.port = 0, services = [\"trial.v1.*\"] }").set(settings);
  }

  /** The same over HTTP. */
  static TrialApplication http(String... settings) {
    return with("parigot.edge { http.port = 0, services = [\"trial.v1.*\"] }").set(settings);
  }

  static TrialApplication with(String... settings) {
    return new TrialApplication().set(settings);
  }

  TrialApplication set(String... more) {
    settings.addAll(List.of(more));
    return this;
  }

  /** The guest that serves {@code trial.v1.Trial}. */
  TrialApplication trial() {
    return service("trial", METHODS);
  }

  /** A guest that exports {@code NAME.v1.NAME}, described by the .proto of the tests. */
  TrialApplication service(String name, String... methods) {
    List<String> script = new ArrayList<>();
    script.add("register " + name);
    script.add("export %s.v1 %s".formatted(name, name));
    Arrays.stream(methods).map(method -> "bind " + method).forEach(script::add);
    script.add("launch");
    return guest(name, script.toArray(String[]::new)).describe(name, descriptors());
  }

  TrialApplication guest(String name, String... script) {
    return set(
        "parigot.guests.%s { wasm = %s, args = [%s] }"
            .formatted(
                name,
                quoted(module("reactor").toString()),
                Arrays.stream(script).map(TrialApplication::quoted).collect(joining(", "))));
  }

  TrialApplication describe(String guest, Path descriptors) {
    return set(
        "parigot.guests.%s.descriptors = %s".formatted(guest, quoted(descriptors.toString())));
  }

  private static Path module(String name) {
    try {
      return Path.of(TrialApplication.class.getResource("/guests/" + name + ".wasm").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What describes the services of the tests. */
  static Path descriptors() {
    return descriptors("trial", Options.getDescriptor(), TrialOuterClass.getDescriptor());
  }

  static Path descriptors(String name, FileDescriptor... files) {
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    for (FileDescriptor file : files) {
      set.addFile(asProtocWritesIt(file));
    }
    return write(name, set.build());
  }

  /** With the names that its fields have in JSON, which classes of Java do not keep. */
  private static FileDescriptorProto asProtocWritesIt(FileDescriptor file) {
    FileDescriptorProto.Builder written = file.toProto().toBuilder();
    for (DescriptorProto.Builder type : written.getMessageTypeBuilderList()) {
      for (FieldDescriptorProto.Builder field : type.getFieldBuilderList()) {
        field.setJsonName(
            file.findMessageTypeByName(type.getName())
                .findFieldByName(field.getName())
                .getJsonName());
      }
    }
    return written.build();
  }

  static Path write(String name, FileDescriptorSet set) {
    try {
      Path folder = Files.createDirectories(TARGET.resolve("descriptors"));
      return Files.write(folder.resolve(name + ".binpb"), set.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Config config() {
    return ConfigFactory.parseString(String.join("\n", settings));
  }

  TrialApplication start() {

    application = Parigot.start(config());
    return this;
  }

  /** Starts, and waits until every guest has launched. */
  TrialApplication launched() {
    start();
    Within.limit(application.launched());
    return this;
  }

  Application application() {
    return application;
  }

  RecordedLog log() {
    return log;
  }

  /** Where gRPC listens, as the log says. */
  int grpcPort() {
    return port(GRPC);
  }

  /** Where HTTP listens, as the log says. */
  int httpPort() {
    return port(HTTP);
  }

  private int port(Pattern line) {
    return log.lines().stream()
        .map(line::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.parseInt(found.group(1)))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no port in " + log.lines()));
  }

  GrpcClient client() {
    return new GrpcClient(grpcPort());
  }

  /** Waits until this is so. */
  static void await(String what, BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Within.LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Ends the application if it still runs; no thread of the edge is left then. */
  @Override
  public void close() {
    try {
      if (application != null) {
        Within.limit(application.stop());
        await("the threads of the edge end", () -> threads().isEmpty());
      }
    } finally {
      log.close();
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("parigot-edge"))
        .toList();
  }

  static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}

package parigot.edge;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.kernel.NamePatterns;
import parigot.kernel.Printable;
import parigot.kernel.ServiceName;
import parigot.plugin.NearestName;
import parigot.runtime.descriptors.DescribedMethod;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;

/**
 * The services that clients may call: those that the settings open, as the guests describe them.
 * From any thread.
 */
final class OpenServices {
  private static final Logger LOG = LoggerFactory.getLogger(OpenServices.class);
  private static final int LONGEST_NAME = 200;

  /** What a name leads to. */
  sealed interface Found {
    /** A method that can be called, whether or not its service runs. */
    record Method(OpenMethod method) implements Found {}

    /** There is none, or none that can be called. */
    record Nothing(Failure why) implements Found {}
  }

  private final NamePatterns open;
  private final Supplier<Map<String, ServiceDescriptors>> described;
  private final Function<ServiceName, Set<String>> exporters;
  private final Consumer<DescribedService> isNew;
  private final Set<String> said = new TreeSet<>();
  private Map<String, Service> services = Map.of();
  private final AtomicLong changes = new AtomicLong();

  /** The change that has been looked at last. */
  private volatile long seen;

  private volatile Map<String, Service> current = Map.of();

  /**
   * @param open the names of those that are open
   * @param described what guests say of services, by the names of the guests
   * @param exporters the names of the guests that export a service now
   * @param isNew is told of each service that is open from now on
   */
  OpenServices(
      NamePatterns open,
      Supplier<Map<String, ServiceDescriptors>> described,
      Function<ServiceName, Set<String>> exporters,
      Consumer<DescribedService> isNew) {
    this.open = open;
    this.described = described;
    this.exporters = exporters;
    this.isNew = isNew;
  }

  /** Looks at what is described for the first time. */
  void begin() {
    refresh();
    warnOfPatternsWithoutServices();
  }

  /** What is described may be something else now. It does not block. */
  void outdated() {
    changes.incrementAndGet();
  }

  /** All of them, in the order of their names. */
  List<DescribedService> all() {
    return now().values().stream().map(Service::described).toList();
  }

  /**
   * A service by its name as the .proto writes it, as in {@code greeting.v1.Greeting}, if it is
   * open.
   */
  Optional<DescribedService> service(String fullName) {
    return Optional.ofNullable(now().get(fullName)).map(Service::described);
  }

  /** Whether a service of this name is open once somebody describes it. */
  boolean isOpen(ServiceName name) {
    return open.match(name);
  }

  /** A method by its name and that of its service, both as the .proto writes them. */
  Found find(String service, String method) {
    Map<String, Service> open = now();
    Service found = open.get(service);
    if (found == null) {
      return nothing(
          "There is no service %s here%s".formatted(shown(service), guess(service, open.keySet())));
    }
    OpenMethod its = found.methods().get(method);
    if (its != null) {
      return new Found.Method(its);
    }
    return nothing(
        found.described().method(method).isPresent()
            ? "%s/%s streams, and services here answer once.".formatted(service, method)
            : "%s has no method %s%s"
                .formatted(service, shown(method), guess(method, found.methods().keySet())));
  }

  /** The end of a sentence about a name that is none of these. */
  private static String guess(String sent, Set<String> known) {
    return sent.length() > LONGEST_NAME
        ? "."
        : NearestName.of(sent, known).map("; did you mean %s?"::formatted).orElse(".");
  }

  private static Found nothing(String sentence) {
    return new Found.Nothing(Failure.of(Code.UNIMPLEMENTED, sentence));
  }

  private static String shown(String sent) {
    return Printable.of(sent, LONGEST_NAME);
  }

  private Map<String, Service> now() {
    if (seen != changes.get()) {
      refreshOnce();
    }
    return current;
  }

  /** Whoever comes while another looks waits for what that one finds. */
  private synchronized void refreshOnce() {
    if (seen != changes.get()) {
      refresh();
    }
  }

  private synchronized void refresh() {
    // Before the look: what changes during it is looked at again.
    long change = changes.get();
    Map<String, Map<String, DescribedService>> byName = new TreeMap<>();
    described
        .get()
        .forEach(
            (guest, descriptors) -> {
              for (DescribedService each : descriptors.services()) {
                if (isOpen(each)) {
                  byName
                      .computeIfAbsent(each.fullName(), name -> new LinkedHashMap<>())
                      .put(guest, each);
                }
              }
            });
    Map<String, Service> found = new TreeMap<>();
    byName.forEach((name, byGuest) -> found.put(name, Service.of(chosen(name, byGuest))));
    Map<String, Service> before = services;
    services = found;
    current = found;
    seen = change;
    found.forEach(
        (name, service) -> {
          warnOfStreams(service.described());
          if (!before.containsKey(name)) {
            isNew.accept(service.described());
          }
        });
  }

  private boolean isOpen(DescribedService service) {
    return open.match(service.name())
        || open.match(
            new ServiceName(
                service.descriptor().getFile().getPackage(), service.descriptor().getName()));
  }

  /** Of several descriptions that differ, that of a guest which exports the service. */
  private DescribedService chosen(String name, Map<String, DescribedService> byGuest) {
    Map.Entry<String, DescribedService> first = byGuest.entrySet().iterator().next();
    Map<String, FileDescriptorProto> files = files(first.getValue());
    List<String> others = new ArrayList<>();
    byGuest.forEach(
        (guest, service) -> {
          if (!files(service).equals(files)) {
            others.add(guest);
          }
        });
    if (others.isEmpty()) {
      return first.getValue();
    }
    say(
        "The guests %s and %s describe %s differently: clients see it as a guest describes it that exports it."
            .formatted(first.getKey(), String.join(", ", others), name));
    Set<String> exporting = exporters.apply(first.getValue().name());
    return byGuest.entrySet().stream()
        .filter(entry -> exporting.contains(entry.getKey()))
        .findFirst()
        .orElse(first)
        .getValue();
  }

  private static Map<String, FileDescriptorProto> files(DescribedService service) {
    Map<String, FileDescriptorProto> files = new HashMap<>();
    collect(service.descriptor().getFile(), files);
    return files;
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    if (!files.containsKey(file.getName())) {
      files.put(file.getName(), file.toProto().toBuilder().clearSourceCodeInfo().build());
      file.getDependencies().forEach(imported -> collect(imported, files));
    }
  }

  private void warnOfStreams(DescribedService service) {
    List<String> streaming =
        service.methods().stream()
            .filter(DescribedMethod::streams)
            .map(DescribedMethod::name)
            .toList();
    if (!streaming.isEmpty()) {
      say(
          "%s is open without %s: what streams is not served."
              .formatted(service.fullName(), String.join(", ", streaming)));
    }
  }

  private void warnOfPatternsWithoutServices() {
    for (String pattern : open.texts()) {
      NamePatterns one = new NamePatterns(List.of(pattern));
      boolean isUsed =
          all().stream()
              .anyMatch(
                  service ->
                      one.match(service.name())
                          || one.match(
                              new ServiceName(
                                  service.descriptor().getFile().getPackage(),
                                  service.descriptor().getName())));
      if (!isUsed) {
        say(
            "parigot.edge.services has %s, and no guest describes such a service in its module or descriptors."
                .formatted(pattern));
      }
    }
  }

  private synchronized void say(String sentence) {
    if (said.add(sentence)) {
      LOG.warn(sentence);
    }
  }

  /** With its methods that can be called, by their names. */
  private record Service(DescribedService described, Map<String, OpenMethod> methods) {
    static Service of(DescribedService described) {
      Map<String, OpenMethod> methods = new HashMap<>();
      for (DescribedMethod method : described.methods()) {
        if (!method.streams()) {
          methods.put(method.name(), new OpenMethod(described, method));
        }
      }
      return new Service(described, Map.copyOf(methods));
    }
  }
}

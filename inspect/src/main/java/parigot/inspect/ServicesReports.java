package parigot.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import parigot.actors.Application;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.runtime.descriptors.DescribedService;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.descriptors.ServiceReports;
import parigot.v1.host.MethodReport;
import parigot.v1.host.ServiceReport;
import parigot.v1.host.ServicesReport;

/** Tells which services an application has, and finds what describes them. */
final class ServicesReports {
  private final Application application;

  ServicesReports(Application application) {
    this.application = application;
  }

  /** All that guests export, described or not, and all that they tell of beside. */
  ServicesReport services() {
    Map<String, ServiceReport.Builder> reports = new TreeMap<>();
    Map<String, Set<String>> guests = new LinkedHashMap<>();
    for (ServiceView service : application.services()) {
      for (ServiceName name : service.names()) {
        ServiceReport.Builder report =
            reports.computeIfAbsent(name.toString(), key -> begun(name, service));
        report.setRunning(report.getRunning() || service.started());
        guests.computeIfAbsent(name.toString(), key -> new LinkedHashSet<>()).add(service.guest());
      }
    }
    for (ServiceDescriptors described : application.descriptors().values()) {
      for (DescribedService service : described.services()) {
        reports.computeIfAbsent(
            service.name().toString(), key -> ServiceReports.of(service).toBuilder());
      }
    }
    guests.forEach((name, its) -> reports.get(name).addAllGuests(its));
    return ServicesReport.newBuilder()
        .addAllServices(reports.values().stream().map(ServiceReport.Builder::build).toList())
        .build();
  }

  /** As it is described by the guest that exports it, or another; else what the kernel knows. */
  private ServiceReport.Builder begun(ServiceName name, ServiceView service) {
    Optional<DescribedService> described = described(name);
    if (described.isPresent()) {
      return ServiceReports.of(described.get()).toBuilder();
    }
    ServiceReport.Builder report = ServiceReport.newBuilder().setName(name.toString());
    service
        .methods()
        .forEach(method -> report.addMethods(MethodReport.newBuilder().setName(method.name())));
    return report;
  }

  /**
   * What describes a service: what a guest tells that exports it, else what another tells that
   * calls it.
   */
  Optional<DescribedService> described(ServiceName name) {
    Map<String, ServiceDescriptors> byGuest = application.descriptors();
    List<ServiceDescriptors> all = new ArrayList<>();
    for (ServiceView service : application.services()) {
      if (service.names().contains(name)) {
        Optional.ofNullable(byGuest.get(configured(service.guest()))).ifPresent(all::add);
      }
    }
    all.addAll(byGuest.values());
    return all.stream().flatMap(each -> each.service(name).stream()).findFirst();
  }

  /**
   * The name in the settings of a guest that logs have as {@code greeting.2} or {@code b/greeting}.
   */
  private static String configured(String label) {
    return label.substring(label.indexOf('/') + 1).replaceFirst("\\.\\d+$", "");
  }

  /**
   * The name that a service is exported by, from how somebody writes it: as it is, or as the .proto
   * has it.
   */
  Optional<ServiceName> named(String written) {
    int dot = written.lastIndexOf('.');
    if (dot <= 0 || dot == written.length() - 1) {
      return Optional.empty();
    }
    String packagePath = written.substring(0, dot);
    String service = written.substring(dot + 1);
    return Optional.of(
        Character.isUpperCase(service.charAt(0))
            ? ServiceName.written(packagePath, service)
            : new ServiceName(packagePath, service));
  }
}

package parigot.kernel.guest;

import static syscall.v1.host.KernelErr.BadCallId;
import static syscall.v1.host.KernelErr.BadId;
import static syscall.v1.host.KernelErr.IdDispatch;
import static syscall.v1.host.KernelErr.NamespaceExhausted;
import static syscall.v1.host.KernelErr.NotFound;
import static syscall.v1.host.KernelErr.NotRequired;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parigot.kernel.Admission;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.NamePatterns;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.BindMethodRequest;
import syscall.v1.host.BindMethodResponse;
import syscall.v1.host.ExportRequest;
import syscall.v1.host.FullyQualifiedService;
import syscall.v1.host.LaunchRequest;
import syscall.v1.host.LocateRequest;
import syscall.v1.host.LocateResponse;
import syscall.v1.host.MethodBinding;
import syscall.v1.host.RegisterRequest;
import syscall.v1.host.RegisterResponse;
import syscall.v1.host.RequireRequest;

/** The system calls in which a guest says what it is and needs, and finds what others are. */
final class Declarations {
  private final Id host;
  private final GuestSpec spec;
  private final Directory directory;
  private final OwnServices services;
  private final Unresolved unresolved;
  private final Refusals refusals;
  private final Consumer<FromGuest> kernel;
  private int turn;

  Declarations(
      Admission admission,
      Directory directory,
      OwnServices services,
      Unresolved unresolved,
      Refusals refusals,
      Consumer<FromGuest> kernel) {
    this.host = admission.host();
    this.spec = admission.spec();
    this.turn = admission.number();
    this.directory = directory;
    this.services = services;
    this.unresolved = unresolved;
    this.refusals = refusals;
    this.kernel = kernel;
  }

  Answer register(RegisterRequest request) {
    if (!isOwnHost(request.getHostId())) {
      return Answer.refused(BadId);
    }
    if (Refusals.isTooLong(request.getDebugName())) {
      return refusals.tooLong(request.getDebugName());
    }
    if (services.isFull()) {
      return refusals.refused(
          NamespaceExhausted,
          "services",
          () ->
              "has registered %d services, and its limit services is that."
                  .formatted(spec.services()));
    }
    if (services.wouldExceed(request.getDebugName())) {
      return refusals.tooManyNames();
    }
    OwnServices.Registration made = services.register(request.getDebugName());
    kernel.accept(new FromGuest.Registered(made.service(), request.getDebugName()));
    return Answer.of(
        RegisterResponse.newBuilder()
            .setServiceId(made.service().raw())
            .setExistedPreviously(made.existed())
            .build()
            .toByteArray());
  }

  Answer bindMethod(BindMethodRequest request) {
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId()) || service.isEmpty()) {
      return Answer.refused(BadId);
    }
    String name = request.getMethodName();
    if (name.isEmpty()) {
      return Answer.refused(IdDispatch);
    }
    if (Refusals.isTooLong(name)) {
      return refusals.tooLong(name);
    }
    Optional<Id> bound = service.get().methodNamed(name);
    if (bound.isEmpty() && services.wouldExceed(name)) {
      return refusals.tooManyNames();
    }
    Id method = bound.orElseGet(() -> bind(service.get(), Id.of(request.getServiceId()), name));
    return Answer.of(
        BindMethodResponse.newBuilder().setMethodId(method.raw()).build().toByteArray());
  }

  private Id bind(OwnServices.Service service, Id id, String name) {
    Id method = service.bind(name);
    kernel.accept(new FromGuest.Bound(id, method, name));
    return method;
  }

  Answer export(ExportRequest request) {
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId()) || service.isEmpty()) {
      return Answer.refused(BadId);
    }
    Optional<Answer> refusal = refusal(request.getServiceList());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<ServiceName> exported = names(request.getServiceList());
    Optional<ServiceName> forbidden = notIn(spec.grants().exports(), exported);
    if (forbidden.isPresent()) {
      return refusals.notGranted(BadId, "export", forbidden.get(), "exports");
    }
    List<ServiceName> added = service.get().export(exported);
    if (!added.isEmpty()) {
      kernel.accept(new FromGuest.Exported(Id.of(request.getServiceId()), added));
    }
    return Answer.DONE;
  }

  Answer require(RequireRequest request) {
    Optional<OwnServices.Service> service = own(request.getSource());
    if (service.isEmpty()) {
      return Answer.refused(BadId);
    }
    Optional<Answer> refusal = refusal(request.getDestList());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    List<ServiceName> required = names(request.getDestList());
    Optional<ServiceName> forbidden = notIn(spec.grants().requires(), required);
    if (forbidden.isPresent()) {
      return refusals.notGranted(BadId, "require", forbidden.get(), "requires");
    }
    List<ServiceName> added = service.get().require(required);
    if (!added.isEmpty()) {
      kernel.accept(new FromGuest.Required(Id.of(request.getSource()), added));
    }
    return Answer.DONE;
  }

  Answer launch(LaunchRequest request) {
    Id call = Id.of(request.getCallId());
    Optional<OwnServices.Service> service = own(request.getServiceId());
    if (!isOwnHost(request.getHostId())
        || service.isEmpty()
        || !Id.of(request.getMethodId()).equals(Id.LAUNCH_METHOD)
        || !call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (unresolved.isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (!service.get().askLaunch()) {
      return Answer.refused(BadId);
    }
    unresolved.addLaunch(call);
    kernel.accept(new FromGuest.LaunchAsked(Id.of(request.getServiceId()), call));
    return Answer.DONE;
  }

  Answer locate(LocateRequest request) {
    Id caller = Id.of(request.getCalledBy());
    ServiceName name = new ServiceName(request.getPackageName(), request.getServiceName());
    Optional<OwnServices.Service> source = services.find(caller);
    if (source.isEmpty() && !caller.isEmpty() && !caller.isZero()) {
      return Answer.refused(BadId);
    }
    if (!spec.grants().requires().match(name)) {
      return refusals.notGranted(NotRequired, "locate", name, "requires");
    }
    Optional<Directory.Entry> found = directory.provider(name, turn);
    if (found.isEmpty()) {
      return Answer.refused(NotFound);
    }
    if (!caller.isEmpty() && !source.map(s -> s.requires(name)).orElse(false)) {
      return Answer.refused(NotRequired);
    }
    turn++;
    Directory.Entry provider = found.get();
    LocateResponse.Builder response =
        LocateResponse.newBuilder()
            .setHostId(provider.host().raw())
            .setServiceId(provider.service().raw());
    for (ServiceView.Method method : provider.methods()) {
      response.addBinding(
          MethodBinding.newBuilder().setMethodName(method.name()).setMethodId(method.id().raw()));
    }
    return Answer.of(response.build().toByteArray());
  }

  private boolean isOwnHost(IdRaw raw) {
    return Id.of(raw).equals(host);
  }

  private Optional<OwnServices.Service> own(IdRaw raw) {
    return services.find(Id.of(raw));
  }

  private static Optional<ServiceName> notIn(NamePatterns granted, List<ServiceName> names) {
    return names.stream().filter(name -> !granted.match(name)).findFirst();
  }

  /** The answer when these names are too many, or too long. */
  private Optional<Answer> refusal(List<FullyQualifiedService> raw) {
    String[] parts = new String[raw.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = raw.get(i).getPackagePath() + "." + raw.get(i).getService();
      if (Refusals.isTooLong(parts[i])) {
        return Optional.of(refusals.tooLong(parts[i]));
      }
    }
    return services.wouldExceed(parts) ? Optional.of(refusals.tooManyNames()) : Optional.empty();
  }

  private static List<ServiceName> names(List<FullyQualifiedService> raw) {
    return raw.stream()
        .map(name -> new ServiceName(name.getPackagePath(), name.getService()))
        .toList();
  }
}

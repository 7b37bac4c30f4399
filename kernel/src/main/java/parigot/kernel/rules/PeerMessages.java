package parigot.kernel.rules;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Identities;
import parigot.kernel.ServiceName;
import parigot.v1.host.PeerAnnounced;
import parigot.v1.host.PeerBound;
import parigot.v1.host.PeerCycle;
import parigot.v1.host.PeerEndApplication;
import parigot.v1.host.PeerEnded;
import parigot.v1.host.PeerExported;
import parigot.v1.host.PeerKnown;
import parigot.v1.host.PeerLeaving;
import parigot.v1.host.PeerLeavingSeen;
import parigot.v1.host.PeerMessage;
import parigot.v1.host.PeerMethod;
import parigot.v1.host.PeerName;
import parigot.v1.host.PeerPhase;
import parigot.v1.host.PeerRegistered;
import parigot.v1.host.PeerRequired;
import parigot.v1.host.PeerStatus;

/** What kernels of different nodes say to each other, but for calls. */
final class PeerMessages {
  static final PeerMessage ANNOUNCED =
      PeerMessage.newBuilder().setAnnounced(PeerAnnounced.getDefaultInstance()).build();

  static final PeerMessage LEAVING =
      PeerMessage.newBuilder().setLeaving(PeerLeaving.getDefaultInstance()).build();

  static final PeerMessage LEAVING_SEEN =
      PeerMessage.newBuilder().setLeavingSeen(PeerLeavingSeen.getDefaultInstance()).build();

  private PeerMessages() {}

  static PeerMessage status(PeerStatus status) {
    return PeerMessage.newBuilder().setStatus(status).build();
  }

  static PeerMessage registered(Service service, GuestSpec spec) {
    PeerRegistered.Builder said =
        PeerRegistered.newBuilder()
            .setService(service.id().raw())
            .setDebugName(service.debugName())
            .setGuest(spec.name())
            .setInstance(spec.instance())
            .setLabel(service.owner())
            .setCapacity(spec.capacity())
            .setCode(spec.code());
    service.methods().forEach(method -> said.addMethods(method(method.name(), method.id())));
    return PeerMessage.newBuilder().setRegistered(said).build();
  }

  private static PeerMethod method(String name, Id id) {
    return PeerMethod.newBuilder().setName(name).setMethod(id.raw()).build();
  }

  static PeerMessage bound(Service service, String name, Id method) {
    PeerBound said =
        PeerBound.newBuilder()
            .setService(service.id().raw())
            .setMethod(method(name, method))
            .build();
    return PeerMessage.newBuilder().setBound(said).build();
  }

  static PeerMessage exported(Service service, List<ServiceName> names) {
    PeerExported.Builder said =
        PeerExported.newBuilder()
            .setService(service.id().raw())
            .setCallTimeout(service.callTimeout());
    names.forEach(name -> said.addNames(name(name)));
    return PeerMessage.newBuilder().setExported(said).build();
  }

  static PeerMessage required(Service service, List<ServiceName> names) {
    PeerRequired.Builder said = PeerRequired.newBuilder().setService(service.id().raw());
    names.forEach(name -> said.addNames(name(name)));
    return PeerMessage.newBuilder().setRequired(said).build();
  }

  private static PeerName name(ServiceName name) {
    return PeerName.newBuilder()
        .setPackagePath(name.packagePath())
        .setService(name.service())
        .build();
  }

  static ServiceName name(PeerName name) {
    return new ServiceName(name.getPackagePath(), name.getService());
  }

  static List<ServiceName> names(Set<Name> names) {
    return names.stream().map(Name::name).toList();
  }

  static PeerMessage phase(Service service) {
    PeerPhase.Phase phase =
        switch (service.launch().phase()) {
          case REGISTERED -> PeerPhase.Phase.REGISTERED;
          case WAITING -> PeerPhase.Phase.WAITING;
          case RUNNING -> PeerPhase.Phase.RUNNING;
          case REFUSED -> PeerPhase.Phase.REFUSED;
        };
    return PeerMessage.newBuilder()
        .setPhase(PeerPhase.newBuilder().setService(service.id().raw()).setPhase(phase))
        .build();
  }

  static PeerMessage cycle(Deadlock deadlock, String sentence) {
    PeerCycle.Builder said = PeerCycle.newBuilder().setSentence(sentence);
    deadlock.members().forEach(service -> said.addServices(service.id().raw()));
    return PeerMessage.newBuilder().setCycle(said).build();
  }

  static PeerMessage ended(String label, Collection<Service> services, boolean restarts) {
    PeerEnded.Builder said = PeerEnded.newBuilder().setLabel(label).setAgain(restarts);
    services.forEach(service -> said.addServices(service.id().raw()));
    return PeerMessage.newBuilder().setEnded(said).build();
  }

  static PeerMessage endApplication(int code, boolean byExit) {
    PeerEndApplication said =
        PeerEndApplication.newBuilder().setCode(code).setByExit(byExit).build();
    return PeerMessage.newBuilder().setEndApplication(said).build();
  }

  /** The ids that the names of that node's guests have had, and when this process began. */
  static PeerMessage known(Peer peer, long startedAt) {
    PeerKnown.Builder known = PeerKnown.newBuilder().setStartedAt(startedAt);
    peer.known()
        .forEach(
            (program, lives) ->
                lives.forEach((usedAt, ids) -> addKnown(program, usedAt, ids, known)));
    return PeerMessage.newBuilder().setKnown(known).build();
  }

  private static void addKnown(
      GuestKey program, long usedAt, Identities ids, PeerKnown.Builder to) {
    ids.services()
        .forEach(
            (debugName, services) -> {
              for (Id id : services) {
                PeerKnown.Service.Builder service =
                    to.addServicesBuilder()
                        .setGuest(program.name())
                        .setInstance(program.instance())
                        .setDebugName(debugName)
                        .setService(id.raw())
                        .setUsedAt(usedAt);
                ids.methods(id).forEach((name, its) -> service.addMethods(method(name, its)));
              }
            });
  }
}

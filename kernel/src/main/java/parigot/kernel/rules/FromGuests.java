package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import parigot.kernel.Effect;
import parigot.kernel.ExitCode;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.Listing;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;

/** What is done about each thing that a guest says. */
final class FromGuests implements FromGuest.Cases<Guest> {
  private final Services services;
  private final Launches launches;
  private final Calls calls;
  private final Timers timers;
  private final CallDeadlocks deadlocks;
  private final Restarts restarts;
  private final ExitGrace grace;
  private final ApplicationStart start;
  private final ApplicationEnd end;
  private final Application application;
  private final Peers peers;
  private final Counters counters;

  FromGuests(
      Services services,
      Launches launches,
      Calls calls,
      Timers timers,
      CallDeadlocks deadlocks,
      Restarts restarts,
      ExitGrace grace,
      ApplicationStart start,
      ApplicationEnd end,
      Application application,
      Peers peers,
      Counters counters) {
    this.services = services;
    this.launches = launches;
    this.calls = calls;
    this.timers = timers;
    this.deadlocks = deadlocks;
    this.restarts = restarts;
    this.grace = grace;
    this.start = start;
    this.end = end;
    this.application = application;
    this.peers = peers;
    this.counters = counters;
  }

  @Override
  public void starting(FromGuest.Starting said, Guest from, long now, List<Effect> out) {
    start.starting(from, now);
  }

  @Override
  public void started(FromGuest.Started said, Guest from, long now, List<Effect> out) {
    start.started(from, now);
  }

  @Override
  public void registered(FromGuest.Registered said, Guest from, long now, List<Effect> out) {
    change(from, now, out, () -> register(from, said, out));
  }

  private void register(Guest guest, FromGuest.Registered made, List<Effect> out) {
    Id id = made.service();
    Service service = new Service(id, made.debugName(), guest);
    // Clients of an earlier life know these methods already; their calls are held until it runs.
    guest.identities().methods(id).forEach((name, method) -> service.bind(method, name));
    guest.identities().remember(made.debugName(), id);
    guest.add(service);
    peers.forget(id, services, out);
    services.add(service);
    restarts.isBack(id);
    out.add(
        new Effect.Listed(
            new Listing.Registered(
                id, guest.id(), guest.spec().capacity(), false, service.methods())));
    peers.registered(service, guest.spec(), out);
  }

  @Override
  public void bound(FromGuest.Bound said, Guest from, long now, List<Effect> out) {
    change(from, now, out, () -> bind(from, said, out));
  }

  private void bind(Guest guest, FromGuest.Bound bound, List<Effect> out) {
    Service service = services.get(bound.service());
    service.bind(bound.method(), bound.methodName());
    guest.identities().remember(bound.service(), bound.methodName(), bound.method());
    out.add(
        new Effect.Listed(
            new Listing.Bound(
                bound.service(), new ServiceView.Method(bound.methodName(), bound.method()))));
    peers.bound(service, bound.methodName(), bound.method(), out);
  }

  @Override
  public void exported(FromGuest.Exported said, Guest from, long now, List<Effect> out) {
    change(
        from,
        now,
        out,
        () -> {
          Service service = services.get(said.service());
          for (ServiceName name : said.names()) {
            services.graph().export(service, name, out);
            service.isExportedAs(name);
          }
          peers.exported(service, said.names(), out);
        });
  }

  @Override
  public void required(FromGuest.Required said, Guest from, long now, List<Effect> out) {
    change(
        from,
        now,
        out,
        () -> {
          Service service = services.get(said.service());
          said.names().forEach(name -> services.graph().require(service, name));
          peers.required(service, said.names(), out);
        });
  }

  @Override
  public void launchAsked(FromGuest.LaunchAsked said, Guest from, long now, List<Effect> out) {
    change(
        from,
        now,
        out,
        () -> {
          Service service = services.get(said.service());
          services.graph().ask(service, said.call(), launches.mayWaitUntil(from, now));
          peers.phase(service, out);
        });
  }

  /** When everything is ending, nothing new is launched. */
  private void change(Guest from, long now, List<Effect> out, Runnable change) {
    if (!end.isShuttingDown()) {
      change.run();
      launches.changed(from);
      application.advance(now, out);
      end.endWhenNobodyIsLeft(out);
      application.tellStatus(out);
    }
  }

  @Override
  public void dispatched(FromGuest.Dispatched said, Guest from, long now, List<Effect> out) {
    Service service = services.get(said.service());
    if (service == null) {
      Optional<Service> away = restarts.away(said.service());
      calls.dispatchToNobody(
          from, said, away.isPresent() ? away : peers.away(said.service()), now, out);
    } else {
      calls.dispatch(from, said, service, now, out);
    }
  }

  @Override
  public void withdrawn(FromGuest.Withdrawn said, Guest from, long now, List<Effect> out) {
    calls.withdrawn(from, said.call(), now, out);
  }

  @Override
  public void returned(FromGuest.Returned said, Guest from, long now, List<Effect> out) {
    calls.returned(from, said, now, out);
  }

  @Override
  public void returnedTooMuch(
      FromGuest.ReturnedTooMuch said, Guest from, long now, List<Effect> out) {
    calls.returnedTooMuch(from, said, now, out);
  }

  @Override
  public void returnedLate(FromGuest.ReturnedLate said, Guest from, long now, List<Effect> out) {
    calls.returnedLate(from, said.call(), out);
  }

  @Override
  public void exitAsked(FromGuest.ExitAsked said, Guest from, long now, List<Effect> out) {
    int code = ExitCode.ofGuest(said.code());
    from.asksToExit(code);
    if (said.shutdownAll()) {
      end.byGuest(from, code, out);
    }
  }

  @Override
  public void exitDelivered(FromGuest.ExitDelivered said, Guest from, long now, List<Effect> out) {
    grace.begin(from, now);
  }

  @Override
  public void timerSet(FromGuest.TimerSet said, Guest from, long now, List<Effect> out) {
    timers.set(from, said, now);
    timers.expire(now, out);
  }

  @Override
  public void timerCancelled(
      FromGuest.TimerCancelled said, Guest from, long now, List<Effect> out) {
    timers.cancel(from, said.call());
  }

  @Override
  public void forgot(FromGuest.Forgot said, Guest from, long now, List<Effect> out) {
    from.calls().forgot(said.calls(), said.bytes());
    calls.unbegun(from, said.unbegun(), out);
  }

  @Override
  public void took(FromGuest.Took said, Guest from, long now, List<Effect> out) {
    from.calls().took(said.bytes());
  }

  @Override
  public void refused(FromGuest.Refused said, Guest from, long now, List<Effect> out) {
    counters.refused(from);
    out.add(
        new Effect.Report(
            Effect.Severity.WARNING,
            from.label() + " " + said.key(),
            List.of(from.label()),
            from.label() + " " + said.sentence()));
  }

  @Override
  public void idle(FromGuest.Idle said, Guest from, long now, List<Effect> out) {
    deadlocks.idle(from);
  }
}

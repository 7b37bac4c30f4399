package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.Directory;
import parigot.kernel.guest.SystemCalls;
import parigot.kernel.rules.Kernel;
import parigot.plugin.LimitedLog;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.StartException;
import parigot.runtime.guest.BlockingInbox;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.EventPermits;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.QueueInbox;
import parigot.runtime.guest.SharedByGuests;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.v1.host.PeerMessage;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;
import parigot.wasm.ModuleException;

/**
 * The kernel as an actor, and the supervisor of every guest's actor: a message in, a call of the
 * {@link Kernel}, its effects out. All rules are the kernel's; here is only who is told what.
 */
final class KernelActor extends AbstractBehavior<KernelActor.Command> {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.kernel");

  /** How much earlier than the armed one a deadline must be to be armed anew. */
  private static final long SLACK_NANOS = 500_000;

  /** What the kernel's actor understands. */
  sealed interface Command {}

  /** What a guest did; from the guest's thread, in the order it happened. */
  record GuestSaid(Id host, FromGuest what) implements Command {}

  /** The last word of a guest's actor, which stops then. */
  record GuestEnded(Id host, Ending how) implements Command {}

  /** End the application in order, with this code. */
  record Shutdown(int code) implements Command {}

  /** A question of the host's own code, answered from the kernel's state. */
  record Ask<T>(Question<T> question, CompletableFuture<T> answer) implements Command {
    void answerFrom(Kernel kernel, long now) {
      try {
        answer.complete(question.ask(kernel, now));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** What the host's own code may ask of the kernel. It must only look. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Kernel kernel, long now);
  }

  /** A call of the host's own code into a service, or the withdrawal of one. */
  record HostCall(HostCalls.Command what) implements Command {}

  /** The host's own code waits until a name runs, or runs no longer. */
  record AwaitName(AwaitedNames.Wanted wanted, CompletableFuture<Void> happened)
      implements Command {}

  /** Replace these guests, and name them once they run. */
  record Replace(List<GuestPlan> plans, CompletableFuture<List<String>> running)
      implements Command {}

  /** Whether the kernel still answers; the same object again and again. */
  static final class Beat implements Command {
    private volatile boolean answered;

    void begin() {
      answered = false;
    }

    boolean isAnswered() {
      return answered;
    }
  }

  /** A session with another node has begun. */
  record Linked(String node, long session) implements Command {}

  /** What another node's kernel has said, and for how long that was under way at most. */
  record Heard(String node, long session, PeerMessage what, long ageNanos) implements Command {}

  /** What another node was told is on its way. */
  record Written(String node, long session, long bytes) implements Command {}

  /** A session with another node is over, and these frames certainly did not get there. */
  record Lost(String node, long session, String why, List<Long> unwritten) implements Command {}

  private record Begin() implements Command {}

  /** The plugins take no more work from outside, and what they took is done. */
  private record Drained() implements Command {}

  private record Tick() implements Command {}

  private record ActorStopped(Id host) implements Command {}

  /** A guest's actor, and what can interrupt it from outside. */
  private record Guest(
      GuestPlan plan,
      ActorRef<GuestActor.Command> actor,
      GuestProgram program,
      CurrentCall current) {}

  private final Kernel kernel;
  private final Directory directory;
  private final Optional<NodeLinks> links;
  private final AwaitedNames awaited;
  private final Application application;
  private final LimitedLog limitedLog;
  private final Alarm alarm = new Alarm("parigot-alarm");
  private final Alarm.Deadline nextTick;
  private final Watchdog watchdog = new Watchdog();
  private final LoadedApplication loaded;
  private final GuestDispatchers.Shared dispatcher;
  private final EventPermits permits;
  private final SharedByGuests shared;
  private final Map<Id, Guest> guests = new LinkedHashMap<>();
  private final Replacements replacements;
  private final Map<Id, Ending> endings = new HashMap<>();
  private final Map<String, Integer> starts = new HashMap<>();
  private final ActorRef<HostCalls.Command> hostCalls;
  private final Id embedder;
  private final List<Effect> effects = new ArrayList<>();
  private final Effect.Cases carryingOut = new CarryingOut();
  private final Time time;
  private long armed = Long.MAX_VALUE;
  private boolean over;

  static Behavior<Command> create(LoadedApplication loaded, Application application) {
    return Behaviors.setup(
        context -> {
          try {
            return new KernelActor(context, loaded, application);
          } catch (StartException e) {
            application.failed(e);
            return Behaviors.stopped();
          }
        });
  }

  private KernelActor(
      ActorContext<Command> context, LoadedApplication loaded, Application application) {
    super(context);
    this.application = application;
    this.loaded = loaded;
    replacements = application.replacements();
    time = loaded.time();
    limitedLog = new LimitedLog(LOG, time.clock());
    dispatcher = GuestDispatchers.shared(loaded.guests());
    permits = dispatcher.permits();
    shared =
        new SharedByGuests(
            time, loaded.console(), loaded.plugins().heapGate(), GuestDispatchers.LONG_EVENTS);
    ActorRef<Command> self = context.getSelf();
    nextTick = alarm.deadline(() -> self.tell(new Tick()));
    kernel = new Kernel(loaded.kernelSettings(), loaded.nodes(), loaded.ids(), this::currentCall);
    directory = new Directory(loaded.nodes().preferLocal());
    awaited = new AwaitedNames(directory);
    Admission ofHost = admit(HostCalls.spec());
    embedder = ofHost.host();
    hostCalls =
        context.spawn(
            HostCalls.create(ofHost, directory, loaded.idsOfHostCalls(), context.getSelf()),
            HostCalls.NAME,
            dispatcher.selector());
    context.watchWith(hostCalls, new ActorStopped(embedder));
    for (GuestPlan plan : loaded.guests()) {
      replacements.put(plan);
      try {
        spawn(plan, admit(plan.spec())).program().instantiate();
      } catch (ModuleException e) {
        throw new StartException("guest " + plan.settings().name() + ": " + e.getMessage(), e);
      }
    }
    links = loaded.node().map(node -> new NodeLinks(node, time.clock(), self::tell));
    application.running(context.getSelf(), links);
    context.getSelf().tell(new Begin());
  }

  /** Once it is admitted, the others may see it. */
  private Admission admit(GuestSpec spec) {
    List<Effect> changes = new ArrayList<>();
    Admission admission = kernel.admit(spec, changes);
    changes.forEach(effect -> effect.giveTo(carryingOut));
    return admission;
  }

  private Id currentCall(Id host) {
    Guest guest = guests.get(host);
    return guest == null ? Id.EMPTY : guest.current().get();
  }

  private Guest spawn(GuestPlan plan, Admission admission) {
    Id host = admission.host();
    CurrentCall current = new CurrentCall();
    int before = starts.merge(plan.label(), 1, Integer::sum) - 1;
    ActorRef<Command> self = getContext().getSelf();
    Consumer<FromGuest> tell = what -> self.tell(new GuestSaid(host, what));
    Consumer<Ending> ended = how -> self.tell(new GuestEnded(host, how));
    Function<LastPluginFailure, List<HostModule>> plugins =
        failure ->
            loaded
                .plugins()
                .modulesFor(plan.settings(), plan.label(), host, plan.spec().capacity(), failure);
    GuestProgram program;
    Behavior<GuestActor.Command> behavior;
    if (plan.code().shape() == GuestShape.REACTOR) {
      QueueInbox inbox = new QueueInbox();
      SystemCalls calls = new SystemCalls(admission, directory, inbox, current, tell);
      program = new GuestProgram(plan, before, calls, plugins, shared, Optional.of(permits));
      behavior = ReactorGuest.create(ended, program, calls, inbox, permits);
    } else {
      BlockingInbox inbox = new BlockingInbox(time);
      program =
          new GuestProgram(
              plan,
              before,
              new SystemCalls(admission, directory, inbox, current, tell),
              plugins,
              shared,
              Optional.empty());
      behavior = LoopGuest.create(ended, program, inbox);
    }
    ActorRef<GuestActor.Command> actor =
        getContext().spawn(behavior, plan.label(), dispatcher.selector());
    getContext().watchWith(actor, new ActorStopped(host));
    Guest guest = new Guest(plan, actor, program, current);
    guests.put(host, guest);
    watchdog.watch(program);
    return guest;
  }

  private void startAgain(Effect.StartAgain effect) {
    GuestPlan plan = replacements.plan(effect.guest().label());
    // Its start makes the instance, on the guest's own turn: that may take long.
    Admission admission = admit(plan.spec());
    startGuest(admission.host(), spawn(plan, admission));
    replacements.begun(plan.label());
  }

  private void startGuest(Id host, Guest guest) {
    kernel.handle(host, new FromGuest.Starting(), now(), effects);
    guest.actor().tell(GuestActor.Start.INSTANCE);
  }

  @Override
  public Receive<Command> createReceive() {
    Receive<Command> others =
        newReceiveBuilder()
            .onMessage(GuestEnded.class, this::onGuestEnded)
            .onMessage(ActorStopped.class, this::onActorStopped)
            .onMessage(HostCall.class, this::onHostCall)
            .onMessage(Tick.class, message -> onTick())
            .onMessage(Shutdown.class, this::onShutdown)
            .onMessage(Begin.class, message -> onBegin())
            .onMessage(Ask.class, this::onAsk)
            .onMessage(AwaitName.class, this::onAwaitName)
            .onMessage(Replace.class, this::onReplace)
            .onMessage(Drained.class, message -> onDrained())
            .onMessage(Beat.class, this::onBeat)
            .onMessage(Heard.class, this::onHeard)
            .onMessage(Written.class, this::onWritten)
            .onMessage(Linked.class, this::onLinked)
            .onMessage(Lost.class, this::onLost)
            .onSignal(PostStop.class, signal -> onStopped())
            .build();
    return new FastPathReceive<>(
        GuestSaid.class, this::onGuestSaid, others, application::kernelFails);
  }

  private Behavior<Command> onGuestSaid(GuestSaid message) {
    kernel.handle(message.host(), message.what(), now(), effects);
    return carryOut();
  }

  private Behavior<Command> onGuestEnded(GuestEnded message) {
    endings.put(message.host(), message.how());
    return this;
  }

  /** The end of a guest counts once its actor is gone: then another may have the actor's name. */
  private Behavior<Command> onActorStopped(ActorStopped message) {
    Guest guest = guests.remove(message.host());
    Ending how = endings.remove(message.host());
    if (guest == null) {
      return this;
    }
    watchdog.forget(guest.program());
    if (how == null) {
      how = new Ending.Failed("its actor failed: the cause stands in the log");
    }
    LOG.debug("{} has ended: {}", guest.plan().label(), how);
    loaded.plugins().guestEnded(guest.plan().settings(), guest.plan().label(), message.host());
    replacements.ended(guest.plan().label(), how);
    kernel.ended(message.host(), how, now(), effects);
    return carryOut();
  }

  private Behavior<Command> onDrained() {
    kernel.drained(now(), effects);
    return carryOut();
  }

  private Behavior<Command> onBeat(Beat beat) {
    beat.answered = true;
    return this;
  }

  private Behavior<Command> onHeard(Heard message) {
    if (links.get().isCurrent(message.node(), message.session())) {
      kernel.heard(message.node(), message.what(), message.ageNanos(), now(), effects);
    }
    return carryOut();
  }

  private Behavior<Command> onWritten(Written message) {
    if (links.get().isCurrent(message.node(), message.session())) {
      links.get().written(message.node(), message.bytes());
      kernel.written(message.node(), message.bytes());
    }
    return this;
  }

  private Behavior<Command> onLinked(Linked message) {
    links.get().linked(message.node(), message.session());
    kernel.linked(message.node(), now(), effects);
    return carryOut();
  }

  private Behavior<Command> onLost(Lost message) {
    if (links.get().isCurrent(message.node(), message.session())) {
      Set<Id> unwritten = links.get().lost(message.node(), message.unwritten());
      kernel.lost(message.node(), message.why(), unwritten, now(), effects);
    }
    return carryOut();
  }

  private Behavior<Command> onHostCall(HostCall message) {
    hostCalls.tell(message.what());
    return this;
  }

  private Behavior<Command> onBegin() {
    watchdog.start();
    kernel.start(now(), effects);
    return carryOut();
  }

  private Behavior<Command> onTick() {
    armed = Long.MAX_VALUE;
    kernel.tick(now(), effects);
    return carryOut();
  }

  private Behavior<Command> onShutdown(Shutdown message) {
    kernel.shutdown(message.code(), effects);
    return carryOut();
  }

  private Behavior<Command> onReplace(Replace message) {
    replacements.replace(message.plans(), message.running(), kernel, now(), effects);
    return carryOut();
  }

  private Behavior<Command> onAsk(Ask<?> message) {
    message.answerFrom(kernel, now());
    return this;
  }

  private Behavior<Command> onAwaitName(AwaitName message) {
    awaited.await(message.wanted(), message.happened());
    return this;
  }

  private Behavior<Command> carryOut() {
    for (int i = 0; i < effects.size(); i++) {
      effects.get(i).giveTo(carryingOut);
    }
    effects.clear();
    awaited.look();
    replacements.look(kernel);
    if (over) {
      return Behaviors.stopped(() -> application.over(kernel, now()));
    }
    arm();
    return this;
  }

  /** What is done about each effect. */
  private final class CarryingOut implements Effect.Cases {
    @Override
    public void deliver(Effect.Deliver effect) {
      KernelActor.this.deliver(effect);
    }

    @Override
    public void tell(Effect.Tell effect) {
      links.get().tell(effect.node(), effect.message());
    }

    @Override
    public void begin(Effect.Begin effect) {
      guests.forEach(KernelActor.this::startGuest);
    }

    @Override
    public void stop(Effect.Stop effect) {
      guest(effect.host(), guest -> guest.actor().tell(GuestActor.Stop.INSTANCE));
    }

    @Override
    public void kill(Effect.Kill effect) {
      guest(
          effect.host(),
          guest -> {
            guest.actor().tell(GuestActor.Kill.INSTANCE);
            guest.program().kill();
          });
    }

    @Override
    public void startAgain(Effect.StartAgain effect) {
      KernelActor.this.startAgain(effect);
    }

    @Override
    public void allLaunched(Effect.AllLaunched effect) {
      // Who waits for a name hears of it before it is said that all have launched.
      awaited.look();
      application.allLaunched();
    }

    @Override
    public void listed(Effect.Listed effect) {
      directory.apply(effect.change());
    }

    @Override
    public void drain(Effect.Drain effect) {
      getContext().pipeToSelf(application.drain(loaded), (drained, failure) -> new Drained());
    }

    @Override
    public void applicationEnded(Effect.ApplicationEnded effect) {
      over = true;
      links.ifPresent(NodeLinks::close);
      alarm.close();
      watchdog.close();
      application.ending(effect.code());
    }

    @Override
    public void report(Effect.Report effect) {
      KernelActor.this.report(effect);
    }
  }

  /** Also when this actor has failed, or somebody else stops it. */
  private Behavior<Command> onStopped() {
    if (!over) {
      application.broken();
      links.ifPresent(NodeLinks::close);
    }
    limitedLog.tellLeftOut();
    alarm.close();
    watchdog.close();
    return this;
  }

  private void deliver(Effect.Deliver deliver) {
    if (deliver.host().equals(embedder)) {
      hostCalls.tell(new HostCalls.Deliver(deliver.event()));
      return;
    }
    Guest guest = guests.get(deliver.host());
    if (guest != null) {
      guest.actor().tell(new GuestActor.Deliver(deliver.event()));
    }
  }

  private void guest(Id host, Consumer<Guest> action) {
    Guest guest = guests.get(host);
    if (guest != null) {
      action.accept(guest);
    }
  }

  private void report(Effect.Report report) {
    if (report.severity() == Effect.Severity.ERROR) {
      application.reported(report.sentence());
    }
    Level level =
        switch (report.severity()) {
          case ERROR -> Level.ERROR;
          case WARNING -> Level.WARN;
          case INFO -> Level.INFO;
          case DEBUG -> Level.DEBUG;
        };
    if (report.kind().isEmpty()) {
      LOG.atLevel(level).log("{}", report.sentence());
    } else {
      boolean unusedWasLogged = limitedLog.line(level, report.kind(), report.sentence());
    }
  }

  private void arm() {
    OptionalLong next = kernel.nextDeadline();
    if (next.isPresent() && next.getAsLong() < armed - SLACK_NANOS) {
      armed = next.getAsLong();
      nextTick.after(armed - now());
    }
  }

  private long now() {
    return time.nanos();
  }
}

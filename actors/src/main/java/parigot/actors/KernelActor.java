package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import parigot.kernel.Admission;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.Directory;
import parigot.kernel.rules.Kernel;
import parigot.runtime.StartException;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.wasm.ModuleException;

/**
 * The kernel as an actor, and the supervisor of every guest's actor: a message in, a call of the
 * {@link Kernel}, its effects out. All rules are the kernel's; here is only who is told what.
 */
final class KernelActor extends AbstractBehavior<KernelActor.Command> {
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

  /** What a link to another node tells. */
  record FromLink(NodeLinks.News news) implements Command {}

  private record Begin() implements Command {}

  /** The plugins take no more work from outside, and what they took is done. */
  private record Drained() implements Command {}

  private record Tick() implements Command {}

  /** A guest's actor is gone. */
  record ActorStopped(Id host) implements Command {}

  private final Kernel kernel;
  private final Directory directory;
  private final Optional<NodeLinks> links;
  private final AwaitedNames awaited;
  private final Application application;
  private final Lifecycle lifecycle;
  private final KernelReports reports;
  private final KernelDeadline deadline;
  private final LoadedApplication loaded;
  private final GuestActors guests;
  private final Replacements replacements;
  private final ActorRef<HostCalls.Command> hostCalls;
  private final Id embedder;
  private final List<Effect> effects = new ArrayList<>();
  private final Effect.Cases carryingOut = new CarryingOut();
  private final Time time;
  private boolean over;

  static Behavior<Command> create(LoadedApplication loaded, Application application) {
    return Behaviors.setup(
        context -> {
          try {
            return new KernelActor(context, loaded, application);
          } catch (StartException e) {
            application.lifecycle().failed(e);
            return Behaviors.stopped();
          }
        });
  }

  private KernelActor(
      ActorContext<Command> context, LoadedApplication loaded, Application application) {
    super(context);
    this.application = application;
    this.loaded = loaded;
    lifecycle = application.lifecycle();
    replacements = application.replacements();
    time = loaded.time();
    reports = new KernelReports(lifecycle, time.clock());
    ActorRef<Command> self = context.getSelf();
    deadline = new KernelDeadline(() -> self.tell(new Tick()));
    directory = new Directory(loaded.nodes().preferLocal());
    guests = new GuestActors(context, loaded, directory, application.lives());
    kernel = new Kernel(loaded.kernelSettings(), loaded.nodes(), loaded.ids(), guests::currentCall);
    awaited = new AwaitedNames(directory);
    Admission ofHost = admit(HostCalls.spec());
    embedder = ofHost.host();
    hostCalls =
        context.spawn(
            HostCalls.create(ofHost, directory, loaded.idsOfHostCalls(), self),
            HostCalls.NAME,
            GuestDispatchers.shared(loaded.guests()).selector());
    context.watchWith(hostCalls, new ActorStopped(embedder));
    for (GuestPlan plan : loaded.guests()) {
      replacements.put(plan);
      try {
        guests.spawn(plan, admit(plan.spec())).instantiate();
      } catch (ModuleException e) {
        throw new StartException("guest " + plan.settings().name() + ": " + e.getMessage(), e);
      }
    }
    links =
        loaded
            .node()
            .map(node -> new NodeLinks(node, time.clock(), news -> self.tell(new FromLink(news))));
    application.running(self, links);
    self.tell(new Begin());
  }

  /** Once it is admitted, the others may see it. */
  private Admission admit(GuestSpec spec) {
    List<Effect> changes = new ArrayList<>();
    Admission admission = kernel.admit(spec, changes);
    changes.forEach(effect -> effect.giveTo(carryingOut));
    return admission;
  }

  private void startAgain(Effect.StartAgain effect) {
    GuestPlan plan = replacements.plan(effect.guest().label());
    // Its start makes the instance, on the guest's own turn: that may take long.
    Admission admission = admit(plan.spec());
    GuestProgram unusedUntilItStarts = guests.spawn(plan, admission);
    startGuest(admission.host());
    replacements.begun(plan.label());
  }

  private void startGuest(Id host) {
    kernel.handle(host, new FromGuest.Starting(), now(), effects);
    guests.start(host);
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
            .onMessage(FromLink.class, this::onFromLink)
            .onSignal(PostStop.class, signal -> onStopped())
            .build();
    return new FastPathReceive<>(
        GuestSaid.class, this::onGuestSaid, others, lifecycle::kernelFails);
  }

  private Behavior<Command> onGuestSaid(GuestSaid message) {
    kernel.handle(message.host(), message.what(), now(), effects);
    return carryOut();
  }

  private Behavior<Command> onGuestEnded(GuestEnded message) {
    guests.ended(message.host(), message.how());
    return this;
  }

  /** The end of a guest counts once its actor is gone: then another may have the actor's name. */
  private Behavior<Command> onActorStopped(ActorStopped message) {
    Optional<GuestActors.Ended> gone = guests.stopped(message.host());
    if (gone.isEmpty()) {
      return this;
    }
    replacements.ended(gone.get().label(), gone.get().how());
    kernel.ended(message.host(), gone.get().how(), now(), effects);
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

  private Behavior<Command> onFromLink(FromLink message) {
    message.news().reach(links.get(), kernel, now(), effects);
    return carryOut();
  }

  private Behavior<Command> onHostCall(HostCall message) {
    hostCalls.tell(message.what());
    return this;
  }

  private Behavior<Command> onBegin() {
    guests.watch();
    kernel.start(now(), effects);
    return carryOut();
  }

  private Behavior<Command> onTick() {
    deadline.passed();
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
      return Behaviors.stopped(() -> lifecycle.over(kernel, now()));
    }
    deadline.arm(kernel.nextDeadline(), time);
    return this;
  }

  /** What is done about each effect. */
  private final class CarryingOut implements Effect.Cases {
    @Override
    public void deliver(Effect.Deliver effect) {
      if (effect.host().equals(embedder)) {
        hostCalls.tell(new HostCalls.Deliver(effect.event()));
      } else {
        guests.deliver(effect.host(), effect.event());
      }
    }

    @Override
    public void tell(Effect.Tell effect) {
      links.get().tell(effect.node(), effect.message());
    }

    @Override
    public void begin(Effect.Begin effect) {
      guests.hosts().forEach(KernelActor.this::startGuest);
    }

    @Override
    public void stop(Effect.Stop effect) {
      guests.stop(effect.host());
    }

    @Override
    public void kill(Effect.Kill effect) {
      guests.kill(effect.host());
    }

    @Override
    public void startAgain(Effect.StartAgain effect) {
      KernelActor.this.startAgain(effect);
    }

    @Override
    public void allLaunched(Effect.AllLaunched effect) {
      // Who waits for a name hears of it before it is said that all have launched.
      awaited.look();
      lifecycle.allLaunched();
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
      deadline.close();
      guests.close();
      lifecycle.ending(effect.code());
    }

    @Override
    public void report(Effect.Report effect) {
      reports.report(effect);
    }
  }

  /** Also when this actor has failed, or somebody else stops it. */
  private Behavior<Command> onStopped() {
    if (!over) {
      lifecycle.broken();
      links.ifPresent(NodeLinks::close);
    }
    reports.close();
    deadline.close();
    guests.close();
    return this;
  }

  private long now() {
    return time.nanos();
  }
}

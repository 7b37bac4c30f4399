package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import parigot.kernel.Admission;
import parigot.kernel.CallSpan;
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
  sealed interface Command {
    /** What the actor does about it. */
    Behavior<Command> reach(KernelActor actor);
  }

  /** What a guest did; from the guest's thread, in the order it happened. */
  record GuestSaid(Id host, FromGuest what) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.kernel.handle(host, what, actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** The last word of a guest's actor, which stops then. */
  record GuestEnded(Id host, Ending how) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.guests.ended(host, how);
      return actor;
    }
  }

  /** End the application in order, with this code. */
  record Shutdown(int code) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.kernel.shutdown(code, actor.effects);
      return actor.carryOut();
    }
  }

  /** A question of the host's own code, answered from the kernel's state. */
  record Ask<T>(Question<T> question, CompletableFuture<T> answer) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      question.answer(actor.kernel, actor.now(), answer);
      return actor;
    }
  }

  /** What the host's own code may ask of the kernel. It must only look. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Kernel kernel, long now);

    /** Completes this with what it asks for, or with what went wrong. */
    default void answer(Kernel kernel, long now, CompletableFuture<T> answer) {
      try {
        answer.complete(ask(kernel, now));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }
  }

  /** A call of the host's own code into a service, or the withdrawal of one. */
  record HostCall(HostCalls.Command what) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.hostCalls.tell(what);
      return actor;
    }
  }

  /** The host's own code waits until a name runs, or runs no longer. */
  record AwaitName(AwaitedNames.Wanted wanted, CompletableFuture<Void> happened)
      implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.awaited.await(wanted, happened);
      return actor;
    }
  }

  /** Replace these guests, and name them once they run. */
  record Replace(List<GuestPlan> plans, CompletableFuture<List<String>> running)
      implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.replacements.replace(plans, running, actor.kernel, actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** A movable guest is to run here, or is to run elsewhere, or this node asks for something. */
  record Move(Movement what) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      what.reach(actor.kernel, actor.replacements::plan, actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** These nodes of a pool are there now. */
  record Found(String pool, Map<String, InetSocketAddress> nodes) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.links.ifPresent(those -> those.found(pool, nodes));
      return actor;
    }
  }

  /** What the group of nodes that decides about places has to say. */
  @FunctionalInterface
  interface Movement {
    void reach(Kernel kernel, Function<String, GuestPlan> plans, long now, List<Effect> out);
  }

  /** Whether the kernel still answers; the same object again and again. */
  static final class Beat implements Command {
    private volatile boolean answered;

    void begin() {
      answered = false;
    }

    boolean isAnswered() {
      return answered;
    }

    @Override
    public Behavior<Command> reach(KernelActor actor) {
      answered = true;
      return actor;
    }
  }

  /** What a link to another node tells. */
  record FromLink(NodeLinks.News news) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      news.reach(actor.links.get(), actor.kernel, actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /**
   * A guest's actor is gone. The end of the guest counts only then, when another may have the
   * actor's name.
   */
  record ActorStopped(Id host) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      Optional<GuestActors.Ended> gone = actor.guests.stopped(host);
      if (gone.isEmpty()) {
        return actor;
      }
      actor.replacements.ended(gone.get().label(), gone.get().how());
      actor.kernel.ended(host, gone.get().how(), actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** Calls that are over are told from now on, if they are part of a trace that is kept. */
  record KeepTraces(double share, Consumer<CallSpan> spans) implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.kernel.keepTraces(share);
      actor.spans = spans;
      return actor;
    }
  }

  private record Begin() implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.guests.watch();
      actor.kernel.start(actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** The plugins take no more work from outside, and what they took is done. */
  private record Drained() implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.kernel.drained(actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

  /** A deadline of the kernel's has come. */
  private record Tick() implements Command {
    @Override
    public Behavior<Command> reach(KernelActor actor) {
      actor.deadline.passed();
      actor.kernel.tick(actor.now(), actor.effects);
      return actor.carryOut();
    }
  }

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
  private Consumer<CallSpan> spans = span -> {};
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
    deadline = new KernelDeadline(time, () -> self.tell(new Tick()));
    directory = new Directory(loaded.nodes().preferLocal());
    guests = new GuestActors(context, loaded, directory, application.lives());
    kernel = new Kernel(loaded.kernelSettings(), loaded.nodes(), loaded.ids(), guests::currentCall);
    kernel.observe(new RecordedCalls());
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
      if (loaded.isMovable(plan)) {
        continue;
      }
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
    return new GuardedReceive<>(
        message -> message.reach(this), this::onStopped, lifecycle::kernelFails);
  }

  private Behavior<Command> carryOut() {
    Turn.handsOn();
    for (int i = 0; i < effects.size(); i++) {
      effects.get(i).giveTo(carryingOut);
    }
    Turn.handsOnNoMore();
    effects.clear();
    kernel.takeSpans().forEach(spans);
    awaited.look();
    replacements.look(kernel);
    if (over) {
      return Behaviors.stopped(() -> lifecycle.over(kernel, now()));
    }
    deadline.arm(kernel.nextDeadline());
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

    @Override
    public void moved(Effect.Moved effect) {
      application.moves().moved(effect);
    }

    @Override
    public void leased(Effect.Leased effect) {
      guests.mayRunUntil(effect.host(), effect.until());
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

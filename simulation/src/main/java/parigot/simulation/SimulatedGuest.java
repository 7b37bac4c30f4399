package parigot.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import parigot.kernel.Admission;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.kernel.GuestKind;
import parigot.kernel.Id;
import parigot.kernel.NanoTime;
import parigot.kernel.guest.SystemCalls;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.guest.CurrentCall;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.Leave;
import parigot.runtime.guest.QueueInbox;
import parigot.runtime.guest.Reactor;
import parigot.runtime.guest.SharedByGuests;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;

/** One life of a guest, with the line from it to its kernel and the line back. */
final class SimulatedGuest {
  private final SimulatedNode node;
  private final GuestPlan plan;
  private final Id host;
  private final String label;
  private final Leave leave;
  private final CurrentCall current = new CurrentCall();
  private final Agenda.Line toKernel;
  private final Agenda.Line toGuest;
  private final GuestProgram program;
  private final GuestBody body;
  private boolean ended;

  /** It computes for ever: nothing reaches it any more but its end. */
  private boolean hangs;

  /**
   * @param leave for how long it may be handed events
   */
  SimulatedGuest(
      SimulatedNode node,
      GuestPlan plan,
      Admission admission,
      int starts,
      SharedByGuests shared,
      Leave leave) {
    this.leave = leave;
    this.node = node;
    this.plan = plan;
    this.host = admission.host();
    this.label = node.label(plan.label());
    World world = node.world();
    toKernel = world.agenda().line(node.place());
    toGuest = world.agenda().line(node.place());
    boolean loops = plan.code().shape() == GuestShape.LOOP;
    LoopBody loop = new LoopBody("simulated " + label, this::later);
    QueueInbox queue = new QueueInbox();
    SystemCalls calls =
        new SystemCalls(
            admission,
            node.directory(),
            loops ? loop : queue,
            current,
            what -> {
              world.tracer().said(label, what);
              toKernel.send(world.arrival(what), () -> node.handle(host, what));
            });
    Function<LastPluginFailure, List<HostModule>> plugins =
        failure -> node.modulesFor(plan, host, failure);
    program =
        new GuestProgram(
            plan, starts, calls, plugins, shared, Optional.empty(), new DurationHistogram());
    loop.runs(program::start);
    body = loops ? loop : GuestBody.of(new Reactor(program, calls, queue));
  }

  /** A guest that waits no longer than so long looks then whether its time is over. */
  private void later(int millis, Runnable isOver) {
    Agenda.Line line = node.world().agenda().line(node.place());
    line.send(
        node.world().time().nanos() + NanoTime.nanosOfMillis(millis),
        () -> {
          if (!ended && !hangs && mayRun()) {
            isOver.run();
            work(((LoopBody) body)::look);
          }
        });
    line.close();
  }

  /** Whether it lives, and its node has leave to run it. */
  boolean mayRun() {
    return !ended && !leave.isOver();
  }

  GuestPlan plan() {
    return plan;
  }

  Id host() {
    return host;
  }

  String label() {
    return label;
  }

  Id currentCall() {
    return current.get();
  }

  /** Has it begin its life, once that has reached it. */
  void start() {
    World world = node.world();
    toGuest.send(
        world.time().nanos(),
        () -> {
          if (!ended && mayRun()) {
            node.enters(plan);
            world.tracer().started(label);
            work(body::start);
          }
        });
  }

  void deliver(Event event) {
    World world = node.world();
    toGuest.send(
        world.arrival(event),
        () -> {
          // The kernel ends it, as soon as it comes to that.
          if (!ended && !hangs && mayRun()) {
            node.enters(plan);
            arrived(event);
          }
        });
  }

  private void arrived(Event event) {
    Tracer tracer = node.world().tracer();
    switch (node.world().fate(event, plan.spec().kind() == GuestKind.SERVER)) {
      case REACHES -> {
        tracer.delivered(label, event, caller(event));
        work(() -> body.take(event));
      }
      case IS_LOST -> tracer.lost(label, event, caller(event));
      case CRASHES_THE_GUEST -> {
        tracer.fault("", label, "crashes");
        end(new Ending.Failed("the simulation has it crash"));
      }
      case HANGS_THE_GUEST -> {
        tracer.begun(label, event, caller(event));
        hang();
      }
    }
  }

  /** Its watchdog ends it at its limit, as it would one that computes. */
  private void hang() {
    hangs = true;
    World world = node.world();
    Duration limit = plan.settings().methodLimit();
    world.tracer().fault("", label, "computes for ever");
    Agenda.Line line = world.agenda().line(node.place());
    line.send(
        NanoTime.after(world.time().nanos(), limit),
        () ->
            end(
                new Ending.Failed(
                    "it was at one event for longer than its method-limit of %d ms."
                        .formatted(limit.toMillis()))));
    line.close();
  }

  /** Who made a call, as traces call it; of a call from another node that is the node. */
  private String caller(Event event) {
    return event instanceof Event.Call call ? node.labelOfCaller(call.callerName().toString()) : "";
  }

  /** Tells it to end after the event that it is at. */
  void stop() {
    toGuest.send(
        node.world().time().nanos(),
        () -> {
          if (!hangs) {
            kill();
          }
        });
  }

  /** Ends it now; it is between two events, as there is one thread. */
  void kill() {
    end(new Ending.Stopped());
  }

  private void work(Supplier<Optional<Ending>> turn) {
    node.world().tracer().enter(label);
    turn.get().ifPresent(this::end);
  }

  /** Its last word comes to the kernel after all that it said before. */
  private void end(Ending how) {
    if (ended) {
      return;
    }
    ended = true;
    body.close();
    node.world().hashMemory(label, program);
    program.close();
    toGuest.clear();
    toGuest.close();
    node.world().tracer().ended(label, how);
    toKernel.send(node.world().time().nanos(), () -> node.ended(host, how));
    toKernel.close();
  }

  /** The application is over: lets go of what it holds. */
  void close() {
    if (!ended) {
      ended = true;
      body.close();
      program.close();
      toGuest.clear();
      toGuest.close();
      toKernel.clear();
      toKernel.close();
    }
  }
}

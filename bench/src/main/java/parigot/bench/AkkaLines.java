package parigot.bench;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The floor: actors in the place of guests, on Akka's default dispatcher. A call goes there and
 * back in two tells, or in the same four as a guest's, through one more actor in the place of the
 * kernel.
 */
final class AkkaLines implements CallLines {
  private final ActorSystem<Message> kernel;
  private final List<ActorRef<Message>> callers;

  sealed interface Message {}

  private record Call(ActorRef<Message> caller, ActorRef<Message> callee, byte[] param)
      implements Message {}

  private record Result(ActorRef<Message> caller, byte[] result) implements Message {}

  private record Run(int calls, CompletableFuture<int[]> done) implements Message {}

  private record Open(
      int bytes,
      int lines,
      boolean throughKernel,
      CompletableFuture<List<ActorRef<Message>>> callers)
      implements Message {}

  private AkkaLines(ActorSystem<Message> kernel, List<ActorRef<Message>> callers) {
    this.kernel = kernel;
    this.callers = callers;
  }

  /** Two tells a call. */
  static AkkaLines direct(int bytes, int lines) {
    return open(bytes, lines, false);
  }

  /** Four tells a call. */
  static AkkaLines throughKernel(int bytes, int lines) {
    return open(bytes, lines, true);
  }

  private static AkkaLines open(int bytes, int lines, boolean throughKernel) {
    ActorSystem<Message> kernel =
        ActorSystem.create(
            Behaviors.setup(Kernel::new),
            "bare",
            ConfigFactory.parseString("akka.loglevel = WARNING, akka.stdout-loglevel = WARNING")
                .withFallback(ConfigFactory.load()));
    CompletableFuture<List<ActorRef<Message>>> callers = new CompletableFuture<>();
    kernel.tell(new Open(bytes, lines, throughKernel, callers));
    return new AkkaLines(kernel, callers.join());
  }

  @Override
  public int[] run(int callsEach) {
    List<CompletableFuture<int[]>> reports = new ArrayList<>(callers.size());
    for (ActorRef<Message> caller : callers) {
      CompletableFuture<int[]> report = new CompletableFuture<>();
      caller.tell(new Run(callsEach, report));
      reports.add(report);
    }
    reports.forEach(CompletableFuture::join);
    return reports.get(0).join();
  }

  @Override
  public int lines() {
    return callers.size();
  }

  @Override
  public void close() {
    kernel.terminate();
    kernel.getWhenTerminated().toCompletableFuture().join();
  }

  private static final class Kernel extends AbstractBehavior<Message> {
    Kernel(ActorContext<Message> context) {
      super(context);
    }

    @Override
    public Receive<Message> createReceive() {
      return newReceiveBuilder()
          .onMessage(Call.class, this::onCall)
          .onMessage(Result.class, this::onResult)
          .onMessage(Open.class, this::onOpen)
          .build();
    }

    private Behavior<Message> onCall(Call call) {
      call.callee().tell(call);
      return this;
    }

    private Behavior<Message> onResult(Result result) {
      result.caller().tell(result);
      return this;
    }

    private Behavior<Message> onOpen(Open open) {
      List<ActorRef<Message>> callers = new ArrayList<>();
      ActorRef<Message> self = getContext().getSelf();
      for (int line = 0; line < open.lines(); line++) {
        ActorRef<Message> callee =
            getContext()
                .spawn(
                    Behaviors.<Message>setup(
                        context ->
                            new Callee(
                                context,
                                open.throughKernel() ? Optional.of(self) : Optional.empty())),
                    "echo" + line);
        ActorRef<Message> first = open.throughKernel() ? self : callee;
        callers.add(
            getContext()
                .spawn(
                    Behaviors.<Message>setup(
                        context -> new Caller(context, first, callee, open.bytes())),
                    "caller" + line));
      }
      open.callers().complete(callers);
      return this;
    }
  }

  private static final class Callee extends AbstractBehavior<Message> {
    private final Optional<ActorRef<Message>> kernel;

    Callee(ActorContext<Message> context, Optional<ActorRef<Message>> kernel) {
      super(context);
      this.kernel = kernel;
    }

    @Override
    public Receive<Message> createReceive() {
      return newReceiveBuilder().onMessage(Call.class, this::onCall).build();
    }

    private Behavior<Message> onCall(Call call) {
      kernel.orElse(call.caller()).tell(new Result(call.caller(), call.param()));
      return this;
    }
  }

  private static final class Caller extends AbstractBehavior<Message> {
    private final ActorRef<Message> first;
    private final ActorRef<Message> callee;
    private final Payload payload;
    private Run run = new Run(0, new CompletableFuture<>());
    private int[] nanos = {};
    private int made;
    private long began;

    Caller(
        ActorContext<Message> context,
        ActorRef<Message> first,
        ActorRef<Message> callee,
        int bytes) {
      super(context);
      this.first = first;
      this.callee = callee;
      this.payload = new Payload(bytes);
    }

    @Override
    public Receive<Message> createReceive() {
      return newReceiveBuilder()
          .onMessage(Result.class, this::onResult)
          .onMessage(Run.class, this::onRun)
          .build();
    }

    private Behavior<Message> onRun(Run order) {
      run = order;
      nanos = new int[order.calls()];
      made = 0;
      call(System.nanoTime());
      return this;
    }

    private void call(long now) {
      began = now;
      first.tell(new Call(getContext().getSelf(), callee, payload.next()));
    }

    private Behavior<Message> onResult(Result result) {
      if (!payload.isLast(result.result())) {
        run.done().completeExceptionally(new IllegalStateException("a wrong answer"));
        return this;
      }
      long now = System.nanoTime();
      nanos[made++] = (int) (now - began);
      if (made < nanos.length) {
        call(now);
      } else {
        run.done().complete(nanos);
      }
      return this;
    }
  }
}

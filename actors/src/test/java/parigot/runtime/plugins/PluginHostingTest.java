package parigot.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.ThreadsOfActors;
import parigot.kernel.Id;
import parigot.kernel.TraceContext;
import parigot.plugin.Caller;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.plugin.ServiceError;
import parigot.runtime.LastPluginFailure;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.PluginDispatcher;
import parigot.runtime.testing.RecordedLog;
import parigot.runtime.testing.Within;
import parigot.v1.host.CallFailure;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.HostFunction;
import syscall.v1.host.KernelErr;

/** What becomes of a plugin's threads and calls when guests give up or end. */
@Timeout(60)
class PluginHostingTest {
  private static final Id HOST = new Id(7, 8);

  private final PluginThreads platform = ThreadsOfActors.forPlugins();
  private final Stubborn plugin = new Stubborn();
  private final RecordedLog log = new RecordedLog();
  private RunningPlugin running;
  private HostFunction block;
  private final LastPluginFailure failure = new LastPluginFailure();

  /** Its one method returns when what its request names is released, interrupted or not. */
  private static final class Stubborn implements Plugin {
    final Map<String, CompletableFuture<Void>> begun = new ConcurrentHashMap<>();
    final Map<String, CountDownLatch> released = new ConcurrentHashMap<>();
    final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public String name() {
      return "stubborn";
    }

    @Override
    public void start(PluginContext context) {}

    @Override
    public List<PluginService> services() {
      return List.of(
          new PluginService(
              "stubborn",
              "stubborn.v1",
              "Stubborn",
              List.of(
                  new PluginMethod<>(
                      "Block",
                      "block_",
                      StringValue.parser(),
                      (request, caller) -> {
                        if (request.getValue().equals("error")) {
                          throw new ServiceError(1, "an error of its own");
                        }
                        if (request.getValue().equals("broken")) {
                          throw new IllegalStateException("it is broken");
                        }
                        block(request.getValue());
                        return request;
                      }))));
    }

    CompletableFuture<Void> begun(String name) {
      return begun.computeIfAbsent(name, unused -> new CompletableFuture<>());
    }

    CountDownLatch latch(String name) {
      return released.computeIfAbsent(name, unused -> new CountDownLatch(1));
    }

    void block(String name) {
      begun(name).complete(null);
      boolean done = false;
      while (!done) {
        try {
          latch(name).await();
          done = true;
        } catch (InterruptedException e) {
          // That it is ignored is the point.
          done = false;
        }
      }
    }

    @Override
    public void guestEnded(String guest, long hostHigh, long hostLow) {
      block("end of " + guest);
      told.add("%s %d %d has ended".formatted(guest, hostHigh, hostLow));
    }

    @Override
    public void undelivered(Caller caller, Message request, Message response) {
      told.add(
          "%s of %s: %s -> %s"
              .formatted(
                  caller.method(),
                  caller.guest(),
                  ((StringValue) request).getValue(),
                  ((StringValue) response).getValue()));
    }

    @Override
    public void close() {}
  }

  private void host(int threads, int queue, int replacements, Duration timeout) {
    running =
        new RunningPlugin(
            plugin,
            plugin.services(),
            timeout,
            new PluginDispatcher(timeout, threads, queue, replacements, Duration.ofMillis(1), true),
            platform,
            Time.ofThisMachine(),
            new AtomicLong());
    block =
        running
            .modulesFor("guest", HOST, 4096, failure, () -> TraceContext.NONE)
            .get(0)
            .functions()
            .get("block_");
  }

  @AfterEach
  void close() {
    plugin.released.values().forEach(CountDownLatch::countDown);
    running.close();
    platform.close();
    log.close();
  }

  private int call(String name) {
    return block.call(StringValue.of(name).toByteArray()).error();
  }

  private CompletableFuture<Integer> calling(String name) {
    CompletableFuture<Integer> error = new CompletableFuture<>();
    new Thread(() -> error.complete(call(name))).start();
    return error;
  }

  private void release(String name) {
    plugin.latch(name).countDown();
  }

  private static String next(BlockingQueue<String> told) throws InterruptedException {
    return told.poll(Within.LIMIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  @Test
  void aThreadThatAKilledGuestWaitedForIsReplaced() throws InterruptedException {
    host(1, 10, 1, Duration.ofHours(1));
    CompletableFuture<Boolean> killed = new CompletableFuture<>();
    Thread guest =
        new Thread(
            () -> {
              try {
                int unused = call("first");
                killed.complete(false);
              } catch (GuestInterrupted e) {
                killed.complete(true);
              }
            });
    guest.start();
    Within.limit(plugin.begun("first"));
    guest.interrupt();
    assertThat(Within.limit(killed)).isTrue();
    release("second");
    assertThat(Within.limit(calling("second"))).isZero();
    guest.join();
  }

  @Test
  void aThreadThatWasNotReplacedGivesNoPlaceBack() {
    host(1, 10, 1, Duration.ofMillis(20));
    assertThat(call("first")).isEqualTo(1);
    log.awaitPart("is written off (1 so far) and replaced");
    assertThat(call("second")).isEqualTo(1);
    log.awaitPart("is written off (2 so far) and not replaced");
    release("second");
    log.awaitPart("was carried out after all");
    assertThat(running.pool().size()).isEqualTo(2);
    release("third");
    int error = call("third");
    while (error != 0) {
      // The second call's thread is on its way back.
      error = call("third");
    }
    release("first");
    log.await(
        2,
        "WARN stubborn.v1.Stubborn/Block of guest was carried out after all, too late for its caller.");
  }

  @Test
  void aCallThatEndsWhileItsThreadIsWrittenOffWastesNoPlace() {
    host(1, 10, 1, Duration.ofHours(1));
    for (int i = 0; i < 300; i++) {
      String name = "call " + i;
      PluginCall call =
          new PluginCall(
              self -> {
                plugin.block(name);
                return StringValue.of(name);
              },
              running.pool(),
              late -> {});
      running.pool().execute(call);
      Within.limit(plugin.begun(name));
      assertThat(call.giveUp()).isTrue();
      CompletableFuture<Void> writtenOff =
          CompletableFuture.runAsync(() -> call.writeOffIfRunning(name));
      release(name);
      Within.limit(call.result());
      Within.limit(writtenOff);
      assertThat(running.pool().size()).isEqualTo(1);
    }
  }

  @Test
  void whatIsDoneTooLateIsUndone() throws InterruptedException {
    host(1, 10, 1, Duration.ofMillis(20));
    assertThat(call("late")).isEqualTo(1);
    log.await(1, "WARN stubborn.v1.Stubborn/Block of guest took longer than 20 ms.");
    assertThat(plugin.told).isEmpty();
    release("late");
    assertThat(next(plugin.told)).isEqualTo("Block of guest: late -> late");
  }

  @Test
  void aCallThatWasGivenUpBeforeItBeganTakesNobodysPlace() {
    host(1, 1, 0, Duration.ofMillis(20));
    for (int i = 0; i < 5; i++) {
      assertThat(call("stuck")).isEqualTo(1);
    }
    assertThat(running.view().timedOut()).isEqualTo(5);
    assertThat(running.view().refused()).isZero();
    log.await(
        4,
        "WARN stubborn.v1.Stubborn/Block of guest did not begin within 20 ms, as all threads of the"
            + " plugin were busy.");
  }

  private CallFailure whyNot() throws InvalidProtocolBufferException {
    return CallFailure.parseFrom(failure.take().response());
  }

  private static CallFailure why(KernelErr reason, boolean mayHaveRun, String detail) {
    return CallFailure.newBuilder()
        .setReason(reason)
        .setDetail("stubborn.v1.Stubborn/Block " + detail)
        .setMayHaveRun(mayHaveRun)
        .build();
  }

  @Test
  void aGuestLearnsWhetherACallWithoutAnAnswerMayHaveRun() throws Exception {
    host(1, 1, 0, Duration.ofMillis(20));
    assertThat(call("stuck")).isEqualTo(1);
    assertThat(whyNot()).isEqualTo(why(KernelErr.RunTimeout, true, "took longer than 20 ms."));
    assertThat(whyNot()).as("a second time").isEqualTo(CallFailure.getDefaultInstance());
    assertThat(call("waits")).isEqualTo(1);
    assertThat(whyNot())
        .isEqualTo(
            why(
                KernelErr.RunTimeout,
                false,
                "did not begin within 20 ms, as all threads of the plugin were busy."));
    assertThat(plugin.begun("waits")).isNotDone();
  }

  @Test
  void aGuestLearnsThatARefusedCallHasNotRun() throws Exception {
    host(1, 0, 0, Duration.ofHours(1));
    CompletableFuture<Integer> first = calling("first");
    Within.limit(plugin.begun("first"));
    assertThat(call("second")).isEqualTo(1);
    assertThat(whyNot())
        .isEqualTo(
            why(KernelErr.WriteTimeout, false, "is refused: all threads of the plugin are busy."));
    release("first");
    assertThat(Within.limit(first)).isZero();
  }

  @Test
  void aPluginThatFailsMayHaveDoneSomething() throws Exception {
    host(1, 1, 0, Duration.ofHours(1));
    assertThat(call("broken")).isEqualTo(1);
    assertThat(whyNot())
        .isEqualTo(
            why(
                KernelErr.ExecError,
                true,
                "failed: java.lang.IllegalStateException: it is broken."));
    assertThat(call("broken")).isEqualTo(1);
    assertThat(call("error")).isEqualTo(1);
    assertThat(whyNot()).as("an error of its own").isEqualTo(CallFailure.getDefaultInstance());
  }

  @Test
  void anEndIsToldHoweverManyCallsWait() throws InterruptedException {
    host(1, 1, 0, Duration.ofHours(1));
    CompletableFuture<Integer> first = calling("first");
    Within.limit(plugin.begun("first"));
    CompletableFuture<Integer> second = calling("second");
    while (running.pool().waiting() < 1) {
      Thread.onSpinWait();
    }
    assertThat(call("third")).isEqualTo(1);
    release("end of guest");
    running.guestEnded("guest", HOST);
    assertThat(plugin.told).isEmpty();
    release("first");
    release("second");
    assertThat(Within.limit(first)).isZero();
    assertThat(Within.limit(second)).isZero();
    assertThat(next(plugin.told)).isEqualTo("guest 7 8 has ended");
  }

  @Test
  void anEndThatNoThreadHasTakenIsToldWhenThePluginIsClosed() {
    host(1, 1, 0, Duration.ofHours(1));
    CompletableFuture<Integer> first = calling("first");
    Within.limit(plugin.begun("first"));
    release("end of guest");
    running.guestEnded("guest", HOST);
    running.close();
    assertThat(plugin.told).containsExactly("guest 7 8 has ended");
    release("first");
    assertThat(Within.limit(first)).isZero();
  }

  @Test
  void aThreadThatIsStuckInAGuestsEndIsReplaced() throws InterruptedException {
    host(1, 1, 1, Duration.ofMillis(20));
    running.guestEnded("guest", HOST);
    log.awaitPart("ignores that it was interrupted in guestEnded: its thread is written off");
    release("next");
    int error = call("next");
    assertThat(error).isZero();
  }

  @Test
  void whatWasAnsweredIsTheRequest() throws InvalidProtocolBufferException {
    host(1, 1, 1, Duration.ofHours(1));
    release("now");
    HostFunction.Reply reply = block.call(StringValue.of("now").toByteArray());
    assertThat(StringValue.parseFrom(reply.response()).getValue()).isEqualTo("now");
    assertThat(plugin.told).isEmpty();
  }
}

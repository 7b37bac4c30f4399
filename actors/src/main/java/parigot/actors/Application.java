package parigot.actors;

import akka.actor.typed.ActorRef;
import com.google.protobuf.Any;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import parigot.kernel.CallSpan;
import parigot.kernel.CallView;
import parigot.kernel.FailedCallView;
import parigot.kernel.GuestKind;
import parigot.kernel.NodeView;
import parigot.kernel.ServiceName;
import parigot.kernel.ServiceView;
import parigot.kernel.rules.Kernel;
import parigot.peers.LinkView;
import parigot.plugin.CallOptions;
import parigot.plugin.GuestCall;
import parigot.plugin.GuestServices;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.Recorder;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.machine.Time;
import parigot.runtime.plugins.PluginView;
import parigot.runtime.plugins.Plugins;

/**
 * A running application, seen from the host's own code. Every method may be called from any thread;
 * those that look at the kernel wait for its answer, which takes microseconds, and must not be
 * called from an actor that runs on {@code parigot.dispatcher}. They throw a {@link StartException}
 * when the application could not start or its actors were stopped from outside.
 *
 * <p>What is given back as a {@link CompletionStage}, but for {@link #running}, completes on one of
 * sixteen threads of the application's own, named {@code parigot-callback}, and so do the functions
 * that were attached to it before, unless they name an executor. One that waits keeps its thread;
 * no guest nor the kernel is held up by it, and other completions only when it is sixteen that
 * wait.
 */
public final class Application implements GuestServices, AutoCloseable {
  private final Callbacks callbacks;
  private final Outstanding outstanding = new Outstanding();
  private final Lifecycle lifecycle;
  private final CompletableFuture<Void> launched;
  private final CompletableFuture<Integer> ended;
  private final HostCaller caller;
  private final StateQueries queries;
  private final Replacements replacements = new Replacements();
  private final Lives lives = new Lives();
  private final Moves moves;
  private final GuestStatuses statuses;
  private final ActorRef<Parigot.Command> supervisor;
  private final boolean hasMain;
  private volatile Optional<LoadedApplication> loaded = Optional.empty();
  private volatile Optional<NodeLinks> links = Optional.empty();
  private volatile Optional<Fronts> fronts = Optional.empty();

  Application(ActorRef<Parigot.Command> supervisor, boolean hasMain, Time time) {
    callbacks = new Callbacks(time);
    lifecycle = new Lifecycle(outstanding, callbacks);
    launched = callbacks.of(lifecycle.launched());
    ended = callbacks.of(lifecycle.ended());
    caller = new HostCaller(lifecycle, outstanding, callbacks);
    queries = new StateQueries(lifecycle);
    moves = new Moves(this::tellKernel, queries, outstanding);
    statuses = new GuestStatuses(queries, replacements, lives);
    this.supervisor = supervisor;
    this.hasMain = hasMain;
  }

  /**
   * Completes when every guest has launched or ended. Fails with a {@link StartException} when the
   * application ends before that.
   */
  public CompletionStage<Void> launched() {
    return launched.minimalCompletionStage();
  }

  /** Completes with the exit code when no guest is left. */
  public CompletionStage<Integer> ended() {
    return ended.minimalCompletionStage();
  }

  /** Whether the application has a main or a test guest, and so comes to an end by itself. */
  public boolean hasMain() {
    return hasMain;
  }

  /**
   * Calls a service that runs, as a guest would. Who waits no longer cancels the call, or completes
   * it: see {@link GuestServices#call}.
   *
   * <pre>{@code
   * application.call("greeting.v1", "greeting", "FetchGreeting", request, FetchGreetingResponse.class)
   * }</pre>
   *
   * @param packagePath the service's protobuf package
   * @param service the service's name in snake case
   * @param method the method's name as the .proto writes it
   * @param request the request; a message without fields is not sent
   * @param responseType the class of the response
   * @return the response, or a {@link CallException}
   */
  @Override
  public <R extends Message> CompletionStage<R> call(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    return begin(packagePath, service, method, request, responseType).response();
  }

  /** As {@link #call}; it also says when no guest works on the call any more. */
  @Override
  public <R extends Message> GuestCall<R> begin(
      String packagePath, String service, String method, Message request, Class<R> responseType) {
    return begin(packagePath, service, method, request, responseType, CallOptions.NONE);
  }

  /**
   * Calls a service that runs, as a guest would, and says how long the call may take, or what the
   * service may know of it.
   *
   * @return the response, or a {@link CallException} as of {@link #call(String, String, String,
   *     Message, Class)}
   */
  @Override
  public <R extends Message> CompletionStage<R> call(
      String packagePath,
      String service,
      String method,
      Message request,
      Class<R> responseType,
      CallOptions options) {
    return begin(packagePath, service, method, request, responseType, options).response();
  }

  /** As {@link #call}, with such options; it also says when no guest works on the call any more. */
  @Override
  public <R extends Message> GuestCall<R> begin(
      String packagePath,
      String service,
      String method,
      Message request,
      Class<R> responseType,
      CallOptions options) {
    // A message that has no fields is never sent: guests have no parameter for it.
    boolean hasFields = !request.getDescriptorForType().getFields().isEmpty();
    return caller.begin(
        new ServiceName(packagePath, service),
        method,
        hasFields ? Optional.of(Any.pack(request)) : Optional.empty(),
        Optional.of(Internal.getDefaultInstance(responseType)),
        responseType,
        options);
  }

  /**
   * As {@link #begin(String, String, String, Message, Class)}, for who hands on what others have
   * written: neither the request nor the response is read.
   *
   * @param request none for a method whose request has no fields
   * @return the response as the service gave it; an empty {@link Any} for none
   */
  public GuestCall<Any> begin(
      ServiceName service, String method, Optional<Any> request, CallOptions options) {
    return caller.begin(service, method, request, Optional.empty(), Any.class, options);
  }

  /**
   * Completes when somebody that runs exports this name: at once when it is so now, and else on the
   * kernel's turn, before {@link #launched} completes because of it. It completes with a {@link
   * CallException} when the application ends before. What depends on it must not block.
   *
   * @param packagePath the service's protobuf package
   * @param service the service's name in snake case
   */
  @Override
  public CompletionStage<Void> running(String packagePath, String service) {
    return await(new AwaitedNames.Wanted(new ServiceName(packagePath, service), true));
  }

  /**
   * Completes when nobody that runs exports this name: as {@link #running}, which then tells when
   * somebody does again.
   */
  public CompletionStage<Void> away(ServiceName name) {
    return await(new AwaitedNames.Wanted(name, false));
  }

  private CompletionStage<Void> await(AwaitedNames.Wanted wanted) {
    CompletableFuture<Void> happened =
        outstanding.add(open -> open.completeExceptionally(HostCaller.ending()));
    CompletionStage<?> unusedSending =
        lifecycle
            .kernel()
            .thenAccept(actor -> actor.tell(new KernelActor.AwaitName(wanted, happened)));
    lifecycle.endWhatIsOpenIfOver();
    return happened;
  }

  /**
   * Loads a guest's module, or its classes, again from where they were, and starts the guest with
   * that: as a restart does, with the same ids of its services and methods, and at once. Calls to
   * it end as at any end of a guest; a movable guest answers first what it was asked, and its
   * instances on this node begin with the new code one after the other. When the new code cannot be
   * a guest of this application, for it imports what nobody provides for instance, the guest goes
   * on as it is.
   *
   * @param guest its name; all its instances are replaced
   * @return completes when the new code has launched; fails with a {@link StartException} when it
   *     cannot be loaded, ends before it has launched, or the application ends
   * @throws IllegalArgumentException when there is no such guest, or it runs on other nodes only
   */
  public CompletionStage<Void> replace(String guest) {
    return replace(List.of(guest), true).thenApply(replaced -> null);
  }

  /**
   * As {@link #replace}, of those of several guests whose code is another by now.
   *
   * @param guests their names
   * @return the names of those that were replaced, once their new code has launched; when the code
   *     of one cannot be loaded, all go on as they are
   * @throws IllegalArgumentException when there is no guest of such a name
   */
  public CompletionStage<List<String>> replaceChanged(Collection<String> guests) {
    return replace(List.copyOf(guests), false);
  }

  private CompletionStage<List<String>> replace(List<String> guests, boolean unchanged) {
    LoadedApplication application = loaded.orElseThrow(Application::notRunning);
    for (String guest : guests) {
      if (application.guests().stream().noneMatch(plan -> plan.settings().name().equals(guest))) {
        String where = application.node().map(node -> " on node " + node.name()).orElse("");
        throw new IllegalArgumentException("There is no guest " + guest + where + ".");
      }
    }
    CompletableFuture<List<String>> running =
        outstanding.add(
            open -> open.completeExceptionally(new StartException("the application has ended.")));
    CompletionStage<?> unusedReplacing =
        CompletableFuture.supplyAsync(
                () ->
                    application.reload(
                        guest -> guests.contains(guest.name()),
                        unchanged,
                        replacements.plans(),
                        PlatformThreads.loaders()),
                Supervisor.THREAD)
            .thenAcceptBoth(
                lifecycle.kernel(),
                (plans, actor) ->
                    Rollout.begin(plans, application::isMovable, actor::tell, running))
            .exceptionally(
                failure -> {
                  running.completeExceptionally(Supervisor.asStartException(failure));
                  return null;
                });
    lifecycle.endWhatIsOpenIfOver();
    return callbacks.of(running).minimalCompletionStage();
  }

  private static StartException notRunning() {
    return new StartException("the application does not run yet.");
  }

  /** Every service that has been registered, and what the kernel knows of it. */
  public List<ServiceView> services() {
    return queries.ask((state, now) -> state.services());
  }

  /** A service by its printed id, the short print or the long one. */
  public Optional<ServiceView> findService(String printedId) {
    return queries.ask((state, now) -> state.findService(printedId));
  }

  /**
   * Whether a chain of requires leads from one service to the other. Both are given by a name that
   * the service exports, as in {@code greeting.v1.greeting}, by debug name or by printed id.
   */
  public boolean pathExists(String source, String target) {
    return queries.ask((state, now) -> state.pathExists(source, target));
  }

  /** The calls that wait for an answer. */
  public List<CallView> calls() {
    return queries.ask(Kernel::calls);
  }

  /**
   * Those that have waited longest, the oldest first.
   *
   * @param most how many
   */
  public List<CallView> calls(int most) {
    return queries.ask((state, now) -> state.calls(most, now));
  }

  /**
   * The last calls of guests of this node that have failed, the last one first: up to 16 of each
   * caller and method, and up to 512 in all.
   */
  public List<FailedCallView> failures() {
    return queries.ask(Kernel::failures);
  }

  /** How many calls wait for an answer. */
  public int openCalls() {
    return queries.ask((state, now) -> state.openCalls());
  }

  /**
   * How many answers of guests were dropped, as their calls no longer waited for one: they had
   * timed out, or their callers had ended.
   */
  public long lateAnswers() {
    return queries.ask((state, now) -> state.lateAnswers());
  }

  /** The guests that live, in the order of their names. */
  public List<GuestNode> guests() {
    String path = queries.kernelPath();
    return queries.ask(
        (state, now) ->
            state.guests().stream()
                .filter(guest -> guest.kind() != GuestKind.EMBEDDER)
                .map(
                    guest ->
                        new GuestNode(
                            path + "/" + guest.label(),
                            guest.label(),
                            guest.kind(),
                            guest.state().toString()))
                .toList());
  }

  /**
   * The guests of this node as they stand, in the order of their names; those too that have ended.
   */
  public List<GuestStatus> statuses() {
    return statuses.all();
  }

  /** What was counted until now of calls, guests, plugins and links. */
  public ApplicationStats stats() {
    return new ApplicationStats(
        queries.ask((state, now) -> state.stats()),
        lateAnswers(),
        statuses(),
        plugins(),
        loaded.map(LoadedApplication::plugins).map(Plugins::calls).orElse(List.of()),
        nodes(),
        links.map(NodeLinks::traffic).orElse(List.of()));
  }

  /** Where others can reach it, as {@code http://127.0.0.1:8080}. */
  public List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    loaded.ifPresent(application -> addresses.addAll(application.plugins().addresses()));
    fronts.ifPresent(those -> addresses.addAll(those.addresses()));
    return addresses;
  }

  /**
   * What is known of the services of each guest of this node, by the guest's name, in the order of
   * the names: from its module, or the file that its settings name. A guest that was replaced has
   * those of its new code.
   *
   * @throws StartException when the modules are not loaded yet
   */
  public Map<String, ServiceDescriptors> descriptors() {
    LoadedApplication application = loaded.orElseThrow(Application::notRunning);
    Map<String, ServiceDescriptors> byGuest = new TreeMap<>();
    application
        .guests()
        .forEach(plan -> byGuest.put(plan.settings().name(), plan.code().descriptors()));
    replacements
        .plans()
        .forEach(plan -> byGuest.put(plan.settings().name(), plan.code().descriptors()));
    return byGuest;
  }

  /** The other nodes of the application, as this one sees them, in the order of their names. */
  public List<NodeView> nodes() {
    return queries.ask((state, now) -> state.nodes());
  }

  /**
   * The links to the other nodes as they stand, in the order in which the placement names the
   * nodes: since when each is up, its session, how long a heartbeat takes there and back, what
   * waits to be written, and what went wrong last. Empty without other nodes.
   */
  public List<LinkView> links() {
    return links.map(NodeLinks::views).orElse(List.of());
  }

  /**
   * From now on tells of each call of a guest that is over and part of a trace that is kept. Called
   * once. Of plugins' calls {@link Plugins#keepTraces} tells.
   *
   * @param share of the traces that begin here, which are kept: from 0 to 1; of others those are
   *     whose clients say so
   * @param spans takes them on the kernel's thread, and does not block
   */
  public void keepTraces(double share, Consumer<CallSpan> spans) {
    CompletionStage<?> unusedSending =
        lifecycle
            .kernel()
            .thenAccept(actor -> actor.tell(new KernelActor.KeepTraces(share, spans)));
  }

  /**
   * Writes what was recorded of guests of this node until now and was not written yet: what {@code
   * parigot.record.ring} keeps in memory. The guests go on meanwhile.
   *
   * @param guest the guest's name, or its name in the log; all guests when there is none
   * @param name of the folder that is made for it; a free one when there is none
   * @return what there is; nothing when nothing is recorded
   * @throws IOException when it cannot be written
   * @throws StartException when the modules are not loaded yet
   */
  public Optional<Recorder.Dump> dumpRecording(Optional<String> guest, Optional<String> name)
      throws IOException {
    return loaded.orElseThrow(Application::notRunning).recording().dump(guest, name);
  }

  /** The plugins that were started, and what became of their calls. */
  public List<PluginView> plugins() {
    return loaded.map(LoadedApplication::plugins).map(Plugins::views).orElse(List.of());
  }

  /**
   * What went wrong last, in one sentence, if something did that is more than one call's or one
   * life's failure: what ends the application, or a guest that stays ended.
   */
  public Optional<String> trouble() {
    return lifecycle.trouble();
  }

  /**
   * Whether the application has ended because the runtime itself failed, for want of memory for
   * instance, and not by anything that a guest did. {@link #ended()} has failed then.
   */
  public boolean hasFailed() {
    return lifecycle.hasFailed();
  }

  /**
   * Ends the application and completes with the exit code: plugins take no more work from outside
   * and finish what they have, for {@code stop-grace} at most, and then every guest ends,
   * dependants first.
   */
  public CompletionStage<Integer> stop() {
    return stop(0);
  }

  /** As {@link #stop()}, with this code. */
  public CompletionStage<Integer> stop(int exitCode) {
    supervisor.tell(new Parigot.Stop(exitCode));
    return ended();
  }

  /** Ends the application in order and waits for its end. */
  @Override
  public void close() {
    stop().toCompletableFuture().join();
  }

  /** How far it is; for those that make it run and end. */
  Lifecycle lifecycle() {
    return lifecycle;
  }

  /** How many questions are kept, and what waits for the application's last state. */
  int questionsKept() {
    return queries.kept();
  }

  /** What decides on which node movable guests run tells it there. */
  public Moves moves() {
    return moves;
  }

  private void tellKernel(KernelActor.Command command) {
    CompletionStage<?> unusedSending = lifecycle.kernel().thenAccept(actor -> actor.tell(command));
    lifecycle.endWhatIsOpenIfOver();
  }

  Lives lives() {
    return lives;
  }

  Replacements replacements() {
    return replacements;
  }

  void loaded(LoadedApplication application) {
    loaded = Optional.of(application);
  }

  /** Opens the fronts, or closes what was loaded. */
  void open(Fronts those, LoadedApplication application) {
    fronts = Optional.of(those);
    try {
      those.open(application, this);
    } catch (RuntimeException | Error e) {
      close(application);
      throw e;
    }
  }

  /** Nothing is taken from outside any more; completes when what was taken is done. */
  CompletionStage<Void> drain(LoadedApplication application) {
    return application
        .plugins()
        .drain(fronts.map(Fronts::drain).orElse(CompletableFuture.completedStage(null)));
  }

  /** Closes what stands beside the actors. */
  void close(LoadedApplication application) {
    fronts.ifPresent(Fronts::close);
    application.plugins().close();
  }

  /** The kernel's actor runs, and links go out from it. */
  void running(ActorRef<KernelActor.Command> actor, Optional<NodeLinks> toOthers) {
    links = toOthers;
    lifecycle.running(actor);
  }
}

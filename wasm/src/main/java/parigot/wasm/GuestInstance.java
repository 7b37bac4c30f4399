package parigot.wasm;

import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.runtime.TrapException;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import parigot.v1.host.GuestState;

/**
 * One running guest: an instance of a module, with a memory of its own.
 *
 * <p>First {@link #start}, once. A loop guest lives inside it; a reactor comes back from it and
 * then gets its events, one at a time, by {@link #deliver}. Each of the two returns an {@link
 * Outcome} and throws nothing of the guest's; after any outcome but {@link Outcome.Returned} the
 * instance is spent and only good for being forgotten. It holds no thread and nothing that has to
 * be closed.
 *
 * <p>{@code start} and {@code deliver} may be called from different threads, one after the other,
 * when something orders them, as an actor's mailbox does. {@link #interrupt()}, {@link
 * #interrupt(long)}, {@link #kill}, {@link #runningEntry}, {@link #entries} and {@link
 * #memoryBytes} may be called from any thread at any time.
 */
public final class GuestInstance {
  private final Engine.Code code;
  private final int messageLimit;
  private final MemoryLimits limits;
  private final EntryGuard guard = new EntryGuard();

  private Instance instance;
  private GuestMemory memory;
  private Wasi wasi;
  private Optional<ExportFunction> start = Optional.empty();
  private Optional<ExportFunction> deliver = Optional.empty();
  private Optional<ExportFunction> alloc = Optional.empty();
  private Optional<ExportFunction> stack = Optional.empty();

  private Stage stage = Stage.FRESH;

  private enum Stage {
    FRESH,
    READY,
    SPENT
  }

  private GuestInstance(Engine.Code code, int messageLimit, MemoryLimits limits) {
    this.code = code;
    this.messageLimit = messageLimit;
    this.limits = limits;
  }

  static GuestInstance of(Engine.Code code, InstanceSettings settings, List<HostModule> modules)
      throws Refused {
    ModuleFacts facts = code.facts();
    Allotment allotment = facts.allotment(settings.memoryLimitBytes());
    MemoryLimits limits = facts.limits(settings.memoryLimitBytes());
    GuestInstance guest = new GuestInstance(code, settings.messageLimitBytes(), limits);
    Linker linker = new Linker(guest, settings, modules);
    ImportValues imports = linker.link(facts.imports());
    guest.wasi = linker.wasi();
    try {
      guest.link(imports, allotment, settings.clockAndRandom());
    } catch (OutOfMemoryError e) {
      throw new Refused("cannot be instantiated, the Java virtual machine has no memory left", e);
    } catch (Throwable e) {
      throw new Refused("cannot be instantiated: " + Outcomes.message(e), e);
    }
    return guest;
  }

  private void link(ImportValues imports, Allotment allotment, ClockAndRandom clockAndRandom) {
    instance =
        Instance.builder(code.runForm())
            .withImportValues(imports)
            .withMachineFactory(code.machines())
            .withMemoryFactory(memory -> new LinearMemory(memory, allotment, clockAndRandom))
            .withMemoryLimits(limits)
            .withTableFactory(
                (stated, initialValue) -> new GuestTable(stated, initialValue, allotment))
            .withInitialize(false)
            .withStart(false)
            .build();
    memory = new GuestMemory((LinearMemory) instance.memory());
    start = code.facts().start().map(instance::export);
    if (code.facts().shape() == GuestShape.REACTOR) {
      deliver = Optional.of(instance.export(ModuleFacts.DELIVER));
    }
    if (code.facts().exportsAlloc()) {
      alloc = Optional.of(instance.export(ModuleFacts.ALLOC));
    }
    if (code.facts().exportsStack()) {
      stack = Optional.of(instance.export(ModuleFacts.STACK));
    }
    if (!code.facts().runsAtInstantiation()) {
      instance.initialize(false);
    }
  }

  /**
   * Runs the guest's start function on this thread: {@code _start} for a loop guest, which is its
   * whole life; for a reactor {@code _initialize}, or {@code _start} where there is none, in which
   * it makes its preparations. To be called once, first.
   */
  public Outcome start() {
    require(Stage.FRESH, "start");
    return enter(
        () -> {
          if (code.facts().runsAtInstantiation()) {
            instance.initialize(false);
          }
          start.ifPresent(ExportFunction::apply);
        });
  }

  /**
   * Hands an event to a reactor, which works on it on this thread until it returns. The bytes are
   * written into memory that the guest allocates for them.
   *
   * @throws IllegalStateException when the guest is no reactor, has not been started, is spent, or
   *     is running
   */
  public Outcome deliver(ByteString event) {
    require(Stage.READY, "deliver");
    ExportFunction method =
        deliver.orElseThrow(
            () -> new IllegalStateException("a loop guest reads its events, it takes none"));
    return enter(
        () -> {
          long pointer = 0;
          if (event.size() > 0) {
            pointer = allocate(event.size());
            if (pointer == 0 || !memory.holds(pointer, event.size())) {
              throw new TrapException(
                  "%s gave the address %d for an event of %d bytes, which is outside the memory"
                      .formatted(ModuleFacts.ALLOC, pointer, event.size()));
            }
            memory.write(pointer, event);
          }
          method.apply(pointer, event.size());
        });
  }

  /** Hands an event of one piece to a reactor, see {@link #deliver(ByteString)}. */
  public Outcome deliver(byte[] event) {
    return deliver(UnsafeByteOperations.unsafeWrap(event));
  }

  /**
   * Ends what runs in this instance right now; without effect when nothing runs. The guest's code
   * ends at its next backward jump, call through a table or call that may lead back to where it is
   * made, and within some million instructions; a host function that waits gets an {@link
   * InterruptedException}, and the entry returns {@link Outcome.Interrupted} unless it had come to
   * its end already. Nothing else that runs on that thread, before or after, is touched.
   *
   * @return whether something ran that has now been told to end
   */
  public boolean interrupt() {
    return guard.interrupt();
  }

  /**
   * Ends the entry with this number, if it is the one that is running: for a watchdog, whose entry
   * may end while it makes up its mind.
   *
   * @return whether it was running and has now been told to end
   */
  public boolean interrupt(long entry) {
    return guard.interrupt(entry);
  }

  /**
   * Ends what runs in this instance right now, as {@link #interrupt()} does, and whatever would run
   * in it later: {@code start} and {@code deliver} return {@link Outcome.Interrupted} at once.
   */
  public void kill() {
    guard.close();
  }

  /** The number of the entry that is running and was not interrupted, from 1; 0 when none is. */
  public long runningEntry() {
    return guard.running();
  }

  /** How many times the guest has been entered, by {@code start} and {@code deliver}. */
  public long entries() {
    return guard.entries();
  }

  /** The size of the guest's linear memory, in bytes; it never shrinks. */
  public long memoryBytes() {
    return memory.size();
  }

  /**
   * A CRC-32C over its memory, its globals and its tables: two instances of a module that were
   * given the same have the same. To be asked for between two entries, or by a host function on the
   * guest's thread.
   */
  public int stateHash() {
    CRC32C hash = new CRC32C();
    memory.addTo(hash);
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
    for (int i = 0; i < instance.globalCount(); i++) {
      GlobalInstance global = instance.global(i);
      hash.update(
          numbers.clear().putLong(global.getValueLow()).putLong(global.getValueHigh()).flip());
    }
    for (int i = 0; i < instance.tableCount(); i++) {
      TableInstance table = instance.table(i);
      for (int entry = 0; entry < table.size(); entry++) {
        hash.update(numbers.clear().putInt(table.ref(entry)).flip());
      }
    }
    return (int) hash.getValue();
  }

  /**
   * All that a reactor is between two entries, so that another instance of the module can go on
   * from there. Empty for a loop guest, whose stack is part of what it is, and for a module whose
   * start belongs to its instantiation.
   *
   * @throws IllegalStateException when it has not been started, or is spent
   */
  public Optional<GuestState> state() {
    require(Stage.READY, "a look at its state");
    return canBeRestored() ? Optional.of(stateOf().take()) : Optional.empty();
  }

  /**
   * Makes this instance what another was, in the place of its start. To be called once, first.
   *
   * @throws IllegalArgumentException when the state is of another module, or has no room here
   */
  public void restore(GuestState state) {
    require(Stage.FRESH, "a restoration");
    if (!canBeRestored()) {
      throw new IllegalArgumentException("a guest of this kind cannot be restored");
    }
    stateOf().give(state);
    stage = Stage.READY;
  }

  private boolean canBeRestored() {
    return code.facts().shape() == GuestShape.REACTOR && !code.facts().runsAtInstantiation();
  }

  private InstanceState stateOf() {
    return new InstanceState(instance, (LinearMemory) instance.memory(), wasi);
  }

  GuestMemory memory() {
    return memory;
  }

  int messageLimit() {
    return messageLimit;
  }

  boolean allocates() {
    return alloc.isPresent();
  }

  /** Has the guest allocate a block; its address may be anything, 0 means that there is none. */
  long allocate(int length) {
    return GuestMemory.unsigned(alloc.orElseThrow().apply(length)[0]);
  }

  /** Leaves the guest if it was interrupted while its host worked for it. */
  void requireNotInterrupted() {
    if (guard.interrupted()) {
      throw new GuestInterrupted();
    }
  }

  private void require(Stage needed, String operation) {
    if (stage != needed) {
      throw new IllegalStateException(
          "%s is not possible, the guest is %s"
              .formatted(
                  operation,
                  switch (stage) {
                    case FRESH -> "not started";
                    case READY -> "started already";
                    case SPENT -> "spent";
                  }));
    }
  }

  private Outcome enter(Runnable entry) {
    // An interrupt that was meant for this thread's owner is none of the guest's, and is taken away
    // before the first that is can arrive.
    boolean foreign = Thread.interrupted();
    boolean begun;
    try {
      begun = guard.begin();
    } catch (IllegalStateException e) {
      restore(foreign);
      throw e;
    }
    if (!begun) {
      restore(foreign);
      stage = Stage.SPENT;
      return new Outcome.Interrupted();
    }
    memory.forgetRefusal();
    Throwable thrown = null;
    try {
      entry.run();
    } catch (Throwable e) {
      thrown = e;
    }
    List<String> where = List.of();
    boolean interrupted;
    try {
      where = thrown == null ? where : where(thrown);
    } finally {
      interrupted = guard.end();
      restore(foreign);
    }
    Outcome outcome =
        thrown == null ? Outcomes.RETURNED : Outcomes.of(thrown, interrupted, where, refusal());
    stage = thrown == null ? Stage.READY : Stage.SPENT;
    return outcome;
  }

  /**
   * Where the guest was. Its own account of it is asked for within the entry, so that it can be
   * interrupted as the rest of it, and of one that is being interrupted not at all.
   */
  private List<String> where(Throwable thrown) {
    if (thrown instanceof GuestExit || thrown instanceof HostFailure) {
      return List.of();
    }
    return TrapStack.of(code.runForm(), thrown, guard.interrupted() ? Optional.empty() : stack);
  }

  /**
   * What a guest cannot say that is refused memory and goes on as if it were not: it traps at some
   * address soon after. Empty when it was refused none in this entry.
   */
  private String refusal() {
    if (memory.refused() == 0) {
      return "";
    }
    boolean own = limits.maximumPages() == code.facts().memory().maximumPages();
    return ", after it was refused memory: it had %,d bytes and wanted %,d more, and %s is %,d bytes"
        .formatted(
            memory.size(),
            memory.refused(),
            own ? "the maximum that its module states" : "its memory-limit",
            (long) limits.maximumPages() * GuestMemory.PAGE);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

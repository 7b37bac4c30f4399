package parigot.record;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.Recorder;
import parigot.runtime.guest.WasmCode;
import parigot.runtime.settings.JavaClasses;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;

/** Code whose instances are recorded. */
record RecordedCode(
    GuestCode code,
    String label,
    String node,
    RecordSettings wanted,
    Supplier<Optional<Blanking>> blanking,
    Optional<JavaClasses> classes,
    Function<String, EntryLog> logs,
    Recorder.Recording recording)
    implements GuestCode {

  @Override
  public String fingerprint() {
    return code.fingerprint();
  }

  @Override
  public ServiceDescriptors descriptors() {
    return code.descriptors();
  }

  @Override
  public GuestShape shape() {
    return code.shape();
  }

  @Override
  public boolean takesLargeMessages() {
    return code.takesLargeMessages();
  }

  @Override
  public boolean keepsToItsMemory() {
    return code.keepsToItsMemory();
  }

  @Override
  public long largestMemory(long limitBytes) {
    return code.largestMemory(limitBytes);
  }

  @Override
  public GuestCode replacedBy(GuestCode other) {
    return recording.recorded(label, other);
  }

  @Override
  public Instance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    EntryLog log = logs.apply(label);
    LifeHead head =
        new LifeHead(
            label,
            log.start(),
            node,
            code.fingerprint(),
            code instanceof WasmCode,
            shape(),
            classes);
    LifeRecorder recorder =
        new LifeRecorder(
            log,
            head.of(settings, modules).toBuilder()
                .addAllBlankHeaders(wanted.blankHeaders())
                .build(),
            settings.clockAndRandom(),
            wanted.stateHash(),
            blanking.get());
    return recorder.tapped(
        code.instantiate(recorder.tapped(settings), recorder.tapped(modules)), shape());
  }
}

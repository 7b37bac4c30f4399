package parigot.runtime.guest;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.v1.host.GuestState;
import parigot.wasm.CompiledModule;
import parigot.wasm.GuestInstance;
import parigot.wasm.GuestShape;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/** A guest that is a WebAssembly module. */
public record WasmCode(CompiledModule module, ServiceDescriptors descriptors) implements GuestCode {
  @Override
  public String fingerprint() {
    return module.fingerprint();
  }

  @Override
  public GuestShape shape() {
    return module.shape();
  }

  @Override
  public boolean takesLargeMessages() {
    return module.exportsAlloc();
  }

  @Override
  public boolean keepsToItsMemory() {
    return true;
  }

  @Override
  public long largestMemory(long limitBytes) {
    return module.largestMemory(limitBytes);
  }

  @Override
  public Instance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    return new Running(module.instantiate(settings, modules));
  }

  private record Running(GuestInstance guest) implements Instance {
    @Override
    public Outcome start() {
      return guest.start();
    }

    @Override
    public Outcome deliver(ByteString event) {
      return guest.deliver(event);
    }

    @Override
    public boolean interrupt(long entry) {
      return guest.interrupt(entry);
    }

    @Override
    public void kill() {
      guest.kill();
    }

    @Override
    public long runningEntry() {
      return guest.runningEntry();
    }

    @Override
    public OptionalLong memoryBytes() {
      return OptionalLong.of(guest.memoryBytes());
    }

    @Override
    public OptionalInt stateHash() {
      return OptionalInt.of(guest.stateHash());
    }

    @Override
    public Optional<GuestState> state() {
      return guest.state();
    }

    @Override
    public void restore(GuestState state) {
      guest.restore(state);
    }

    @Override
    public void close() {
      // It holds nothing but memory.
    }
  }
}

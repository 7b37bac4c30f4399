package parigot.runtime.guest;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parigot.jvm.JavaInstance;
import parigot.jvm.JavaProgram;
import parigot.plugin.GuestLog;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.settings.JavaClasses;
import parigot.wasm.GuestShape;
import parigot.wasm.HostFunction;
import parigot.wasm.HostModule;
import parigot.wasm.InstanceSettings;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/**
 * A guest that runs as plain Java, in this Java virtual machine.
 *
 * @param others carries out what it calls that nobody provides, if somebody is to
 */
public record JavaCode(
    JavaProgram program, ServiceDescriptors descriptors, Optional<HostFunction> others)
    implements GuestCode {
  private static final Logger LOG = LoggerFactory.getLogger(GuestLog.LOGGER);

  public JavaCode(JavaProgram program, ServiceDescriptors descriptors) {
    this(program, descriptors, Optional.empty());
  }

  /**
   * The guest that these classes are.
   *
   * @throws ModuleException when something is missing; the message is a sentence
   */
  public static JavaCode of(JavaClasses classes) throws ModuleException {
    return new JavaCode(
        JavaProgram.of(classes.mainClass(), classes.classPath()), ServiceDescriptors.NONE);
  }

  /** What it consists of. */
  public JavaClasses classes() {
    return new JavaClasses(program.mainClass(), program.classPath());
  }

  /** The same, with something that carries out what it calls that nobody provides. */
  public JavaCode with(HostFunction forOthers) {
    return new JavaCode(program, descriptors, Optional.of(forOthers));
  }

  @Override
  public String fingerprint() {
    return program.fingerprint();
  }

  @Override
  public GuestShape shape() {
    return GuestShape.REACTOR;
  }

  @Override
  public boolean takesLargeMessages() {
    return true;
  }

  @Override
  public GuestCode forManyInstances() {
    return new JavaCode(program.reusingClasses(), descriptors);
  }

  @Override
  public boolean keepsToItsMemory() {
    return false;
  }

  /** Nothing limits it; what the configuration means it to have is the best guess. */
  @Override
  public long largestMemory(long limitBytes) {
    return limitBytes;
  }

  @Override
  public Instance instantiate(InstanceSettings settings, List<HostModule> modules)
      throws ModuleException {
    JavaInstance instance =
        others.isPresent()
            ? program.instantiate(settings, modules, others.get())
            : program.instantiate(settings, modules);
    return new Running(settings.name(), instance, new AtomicLong());
  }

  /**
   * @param told the entry of which it was last said that it takes too long
   */
  private record Running(String name, JavaInstance guest, AtomicLong told) implements Instance {
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
      if (told.getAndSet(entry) != entry) {
        StringBuilder where = new StringBuilder();
        for (StackTraceElement frame : guest.stack()) {
          where.append("\n\tat ").append(frame);
        }
        MDC.put(GuestLog.GUEST, name);
        LOG.warn(
            "One event takes longer than method-limit. A guest that runs as plain Java is not ended"
                + " for that. It is here:{}",
            where);
        MDC.remove(GuestLog.GUEST);
      }
      return false;
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
      return OptionalLong.empty();
    }

    @Override
    public OptionalInt stateHash() {
      return OptionalInt.empty();
    }

    @Override
    public void close() {
      guest.close();
    }
  }
}

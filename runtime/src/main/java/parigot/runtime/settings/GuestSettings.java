package parigot.runtime.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import parigot.kernel.CallTimeouts;
import parigot.kernel.Grants;
import parigot.kernel.RestartPolicy;

/**
 * What the configuration says about one guest. Each setting is described where its default stands,
 * in this module's {@code reference.conf}.
 *
 * @param name the guest's name
 * @param kind what part it plays
 * @param wasm its module: an existing file
 * @param engine what it is to be run by
 * @param java its classes, when it runs as plain Java; a guest for which there are none runs as
 *     WebAssembly, whatever its engine says
 * @param descriptors the file that describes its services; else its module may
 * @param args its arguments, without its name
 * @param env its environment, in alphabetical order
 * @param plugins the plugins whose functions it may import
 * @param instances how many hosts run the module
 * @param memoryLimit bytes that the memory of one instance may grow to
 * @param methodWarn how long one event may take before the log mentions it
 * @param methodLimit how long one event may take before the guest is ended
 * @param messageLimit bytes of the largest message it may send or be sent
 * @param outputLimit bytes that it may write into the log in one second
 * @param callsInFlight how many calls it may have open at once
 * @param mailbox how many events may wait for it
 * @param callsInFlightMemory bytes that the parameters of its open calls may take
 * @param mailboxMemory bytes that the parameters of the calls to it may take that it has not
 *     answered, and as much again the results that wait for it
 * @param namesMemory bytes that the names of its services and methods may take
 * @param grants what it may do to others
 * @param callTimeouts how long the calls to it, and its own, may wait for their answers
 * @param services how many services it may register
 * @param restart when it is started again, how fast and how often
 */
public record GuestSettings(
    String name,
    Kind kind,
    Path wasm,
    Engine engine,
    Optional<JavaClasses> java,
    Optional<Path> descriptors,
    List<String> args,
    Map<String, String> env,
    List<String> plugins,
    int instances,
    long memoryLimit,
    Duration methodWarn,
    Duration methodLimit,
    int messageLimit,
    long outputLimit,
    int callsInFlight,
    int mailbox,
    long callsInFlightMemory,
    long mailboxMemory,
    long namesMemory,
    Grants grants,
    CallTimeouts callTimeouts,
    int services,
    RestartPolicy restart) {

  /** The same with this number of instances. */
  GuestSettings withInstances(int number) {
    return new GuestSettings(
        name,
        kind,
        wasm,
        engine,
        java,
        descriptors,
        args,
        env,
        plugins,
        number,
        memoryLimit,
        methodWarn,
        methodLimit,
        messageLimit,
        outputLimit,
        callsInFlight,
        mailbox,
        callsInFlightMemory,
        mailboxMemory,
        namesMemory,
        grants,
        callTimeouts,
        services,
        restart);
  }

  /** What part a guest plays. */
  public enum Kind {
    /** Serves for ever. */
    SERVER,
    /** Runs to its end; the application ends when the last one has. */
    MAIN,
    /** A main that runs in test mode only. */
    TEST
  }

  /** What runs a guest. */
  @API(status = API.Status.STABLE)
  public enum Engine {
    /** As WebAssembly: sealed off, limited, the same everywhere. */
    WASM,
    /** As plain Java, in this Java virtual machine: a debugger sees all guests at once. */
    JVM
  }
}

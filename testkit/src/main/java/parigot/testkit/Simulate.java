package parigot.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.simulation.Fault;

/**
 * A test that runs an application some hundred times in one thread, each time in another order of
 * events, and with what goes wrong that it names. The method itself runs once, before, and says
 * what must hold in each run:
 *
 * <pre>{@code
 * @Simulate(conf = "application.conf", faults = {LATE, LOST})
 * void noOrderIsLost(Invariants invariants) {
 *   invariants.eventually(seen -> assertThat(seen.output()).contains("12 orders"));
 * }
 * }</pre>
 *
 * <p>Of each run it must hold too that every call ends once, and that nothing waits at the end. A
 * run that fails ends the test, with its seed, a command that runs it again, and what happened in
 * the plainest run that fails so.
 *
 * <p>The system property {@code simulate.seed} has the test run that seed alone, {@code
 * simulate.seeds} another number of them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SimulateExtension.class)
public @interface Simulate {

  /** The configuration file, from the folder of the module under test. */
  String conf() default "";

  /** The configuration itself, in HOCON; put before the file where there are both. */
  String config() default "";

  /** Whether guests of kind {@code test} run too, as mains do. */
  boolean tests() default false;

  /** The file of a placement: all its nodes are simulated. */
  String placement() default "";

  /** How many seeds are run, from 1. */
  int seeds() default 1000;

  /** The seeds that are run, where it is to be these: those that once failed. */
  long[] seed() default {};

  /** What may go wrong. */
  Fault[] faults() default {Fault.LATE};

  /** How many milliseconds of its own time an application runs before it is told to end. */
  int lastingMillis() default 60_000;
}

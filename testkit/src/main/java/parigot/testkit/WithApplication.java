package parigot.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import parigot.runtime.settings.GuestSettings;

/**
 * Boots a parigot application for a test. On a class one application serves all its tests; on a
 * method that test has one of its own. A test or a constructor that has a parameter of type {@link
 * parigot.actors.Application}, {@link RecordedOutput} or {@link Nodes} is given them.
 *
 * <pre>{@code
 * @WithApplication("src/test/resources/greeting.conf")
 * class GreetingTest {
 *   @Test
 *   void greetsInFrench(Application application) { ... }
 * }
 * }</pre>
 *
 * <p>The test begins when every guest has launched, unless {@link #awaitLaunch} says otherwise. It
 * fails when a call still waits for its answer at its end; the scope (the class or the method)
 * fails when a guest or a thread is left after the application was closed.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ApplicationExtension.class)
public @interface WithApplication {

  /** The configuration file, from the folder of the module under test. */
  String value() default "";

  /** The configuration itself, in HOCON; put before the file where there are both. */
  String config() default "";

  /**
   * Whether guests of kind {@code test} run too, as mains do: when the last main or test has ended,
   * so has the application.
   */
  boolean tests() default false;

  /**
   * What runs the guests whose settings do not say; empty leaves it to the configuration. With more
   * than one, {@code @TestTemplate} stands in the place of {@code @Test}, or {@code @ClassTemplate}
   * at the class, and the test or the class runs once with each.
   */
  GuestSettings.Engine[] engines() default {};

  /**
   * The file of a placement: all its nodes are booted, linked over the loopback interface, in this
   * JVM unless {@link #spread} says otherwise. A parameter of type {@link Nodes} is given them, one
   * of type {@link parigot.actors.Application} the first, or the {@link #node}.
   */
  String placement() default "";

  /**
   * Over what the guests are spread. With several, the test or the class is repeated as with
   * several {@link #engines}: once with each of these and the first engine, and once with each
   * further engine and the first of these. With the system property {@code spread.processes} those
   * that name {@link Spread#NODES} run over {@link Spread#PROCESSES} too.
   */
  Spread[] spread() default {};

  /** Of several nodes, the one that the test is given when it asks for the application. */
  String node() default "";

  /**
   * Whose time the application has. With {@link Clock#MANUAL} a parameter of type {@link
   * parigot.actors.ManualTime} is given it.
   */
  Clock clock() default Clock.MACHINE;

  /** Where the time of an application comes from. */
  enum Clock {
    /** The machine's clocks. */
    MACHINE,

    /**
     * The test: time stands still until it has some pass. In one process only, and before a test
     * that waits for its guests' launch none has passed. At the end it passes until all have ended.
     */
    MANUAL
  }

  /** Whether to wait until every guest has launched before the test begins. */
  boolean awaitLaunch() default true;

  /** How long launching and closing may take, each, in seconds. */
  int timeoutSeconds() default 30;
}

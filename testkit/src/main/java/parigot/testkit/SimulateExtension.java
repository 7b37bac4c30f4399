package parigot.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.slf4j.LoggerFactory;
import parigot.simulation.Faults;
import parigot.simulation.Finding;
import parigot.simulation.Invariants;
import parigot.simulation.Simulation;

/** What {@link Simulate} does. */
final class SimulateExtension implements ParameterResolver, InvocationInterceptor {
  // What begins with "parigot." would be a setting of each application.
  private static final String SEED = "simulate.seed";
  private static final String SEEDS = "simulate.seeds";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Invariants.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return new Invariants();
  }

  /** The test says what must hold, and then it is looked whether it does. */
  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    invocation.proceed();
    Simulate wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Simulate.class)
            .orElseThrow();
    Invariants invariants =
        test.getArguments().stream()
            .filter(Invariants.class::isInstance)
            .map(Invariants.class::cast)
            .findFirst()
            .orElseGet(Invariants::new);
    Faults faults = Faults.of(wanted.faults()).lasting(Duration.ofMillis(wanted.lastingMillis()));
    Simulation simulation = load(wanted).with(faults).with(invariants);
    Optional<Finding> found = quietly(() -> simulation.search(seeds(wanted, context)));
    if (found.isPresent()) {
      throw new AssertionError(tell(simulation, found.get(), context));
    }
  }

  private static Simulation load(Simulate wanted) {
    Described described =
        new Described(wanted.conf(), wanted.config(), "", wanted.placement(), wanted.tests());
    return wanted.placement().isEmpty()
        ? Simulation.load(described.settings())
        : Simulation.load(described.settings(), described.placement(Map.of()));
  }

  /** What thousands of runs would log is no news: what is worth knowing of one is in its trace. */
  private static <T> T quietly(Supplier<T> work) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext logs)) {
      return work.get();
    }
    Logger ours = logs.getLogger("parigot");
    Level before = ours.getLevel();
    ours.setLevel(Level.OFF);
    try {
      return work.get();
    } finally {
      ours.setLevel(before);
    }
  }

  private static LongStream seeds(Simulate wanted, ExtensionContext context) {
    Optional<Long> seed = context.getConfigurationParameter(SEED, Long::valueOf);
    if (seed.isPresent()) {
      return LongStream.of(seed.get());
    }
    Optional<Long> seeds = context.getConfigurationParameter(SEEDS, Long::valueOf);
    if (seeds.isPresent()) {
      return LongStream.rangeClosed(1, seeds.get());
    }
    return wanted.seed().length > 0
        ? Arrays.stream(wanted.seed())
        : LongStream.rangeClosed(1, wanted.seeds());
  }

  private static String tell(Simulation simulation, Finding found, ExtensionContext context) {
    return """
    seed %d: %s
    The run of this seed again:
        mvn test -Dtest='%s#%s' -D%s=%d
    It has %d choices that are not the plain ones. %d runs later %d of them are left, %s:

    ```mermaid
    %s```
    """
        .formatted(
            found.seed(),
            String.join("; ", found.problems()),
            context.getRequiredTestClass().getName(),
            context.getRequiredTestMethod().getName(),
            SEED,
            found.seed(),
            found.decisionsBefore(),
            found.tried(),
            found.decisions(),
            found.shortest().choices(),
            simulation.diagram(found.shortest()));
  }
}

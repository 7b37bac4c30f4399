package parigot.runtime.machine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** A guest comes to the gate while it is closed and opened. */
@JCStressTest
@Outcome(id = "true", expect = ACCEPTABLE, desc = "It has passed.")
@State
public class HeapGateStress {
  private static final long ALL = 1_000;

  private final HeapGate gate = new HeapGate(() -> 0, () -> ALL, ALL);

  @Actor
  public void guest(Z_Result seen) {
    gate.pass();
    seen.r1 = true;
  }

  @Actor
  public void looks() {
    gate.look(ALL);
    gate.look(0);
  }
}

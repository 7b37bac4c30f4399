package parigot.actors;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import parigot.wasm.GuestShape;

/** The dimensions of tests: what two guests are made as. */
final class Shapes {
  private Shapes() {}

  /** Every pair: a caller's shape and a callee's. */
  static Stream<Arguments> pairs() {
    List<GuestShape> shapes = List.of(GuestShape.values());
    return shapes.stream()
        .flatMap(caller -> shapes.stream().map(callee -> Arguments.of(caller, callee)));
  }
}

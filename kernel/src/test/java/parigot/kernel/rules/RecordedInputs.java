package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import parigot.kernel.CurrentCalls;
import parigot.kernel.Effect;
import parigot.kernel.Id;
import parigot.kernel.IdSource;
import parigot.kernel.KernelSettings;

/** All that went into a kernel, to be put into another. */
final class RecordedInputs {
  /** One input; it holds nothing that changes later. */
  interface Input {
    void into(Kernel kernel, long at, List<Effect> out);
  }

  private record Step(Input input, long at) {}

  private final List<Step> steps = new ArrayList<>();
  private final List<Long> drawn = new ArrayList<>();
  private final List<Id> currentCalls = new ArrayList<>();

  void add(Input input, long at) {
    steps.add(new Step(input, at));
  }

  /** The same source, of which everything is recorded. */
  IdSource ids(IdSource source) {
    return () -> {
      long next = source.nextLong();
      drawn.add(next);
      return next;
    };
  }

  /** The same, of which everything is recorded. */
  CurrentCalls currentCalls(CurrentCalls source) {
    return host -> {
      Id call = source.of(host);
      currentCalls.add(call);
      return call;
    };
  }

  /** What a new kernel makes of the same. */
  List<Effect> replay(KernelSettings settings) {
    Queue<Long> toDraw = new ArrayDeque<>(drawn);
    Queue<Id> toAnswer = new ArrayDeque<>(currentCalls);
    Kernel kernel = new Kernel(settings, toDraw::remove, host -> toAnswer.remove());
    List<Effect> effects = new ArrayList<>();
    for (Step step : steps) {
      step.input().into(kernel, step.at(), effects);
    }
    if (!toDraw.isEmpty() || !toAnswer.isEmpty()) {
      throw new AssertionError("The kernel asked for less than before.");
    }
    return effects;
  }
}

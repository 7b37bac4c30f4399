package parigot.record;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import parigot.runtime.guest.GuestCode;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/** Gives another build of a guest what a recorded one was given. */
final class ShadowRun {
  /** In tens of seconds: how long another build may compute. */
  private static final int PATIENCE = 6;

  private ShadowRun() {}

  /**
   * Runs it, and compares.
   *
   * @param recorded what the recorded build said
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  static List<ShadowDifference> of(
      LifeFile life, List<Turn> recorded, Names names, GuestCode code, MessageTexts texts)
      throws RecordingException {
    try (LifeReader reader = LifeReader.open(life.file())) {
      TurnListener listener = new TurnListener(names);
      ShadowWorld world = new ShadowWorld(reader, listener);
      GuestCode.Instance instance;
      try {
        instance = code.instantiate(world.settings(), world.modules());
      } catch (ModuleException e) {
        throw new RecordingException(life.shown() + ": " + e.getMessage(), e);
      }
      try {
        Outcome outcome =
            ReplayThread.run(
                life.head(),
                () -> live(instance, world, life.head().getReactor()),
                looks -> looks >= PATIENCE,
                instance::kill);
        return new ShadowReplay(names, texts).compare(recorded, listener.turns(), world, outcome);
      } finally {
        instance.close();
      }
    }
  }

  private static Outcome live(GuestCode.Instance instance, ShadowWorld world, boolean isReactor) {
    Outcome outcome = instance.start();
    Optional<ByteString> event = isReactor ? world.event() : Optional.empty();
    while (outcome instanceof Outcome.Returned && event.isPresent()) {
      outcome = instance.deliver(event.get());
      event = outcome instanceof Outcome.Returned ? world.event() : Optional.empty();
    }
    return outcome;
  }
}

package parigot.record;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.JavaCode;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedEntry.WhatCase;
import parigot.v1.host.RecordedOutcome;
import parigot.wasm.GuestInterrupted;
import parigot.wasm.ModuleException;
import parigot.wasm.Outcome;

/** Runs one life of a guest again, from its recording alone. To be used once. */
final class LifeReplay {
  private final LifeFile life;
  private final GuestCode code;
  private final ReplayListener listener;
  private final Until until;
  private final boolean patient;

  private Tape tape;
  private ReplayedWorld world;
  private volatile Optional<GuestCode.Instance> instance = Optional.empty();

  /**
   * @param patient whether nobody ends the guest where it was ended from outside when it was
   *     recorded: it may stand in a debugger
   */
  LifeReplay(LifeFile life, GuestCode code, ReplayListener listener, Until until, boolean patient) {
    this.life = life;
    this.code = code;
    this.listener = listener;
    this.until = until;
    this.patient = patient;
  }

  /**
   * Runs it on a thread of its own, and waits.
   *
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  ReplayReport run() throws RecordingException {
    try (LifeReader reader = LifeReader.open(life.file())) {
      tape = new Tape(reader);
      world =
          new ReplayedWorld(
              life.head(), tape, listener, until, () -> instance.orElseThrow().stateHash());
      if (tape.kind() == WhatCase.SNAPSHOT && code instanceof JavaCode) {
        throw new RecordingException(
            "%s: the recording begins with the memory that the guest had then, which plain Java cannot be given; only one from the start of a guest can be replayed with --engine jvm."
                .formatted(life.shown()));
      }
      try {
        instance = Optional.of(code.instantiate(world.settings(), world.modules()));
      } catch (ModuleException e) {
        throw new RecordingException(life.shown() + ": " + e.getMessage(), e);
      }
      try {
        String ending =
            ReplayThread.run(
                life.head(),
                this::live,
                looks -> !patient && tape.awaitsForce(),
                () -> instance.orElseThrow().kill());
        return new ReplayReport(
            life,
            tape.event(),
            world.hashes(),
            tape.difference(),
            ending,
            reader.tornAt(),
            tape.blankedAt());
      } finally {
        instance.orElseThrow().close();
      }
    }
  }

  /** Ends the guest where it is, or at least the wait for it. From any thread. */
  void end() {
    instance.ifPresent(GuestCode.Instance::kill);
  }

  private String live() {
    Outcome outcome;
    if (tape.kind() == WhatCase.SNAPSHOT) {
      world.restored(tape.peek().orElseThrow().getSnapshot());
      instance.orElseThrow().restore(tape.peek().orElseThrow().getSnapshot().getState());
      tape.skip();
      outcome = new Outcome.Returned();
    } else if (tape.kind() == WhatCase.START) {
      tape.skip();
      outcome = instance.orElseThrow().start();
    } else {
      return "has not begun";
    }
    while (life.head().getReactor() && outcome instanceof Outcome.Returned) {
      Optional<ByteString> event = nextEvent();
      if (event.isEmpty()) {
        return tape.end() == Tape.End.NONE ? "lives on" : ending();
      }
      outcome = instance.orElseThrow().deliver(event.get());
    }
    return ended(Outcomes.recorded(outcome));
  }

  /** What a reactor that has come back is given next; nothing when the replay is over. */
  private Optional<ByteString> nextEvent() {
    try {
      tape.requireGoingOn();
      world.compareHash();
      if (tape.kind() == WhatCase.SNAPSHOT) {
        // The other half of a ring begins here, with what the guest is already.
        tape.skip();
        world.compareHash();
      }
      if (tape.kind() == WhatCase.WHAT_NOT_SET) {
        return Optional.empty();
      }
      RecordedEntry entry = tape.peek().orElseThrow();
      if (!entry.hasEvent()) {
        throw entry.hasOutcome() && Outcomes.isForced(entry.getOutcome())
            ? tape.over(Tape.End.FORCED)
            : tape.differs(Tape.shown(entry), "returned");
      }
      Instant time = Micros.instant(entry.getEvent().getTime());
      world.begins(entry.getEvent().getEvent(), time);
      if (entry.getEvent().getBlanked()) {
        tape.isGivenBlanks();
      }
      tape.skip();
      return Optional.of(entry.getEvent().getEvent());
    } catch (GuestInterrupted over) {
      return Optional.empty();
    }
  }

  /** The guest has come to its end, or was brought to it. */
  private String ended(RecordedOutcome replayed) {
    if (tape.end() != Tape.End.NONE) {
      return ending();
    }
    if (tape.kind() == WhatCase.WHAT_NOT_SET) {
      // It was recorded no further: what it does behind that is its own.
      return "lives on";
    }
    RecordedEntry entry = tape.peek().orElseThrow();
    boolean isAlike =
        entry.hasOutcome()
            && (Outcomes.isForced(entry.getOutcome())
                || Outcomes.areAlike(entry.getOutcome(), replayed));
    if (!isAlike) {
      GuestInterrupted unused = tape.differs(Tape.shown(entry), Outcomes.shown(replayed));
    }
    return ending();
  }

  /** What stands in the recording about the end, if the replay came to it. */
  private String ending() {
    return switch (tape.end()) {
      case NONE, FORCED ->
          tape.peek()
              .filter(RecordedEntry::hasOutcome)
              .map(entry -> Outcomes.shown(entry.getOutcome()))
              .orElse("was ended");
      case CUT -> "lives on";
      case ENOUGH -> "goes on from here";
      case DIFFERENT ->
          tape.blankedAt().isEmpty() ? "goes another way" : "goes another way with what is blanked";
    };
  }
}

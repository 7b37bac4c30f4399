package parigot.record;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import parigot.v1.host.RecordedEntry;
import parigot.v1.host.RecordedReply;

/**
 * A recorded life of a guest with what the guest said, so that another build of it can be compared
 * with it: as a test does that "parigot record to-test" has written. Any thread.
 */
public final class RecordedGuest {
  private final LifeFile life;

  private RecordedGuest(LifeFile life) {
    this.life = life;
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws RecordingException when it is no such file; the message is a sentence
   */
  public static RecordedGuest at(Path file) throws RecordingException {
    return new RecordedGuest(LifeFile.of(file));
  }

  /**
   * Writes a life with what its guest says.
   *
   * @param file which is made, or written over
   * @throws RecordingException when the life cannot be replayed or the file not be written; the
   *     message is a sentence
   */
  public static void write(Replayer replayer, LifeFile life, Path file) throws RecordingException {
    List<byte[]> requests = new ArrayList<>();
    ReplayReport report =
        replayer.replay(
            life,
            Until.END,
            new ReplayListener() {
              @Override
              public void called(
                  String module, String function, byte[] request, int error, ByteString response) {
                requests.add(request);
              }
            });
    if (!report.isSame()) {
      throw new RecordingException(
          "%s: %s.".formatted(life.shown(), report.difference().orElseThrow()));
    }
    Replayer.requireUnblanked(report);
    Frames frames = new Frames();
    try (LifeReader reader = LifeReader.open(life.file());
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      frames.begin();
      frames.add(reader.head());
      int at = 0;
      for (Optional<RecordedEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        RecordedEntry entry = next.get();
        if (entry.hasReply() && at < requests.size()) {
          RecordedReply.Builder reply = entry.getReply().toBuilder();
          reply.setRequestBytes(ByteString.copyFrom(requests.get(at++)));
          entry = entry.toBuilder().setReply(reply).build();
        }
        frames.add(entry);
        frames.writeTo(channel);
        frames.clear();
      }
    } catch (IOException e) {
      throw new RecordingException(file + " cannot be written: " + e, e);
    }
  }

  /**
   * What the guest said when it was recorded, by event.
   *
   * @throws RecordingException when the file does not tell
   */
  static List<Turn> said(LifeFile life, Names names) throws RecordingException {
    TurnListener listener = new TurnListener(names);
    try (LifeReader reader = LifeReader.open(life.file())) {
      HostFunctionNames functions = new HostFunctionNames(reader.head());
      long event = 0;
      for (Optional<RecordedEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        RecordedEntry entry = next.get();
        if (entry.hasEvent()) {
          event++;
          Instant time = Micros.instant(entry.getEvent().getTime());
          listener.given(event, entry.getEvent().getEvent(), time);
        } else if (entry.hasReply()) {
          RecordedReply reply = entry.getReply();
          if (!reply.hasRequestBytes()) {
            throw new RecordingException(
                life.file() + " is a recording; \"parigot record to-test\" makes a test of it.");
          }
          if (functions.readsEvents(reply.getFunction()) && reply.getError() == 0) {
            event++;
            listener.given(event, reply.getResponse(), Micros.instant(reply.getTime()));
          }
          listener.called(
              functions.module(reply.getFunction()),
              functions.name(reply.getFunction()),
              reply.getRequestBytes().toByteArray(),
              reply.getError(),
              reply.getResponse());
        }
      }
    }
    return listener.turns();
  }

  /**
   * What another build does otherwise.
   *
   * @param module the other build
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  public List<ShadowDifference> differencesFrom(Path module) throws RecordingException {
    return Replayer.shadow(life, module);
  }

  /**
   * Fails when another build does anything otherwise than the recorded one.
   *
   * @param module the other build
   * @throws AssertionError when it does, with a line for each difference
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  public void requireSameFrom(Path module) throws RecordingException {
    List<ShadowDifference> differences = differencesFrom(module);
    if (!differences.isEmpty()) {
      throw new AssertionError(
          differences.stream()
              .map(ShadowDifference::toString)
              .collect(
                  Collectors.joining(
                      "\n", "%s does not what was recorded:\n".formatted(module), "\n")));
    }
  }
}

package parigot.record;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import parigot.plugin.BlockReader;
import parigot.plugin.NearestName;
import parigot.runtime.guest.Recorder;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/**
 * What stands at {@code parigot.record}, checked. Each setting is described where its default
 * stands, in this module's {@code reference.conf}.
 *
 * @param directory where to write
 * @param guests the names of those that are recorded; all when there are none
 * @param ring what is kept in memory of each guest, in bytes, and written only when it fails
 * @param blankHeaders the names of headers whose values are secret
 * @param blankWritten whether what is secret is blanked in what is written
 * @param stateHash after how many events a checksum of the memory is written
 */
record RecordSettings(
    Path directory,
    Set<String> guests,
    OptionalLong ring,
    Set<String> blankHeaders,
    boolean blankWritten,
    int stateHash) {
  private static final int MOST_EVENTS = 1_000_000;

  /**
   * Reads and checks them. Empty when nothing is to be recorded.
   *
   * @throws SettingsException for the first mistake found
   */
  static Optional<RecordSettings> of(ApplicationSettings settings) {
    ConfigObject block = settings.config().getObject(Recorder.BLOCK);
    BlockReader<SettingsException> reader =
        new BlockReader<>(Recorder.BLOCK, block, block.origin(), SettingsException::new);
    Optional<Path> directory = Optional.empty();
    if (reader.isSet("directory")) {
      directory =
          Optional.of(
              reader.path(
                  "directory",
                  block.get("directory").origin(),
                  reader.text("directory", "the path of a folder")));
    }
    List<String> guests = reader.read("guests", "a list of guests' names", Config::getStringList);
    requireGuests(reader, guests, settings);
    OptionalLong ring =
        reader.isSet("ring")
            ? OptionalLong.of(
                reader.bytes("ring", 64 << 10, 1L << 30, "a size from 64 KiB to 1 GiB"))
            : OptionalLong.empty();
    List<String> headers =
        reader.read("blank-headers", "a list of headers' names", Config::getStringList);
    boolean blankWritten = reader.flag("blank-written");
    if (blankWritten && ring.isPresent()) {
      throw reader.complaint(
          "blank-written", "is true, and ring is set, which holds the guests' memory as it is");
    }
    int stateHash = reader.count("state-hash", 1, MOST_EVENTS);
    reader.rejectUnknown();
    return directory.map(
        path ->
            new RecordSettings(
                path, Set.copyOf(guests), ring, Set.copyOf(headers), blankWritten, stateHash));
  }

  private static void requireGuests(
      BlockReader<SettingsException> reader, List<String> guests, ApplicationSettings settings) {
    Set<String> known = new TreeSet<>(settings.config().getObject("parigot.guests").keySet());
    for (String guest : guests) {
      if (!known.contains(guest)) {
        throw reader.complaint(
            "guests",
            "names %s, which is no guest; %s".formatted(guest, NearestName.hint(guest, known)));
      }
    }
  }

  /** Whether the guest of this name is recorded. */
  boolean isRecorded(String guest) {
    return guests.isEmpty() || guests.contains(guest);
  }
}

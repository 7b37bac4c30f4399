package parigot.inspect;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import parigot.actors.Application;
import parigot.runtime.guest.Recorder;
import parigot.v1.host.RecordedFile;
import parigot.v1.host.RecordingReport;
import parigot.v1.host.Refusal;

/** Has recordings written that are in memory. */
final class RecordingResource {
  /** Why nothing is written, when that is no failure. */
  static final String NOT_RECORDED = "NOT_RECORDED";

  /** A name that stays within its folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final String node;
  private final Application application;

  /**
   * @param node the name of the node, or nothing
   */
  RecordingResource(String node, Application application) {
    this.node = node;
    this.application = application;
  }

  /**
   * @param query {@code guest=NAME}, {@code name=FOLDER}
   */
  HttpAnswer dump(Map<String, String> query) {
    Optional<String> guest = Optional.ofNullable(query.get("guest"));
    Optional<String> name = Optional.ofNullable(query.get("name"));
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      return HttpAnswer.refusal(
          400, "name must be the name of a folder, and is \"%s\".".formatted(name.get()));
    }
    Optional<Recorder.Dump> dump;
    try {
      dump = application.dumpRecording(guest, name);
    } catch (IOException e) {
      return HttpAnswer.refusal(409, "The recording cannot be written: %s.".formatted(e));
    }
    if (dump.isEmpty()) {
      return HttpAnswer.refusal(
          409, "Nothing is recorded here: the application runs without parigot.record.directory.");
    }
    if (dump.get().files().isEmpty()) {
      return HttpAnswer.refusal(
          404,
          Refusal.newBuilder()
              .setReason(NOT_RECORDED)
              .setError(
                  guest
                      .map("There is no guest %s here that lives and is recorded."::formatted)
                      .orElse("There is no guest here that lives and is recorded.")));
    }
    RecordingReport.Builder report =
        RecordingReport.newBuilder()
            .addFolders(dump.get().folder().toString())
            .setName(dump.get().name());
    String prefix = node.isEmpty() ? "" : node + "/";
    new TreeMap<>(dump.get().files())
        .forEach(
            (label, file) ->
                report.addFiles(
                    RecordedFile.newBuilder().setGuest(prefix + label).setFile(file.toString())));
    return HttpAnswer.of(report);
  }
}

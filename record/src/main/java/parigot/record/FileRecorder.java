package parigot.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.JavaCode;
import parigot.runtime.guest.Recorder;
import parigot.runtime.guest.WasmCode;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.JavaClasses;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.SettingsException;
import parigot.wasm.GuestShape;

/**
 * Records an application as {@code parigot.record} says: a folder for this run, in it a file for
 * each life of a guest, and beside it the modules.
 */
public final class FileRecorder implements Recorder {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  /** For the {@link java.util.ServiceLoader}. */
  public FileRecorder() {}

  @Override
  public Optional<Recording> begin(ApplicationSettings settings) {
    return RecordSettings.of(settings)
        .map(
            wanted -> {
              String node = settings.node().map(NodeSettings::name).orElse("");
              try {
                return new Run(wanted, node, folder(wanted.directory(), node));
              } catch (IOException e) {
                throw cannotRecord(wanted.directory(), e);
              }
            });
  }

  private static StartException cannotRecord(Path directory, IOException cause) {
    return new StartException(
        "parigot.record.directory: nothing can be written into %s: %s.".formatted(directory, cause),
        cause);
  }

  /** A new folder, {@code run-1} or the next that is free: one run never writes over another's. */
  private static Path folder(Path directory, String node) throws IOException {
    Path modules = Files.createDirectories(directory.resolve(RecordingFolder.MODULES));
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(
            modules.resolveSibling((node.isEmpty() ? "run" : node) + "-" + number));
      } catch (FileAlreadyExistsException taken) {
        LOG.debug("{} is there already", taken.getFile());
      }
    }
  }

  /** One run of an application. */
  private static final class Run implements Recording {
    private final RecordSettings settings;
    private final String node;
    private final Path folder;
    private final LogWriter writer = new LogWriter();
    private final Map<String, Integer> starts = new HashMap<>();

    /** What the code of each guest tells of its services, whether it is recorded or not. */
    private final Map<String, ServiceDescriptors> descriptors = new ConcurrentHashMap<>();

    /** Of each guest the log of its latest life. */
    private final Map<String, EntryLog> latest = new ConcurrentHashMap<>();

    Run(RecordSettings settings, String node, Path folder) {
      this.settings = settings;
      this.node = node;
      this.folder = folder;
      LOG.info("What crosses into guests is recorded in {}", folder);
    }

    @Override
    public GuestCode recorded(String label, GuestCode code) {
      descriptors.put(label, code.descriptors());
      if (!settings.isRecorded(nameOf(label))) {
        return code;
      }
      if (code instanceof WasmCode wasm) {
        keep(wasm.module().file(), code.fingerprint());
      }
      boolean tellsWhatItIs = code instanceof WasmCode && code.shape() == GuestShape.REACTOR;
      return new RecordedCode(
          code,
          label,
          node,
          settings,
          this::blanking,
          classes(label, code),
          its -> begin(its, tellsWhatItIs),
          this);
    }

    /** What all guests tell of their messages; those are known when the first one starts. */
    private Optional<Blanking> blanking() {
      return settings.blankWritten()
          ? Optional.of(
              new Blanking(new MessageTexts(descriptors.values(), settings.blankHeaders())))
          : Optional.empty();
    }

    /** A replay may run the guest as plain Java, where a debugger sees more. */
    private static Optional<JavaClasses> classes(String label, GuestCode code) {
      if (code instanceof JavaCode java) {
        return Optional.of(java.classes());
      }
      if (code instanceof WasmCode wasm) {
        try {
          return JavaClasses.beside(wasm.module().file());
        } catch (SettingsException e) {
          LOG.warn("{} cannot be replayed as plain Java: {}", label, e.getMessage());
        }
      }
      return Optional.empty();
    }

    private static String nameOf(String label) {
      int dot = label.indexOf('.');
      return dot < 0 ? label : label.substring(0, dot);
    }

    /** A replay needs the module, whatever becomes of the file. */
    private void keep(Path module, String digest) {
      Path kept = RecordingFolder.module(settings.directory(), digest);
      try {
        if (!Files.exists(kept)) {
          Path partial = Files.createTempFile(kept.getParent(), digest, ".part");
          Files.copy(module, partial, StandardCopyOption.REPLACE_EXISTING);
          Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
        }
      } catch (IOException e) {
        throw cannotRecord(settings.directory(), e);
      }
    }

    private EntryLog begin(String label, boolean tellsWhatItIs) {
      int start;
      synchronized (starts) {
        start = starts.merge(label, 1, Integer::sum) - 1;
      }
      Path file = folder.resolve(RecordingFolder.fileName(label, start));
      EntryLog log =
          settings.ring().isPresent()
              ? new RingLog(label, file, start, settings.ring().getAsLong(), tellsWhatItIs)
              : new LifeLog(file, start, writer);
      latest.put(label, log);
      return log;
    }

    @Override
    public Optional<Recorder.Dump> dump(Optional<String> guest, Optional<String> name)
        throws IOException {
      DumpFolder target =
          new DumpFolder(settings.directory(), name, folder.getFileName().toString());
      Map<String, Path> files = new HashMap<>();
      for (Map.Entry<String, EntryLog> each : latest.entrySet()) {
        String label = each.getKey();
        if (guest.isEmpty() || guest.get().equals(label) || guest.get().equals(nameOf(label))) {
          each.getValue().dump(target).ifPresent(file -> files.put(label, file));
        }
      }
      return Optional.of(
          new Recorder.Dump(
              target.made().orElse(settings.directory()), target.name().orElse(""), files));
    }
  }
}

package parigot.plugin.file;

import com.google.protobuf.Message;
import file.v1.host.FilePlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/**
 * The plugin {@code file}: the files of an application, in one folder of the host that guests
 * cannot leave, or in memory.
 */
public final class FileServer implements Plugin {
  private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);

  /** Content in memory is in arrays, and no array is larger. */
  private static final long MOST_MEMORY = 1L << 30;

  private Optional<Storage> storage = Optional.empty();
  private FileService service;

  @Override
  public String name() {
    return "file";
  }

  @Override
  public Set<String> stores() {
    return Set.of("root");
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    Optional<Path> root = config.path("root");
    Optional<Path> testData = config.path("test-data");
    boolean sync = config.flag("sync");
    long capacity = config.bytes("memory-capacity");
    long onDisk = config.bytes("disk-capacity");
    OpenFiles open =
        new OpenFiles(
            config.number("max-open", 1, 1_000_000),
            config.number("max-open-per-guest", 1, 1_000_000));
    config.rejectOthers();
    if (capacity > MOST_MEMORY) {
      throw config.complaint("memory-capacity", "must be at most 1 GiB");
    }
    Optional<TestData> data = Optional.empty();
    if (testData.isPresent()) {
      data = Optional.of(testData(testData.get(), config));
    }
    Capacity memory = new Capacity(capacity);
    Storage opened =
        root.isPresent()
            ? DiskStorage.open(root.get(), context.clock(), sync, new Capacity(onDisk))
            : new MemoryStorage(memory, context.clock());
    storage = Optional.of(opened);
    service = new FileService(opened, memory, open, data, context.random());
    if (!context.isSimulated()) {
      FirstUse.of(context.clock());
    }
  }

  private static TestData testData(Path folder, PluginConfig config) throws PluginException {
    try {
      if (Files.isDirectory(folder)) {
        return new TestData(folder.toRealPath());
      }
    } catch (IOException e) {
      throw config.complaint("test-data", "names %s, which fails: %s".formatted(folder, e));
    }
    throw config.complaint("test-data", "names %s, which is no folder".formatted(folder));
  }

  @Override
  public List<PluginService> services() {
    return List.of(FilePlugin.service(service));
  }

  @Override
  public void guestEnded(String guest, long hostHigh, long hostLow) {
    service.guestEnded(new GuestLife(hostHigh, hostLow));
  }

  @Override
  public void undelivered(Caller caller, Message request, Message response) {
    service.undelivered(caller, response);
  }

  @Override
  public void close() {
    storage.ifPresent(
        open -> {
          try {
            service.truncateAll();
          } catch (IOException e) {
            // The next start puts it right, as after a crash.
            LOG.warn("a file that was open could not be closed", e);
          }
          open.close();
        });
    storage = Optional.empty();
  }
}

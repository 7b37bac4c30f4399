package parigot.plugin.nutsdb;

import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nutsdb.v1.host.NutsDBPlugin;
import nutsdb.v1.host.OpenResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Caller;
import parigot.plugin.GuestLife;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginId;
import parigot.plugin.PluginService;
import parigot.plugin.StoreLock;

/**
 * The plugin {@code nutsdb}: {@code nutsdb.v1.NutsDB} on SQLite, each database a file in one folder
 * or in memory.
 *
 * <p>What was answered is on the disk: a pair whose writing or deletion was answered is as it was
 * answered after the end of the process at any moment.
 */
public final class NutsDbServer implements Plugin {
  /** No database's file has this name. */
  private static final String LOCK = ".lock";

  private static final Logger LOG = LoggerFactory.getLogger(NutsDbServer.class);

  private Optional<StoreLock> lock = Optional.empty();
  private Optional<OpenDatabases> databases = Optional.empty();
  private List<PluginService> services = List.of();

  @Override
  public String name() {
    return "nutsdb";
  }

  @Override
  public Set<String> stores() {
    return Set.of("root");
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    NutsDbSettings settings = NutsDbSettings.of(config);
    if (!context.isSimulated()) {
      FirstUse.of(context.clock());
    }
    long there = 0;
    if (settings.root().isPresent()) {
      Path root = settings.root().orElseThrow();
      make(root, config);
      lock = Optional.of(lock(root, config));
      lock.get().holdSpare();
      there = sizeOfFilesIn(root);
    }
    OpenDatabases opened =
        new OpenDatabases(
            settings, context.clock(), context.random(), lock, there, context.isSimulated());
    databases = Optional.of(opened);
    services = List.of(NutsDBPlugin.service(new NutsDbService(opened)));
  }

  private static StoreLock lock(Path root, PluginConfig config) throws PluginException {
    try {
      Optional<StoreLock> taken = StoreLock.tryTake(root.resolve(LOCK));
      if (taken.isPresent()) {
        return taken.get();
      }
    } catch (IOException e) {
      throw unusable(root, config, e.toString());
    }
    throw config.complaint(
        "root",
        "must be a folder of its own, and %s is in use by another application".formatted(root));
  }

  private static long sizeOfFilesIn(Path root) {
    long size = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*.db")) {
      for (Path file : files) {
        size += Files.size(file);
      }
    } catch (IOException e) {
      LOG.warn("The databases in {} could not all be measured: {}", root, e.toString());
    }
    return size;
  }

  private static void make(Path root, PluginConfig config) throws PluginException {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw unusable(root, config, e.toString());
    }
    if (!Files.isWritable(root)) {
      throw unusable(root, config, "it may not be written");
    }
  }

  private static PluginException unusable(Path root, PluginConfig config, String reason) {
    return config.complaint(
        "root",
        "must be a folder for databases, and %s cannot be used as one (%s)"
            .formatted(root, reason));
  }

  @Override
  public List<PluginService> services() {
    return services;
  }

  @Override
  public void guestEnded(String guest, long hostHigh, long hostLow) {
    databases.orElseThrow().guestEnded(new GuestLife(hostHigh, hostLow));
  }

  @Override
  public void undelivered(Caller caller, Message request, Message response) {
    if (response instanceof OpenResponse opened) {
      databases.orElseThrow().undoOpen(PluginId.of(opened.getNutsdbId()));
    }
  }

  @Override
  public void close() {
    databases.ifPresent(OpenDatabases::closeAll);
    try {
      if (lock.isPresent()) {
        lock.get().close();
      }
    } catch (IOException e) {
      LOG.warn("The lock of the databases was not let go in order: {}", e.toString());
    }
    lock = Optional.empty();
  }
}

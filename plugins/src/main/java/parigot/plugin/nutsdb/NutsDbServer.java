package parigot.plugin.nutsdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import nutsdb.v1.host.NutsDBPlugin;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/**
 * The plugin {@code nutsdb}: {@code nutsdb.v1.NutsDB} on SQLite, each database a file in one folder
 * or in memory.
 *
 * <p>What was answered is on the disk: a pair whose writing or deletion was answered is as it was
 * answered after the end of the process at any moment.
 */
public final class NutsDbServer implements Plugin {
  private Optional<OpenDatabases> databases = Optional.empty();
  private List<PluginService> services = List.of();

  @Override
  public String name() {
    return "nutsdb";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config());
    NutsDbSettings settings = NutsDbSettings.of(config);
    if (settings.root().isPresent()) {
      make(settings.root().orElseThrow(), config);
    }
    OpenDatabases opened = new OpenDatabases(settings, context.random());
    prepare(opened);
    databases = Optional.of(opened);
    services = List.of(NutsDBPlugin.service(new NutsDbService(opened)));
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

  /** Loading SQLite takes longer than a call may, and is better found impossible now. */
  private static void prepare(OpenDatabases databases) throws PluginException {
    try {
      databases.tryOut();
    } catch (IOException | SQLException | LinkageError e) {
      throw new PluginException("SQLite cannot be used on this machine: %s.".formatted(e), e);
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
  public void close() {
    databases.ifPresent(OpenDatabases::closeAll);
  }
}

package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an application into one file: its configuration with all that it includes, its modules,
 * their descriptors, and its placement. The same application makes the same bytes.
 */
public final class PackWriter {
  private static final ConfigRenderOptions READABLE =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  /** The files of the pack, by their names. */
  private final Map<String, byte[]> files = new TreeMap<>();

  /** What those in the folder of the modules are called. */
  private final Map<Path, String> names = new HashMap<>();

  private PackWriter() {}

  /**
   * Writes a pack.
   *
   * @param configuration the configuration's file, or its folder
   * @param placement the placement's file
   * @param key the file of an Ed25519 private key in PEM, to sign with
   * @param target the file to write, which is there whole or not at all
   * @return the names of the guests' modules in it
   * @throws SettingsException when something about the application or the key is wrong
   */
  public static List<String> write(
      Path configuration, Optional<Path> placement, Optional<Path> key, Path target)
      throws IOException {
    PackWriter pack = new PackWriter();
    ApplicationSettings settings =
        ApplicationSettings.withTests(ConfigFiles.load(Optional.of(configuration)));
    Config own = ConfigFiles.own(configuration).withoutPath("parigot.search-path");
    for (Map.Entry<String, ConfigValue> guest :
        new TreeMap<>(own.getConfig("parigot.guests").root()).entrySet()) {
      // One that an include names and that was taken back is none.
      if (guest.getValue().valueType() != ConfigValueType.NULL) {
        own = pack.add(guest.getKey(), settings, own);
      }
    }
    pack.text(ApplicationPack.CONFIGURATION, own);
    if (placement.isPresent()) {
      pack.text(ApplicationPack.PLACEMENT, ConfigFiles.placement(placement.get()).resolve());
    }
    pack.writeTo(target, key);
    return pack.names.values().stream().sorted().toList();
  }

  private void text(String name, Config config) {
    files.put(name, config.root().render(READABLE).getBytes(StandardCharsets.UTF_8));
  }

  /** Puts in what a guest of the configuration runs, and says its name there. */
  private Config add(String guest, ApplicationSettings settings, Config own) throws IOException {
    GuestSettings its =
        settings.guests().stream()
            .filter(one -> one.name().equals(guest) || one.name().startsWith(guest + "."))
            .findFirst()
            .orElseThrow();
    if (its.engine() == GuestSettings.Engine.JVM) {
      throw new SettingsException(
          "The guest %s runs with engine = jvm, and a pack has modules alone.".formatted(guest));
    }
    Config with = own.withValue(path(guest, "wasm"), name(guest, its.wasm()));
    return its.descriptors().isPresent()
        ? with.withValue(path(guest, "descriptors"), name(guest, its.descriptors().get()))
        : with;
  }

  private static String path(String guest, String key) {
    return ConfigUtil.joinPath("parigot", "guests", guest, key);
  }

  private ConfigValue name(String guest, Path file) throws IOException {
    String name = names.get(file);
    if (name == null) {
      name = file.getFileName().toString();
      if (names.containsValue(name)) {
        name = guest + "-" + name;
      }
      names.put(file, name);
      files.put(PackagedModules.FOLDER + name, Files.readAllBytes(file));
    }
    return ConfigValueFactory.fromAnyRef(name);
  }

  private void writeTo(Path target, Optional<Path> key) throws IOException {
    StringBuilder digests = new StringBuilder();
    files.forEach(
        (name, bytes) ->
            digests
                .append(HexFormat.of().formatHex(ApplicationPack.sha256().digest(bytes)))
                .append("  ")
                .append(name)
                .append('\n'));
    byte[] list = digests.toString().getBytes(StandardCharsets.UTF_8);
    files.put(ApplicationPack.DIGESTS, list);
    if (key.isPresent()) {
      files.put(ApplicationPack.SIGNATURE, PackTrust.sign(key.get(), list));
    }
    Path place = target.toAbsolutePath();
    Path half = place.resolveSibling("." + place.getFileName() + ".half");
    try {
      try (OutputStream out = Files.newOutputStream(half);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          ZipEntry entry = new ZipEntry(file.getKey());
          // The zip's first year, for the same bytes whenever it is made.
          entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
          zip.putNextEntry(entry);
          zip.write(file.getValue());
        }
      }
      Files.move(half, place, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}

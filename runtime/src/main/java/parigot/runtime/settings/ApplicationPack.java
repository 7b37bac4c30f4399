package parigot.runtime.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An application in one file: a zip of its configuration, modules, descriptors and placement, with
 * the digest of each in a list, and perhaps a signature of that list. Whoever opens one has checked
 * all of it before anything in it is used. Paths in its configuration start beside the pack.
 */
final class ApplicationPack {
  static final String CONFIGURATION = "application.conf";
  static final String PLACEMENT = "placement.conf";
  static final String DIGESTS = "META-INF/parigot/digests";
  static final String SIGNATURE = "META-INF/parigot/signature";

  /** More than any application has, and less than a file that is made to fill the memory. */
  private static final long LONGEST_TEXT = 4 * 1024 * 1024;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S.*)");

  private final Path file;
  private final Map<String, String> texts;

  private ApplicationPack(Path file, Map<String, String> texts) {
    this.file = file;
    this.texts = texts;
  }

  /** Whether a file is one, as its first bytes say: no configuration begins with them. */
  static boolean isOne(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K' && in.read() == 3 && in.read() == 4;
    } catch (IOException unreadable) {
      // Whoever reads it as a configuration says why.
      return false;
    }
  }

  /**
   * Opens a pack that is as it was made and, where somebody has to vouch for it, signed.
   *
   * @throws SettingsException when it is not
   */
  static ApplicationPack open(Path file, PackTrust trust) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry list = zip.getEntry(DIGESTS);
      if (list == null) {
        throw complaint(file, "is no pack: it has no " + DIGESTS);
      }
      byte[] digests = bytes(file, zip, list);
      trust.check(file, digests, signature(file, zip));
      return new ApplicationPack(file, check(file, zip, digests));
    } catch (IOException unreadable) {
      throw new SettingsException(
          "The pack %s cannot be read: %s.".formatted(file, unreadable.getMessage()), unreadable);
    }
  }

  private static byte[] signature(Path file, ZipFile zip) throws IOException {
    ZipEntry signature = zip.getEntry(SIGNATURE);
    return signature == null ? new byte[0] : bytes(file, zip, signature);
  }

  /** The texts in it. */
  private static Map<String, String> check(Path file, ZipFile zip, byte[] digests)
      throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (String line : new String(digests, StandardCharsets.UTF_8).split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        expected.put(matcher.group(2), matcher.group(1));
      } else if (!line.isEmpty()) {
        throw complaint(file, "has a line in " + DIGESTS + " that is no digest: " + line);
      }
    }
    Set<String> left = new HashSet<>(expected.keySet());
    Map<String, String> texts = new LinkedHashMap<>();
    for (ZipEntry entry : entries(zip)) {
      String name = entry.getName();
      if (name.equals(DIGESTS) || name.equals(SIGNATURE)) {
        continue;
      }
      if (!left.remove(name)) {
        throw complaint(file, "has " + name + ", of which " + DIGESTS + " says nothing");
      }
      if (!digest(zip, entry).equals(expected.get(name))) {
        throw complaint(
            file, "was changed: " + name + " has another digest than " + DIGESTS + " says");
      }
      if (name.equals(CONFIGURATION) || name.equals(PLACEMENT)) {
        texts.put(name, new String(bytes(file, zip, entry), StandardCharsets.UTF_8));
      }
    }
    if (!left.isEmpty() || !texts.containsKey(CONFIGURATION)) {
      throw complaint(file, "lacks " + (left.isEmpty() ? CONFIGURATION : left.iterator().next()));
    }
    return texts;
  }

  /** All of them, also those of one name. */
  private static List<ZipEntry> entries(ZipFile zip) {
    List<ZipEntry> entries = new ArrayList<>();
    zip.stream().forEach(entries::add);
    return entries;
  }

  private static byte[] bytes(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes((int) LONGEST_TEXT + 1);
      if (bytes.length > LONGEST_TEXT) {
        throw complaint(file, "has a " + entry.getName() + " of more than 4 MiB");
      }
      return bytes;
    }
  }

  private static String digest(ZipFile zip, ZipEntry entry) throws IOException {
    MessageDigest digest = sha256();
    byte[] part = new byte[64 * 1024];
    try (InputStream in = zip.getInputStream(entry)) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static SettingsException complaint(Path file, String what) {
    return new SettingsException("The pack %s %s.".formatted(file, what));
  }

  /** The configuration, whose modules are found in the pack. */
  Config configuration(HoconBudget budget) {
    ConfigValue here = ConfigValueFactory.fromIterable(List.of(file.toString()));
    return parsed(CONFIGURATION, budget)
        .withValue("parigot.search-path", here.withOrigin(origin()));
  }

  /**
   * The placement.
   *
   * @throws SettingsException when it has none
   */
  Config placement(HoconBudget budget) {
    if (!texts.containsKey(PLACEMENT)) {
      throw complaint(file, "has no placement: parigot pack puts it there with --placement FILE");
    }
    return parsed(PLACEMENT, budget);
  }

  private Config parsed(String name, HoconBudget budget) {
    String text = texts.get(name);
    HoconScan.scan(file + "!" + name, text, budget);
    Config parsed =
        ConfigFactory.parseReader(
                new StringReader(text),
                ConfigParseOptions.defaults()
                    .setOriginDescription(file + "!" + name)
                    .setIncluder(new BoundedIncluder(budget)))
            .resolve();
    // Paths start beside the file that they are written in.
    Map<String, ConfigValue> beside = new LinkedHashMap<>();
    parsed.root().forEach((key, value) -> beside.put(key, beside(value)));
    return ConfigValueFactory.fromMap(beside).toConfig();
  }

  private ConfigValue beside(ConfigValue value) {
    ConfigValue moved =
        switch (value.valueType()) {
          case OBJECT -> {
            Map<String, ConfigValue> values = new LinkedHashMap<>();
            ((ConfigObject) value).forEach((key, of) -> values.put(key, beside(of)));
            yield ConfigValueFactory.fromMap(values);
          }
          case LIST -> {
            List<ConfigValue> values = new ArrayList<>();
            ((ConfigList) value).forEach(of -> values.add(beside(of)));
            yield ConfigValueFactory.fromIterable(values);
          }
          default -> value;
        };
    int line = value.origin().lineNumber();
    return moved.withOrigin(line > 0 ? origin().withLineNumber(line) : origin());
  }

  private ConfigOrigin origin() {
    return ConfigOriginFactory.newFile(file.toString());
  }
}

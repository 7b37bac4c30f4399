package parigot.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;

/**
 * What a program can reach of the folders in its class path, by the names that stand in class
 * files. Who shares a folder with another guest is not changed by the other's classes. Files that
 * are no classes count for all, and jars as a whole.
 */
final class ReachedClasses {
  private static final String CLASS = ".class";
  private static final int UTF8 = 1;

  /** The name of a class in a descriptor or a signature. */
  private static final Pattern NAME = Pattern.compile("L([\\w$/]+)[;<]");

  private final List<Path> classPath;
  private final Map<String, Path> there = new HashMap<>();
  private final Map<String, byte[]> reached = new TreeMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  private ReachedClasses(List<Path> classPath) {
    this.classPath = classPath;
  }

  /** A digest of all that a class leads to. */
  static String digest(String mainClass, List<Path> classPath) throws IOException {
    ReachedClasses classes = new ReachedClasses(classPath);
    classes.list();
    classes.reach(mainClass.replace('.', '/'));
    while (!classes.open.isEmpty()) {
      classes.followNamesIn(classes.reached.get(classes.open.remove()));
    }
    classes.addOtherFiles();
    return classes.digest();
  }

  /** What there is in the folders: of several files of one name the first, as a class path says. */
  private void list() throws IOException {
    for (Path part : classPath) {
      if (Files.isDirectory(part)) {
        try (var files = Files.walk(part)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            there.putIfAbsent(part.relativize(file).toString(), file);
          }
        }
      }
    }
  }

  private void reach(String name) throws IOException {
    String file = name + CLASS;
    Path found = there.get(file);
    if (found != null && !reached.containsKey(file)) {
      reached.put(file, Files.readAllBytes(found));
      open.add(file);
    }
  }

  private void followNamesIn(byte[] classFile) throws IOException {
    ClassReader reader = new ClassReader(classFile);
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at > 0 && reader.readByte(at - 1) == UTF8) {
        String text = text(reader, at);
        reach(text);
        Matcher names = NAME.matcher(text);
        while (names.find()) {
          reach(names.group(1));
        }
      }
    }
  }

  /** Of a constant, whose length stands before its bytes; those that are no ASCII are no matter. */
  private static String text(ClassReader reader, int at) {
    int length = reader.readUnsignedShort(at);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) (reader.readByte(at + 2 + i) & 0xff));
    }
    return text.toString();
  }

  private void addOtherFiles() throws IOException {
    for (Map.Entry<String, Path> file : there.entrySet()) {
      if (!file.getKey().endsWith(CLASS)) {
        reached.put(file.getKey(), Files.readAllBytes(file.getValue()));
      }
    }
    for (Path part : classPath) {
      if (!Files.isDirectory(part)) {
        String jar =
            "%s %d %d"
                .formatted(part, Files.size(part), Files.getLastModifiedTime(part).toMillis());
        reached.put(jar, new byte[0]);
      }
    }
  }

  private String digest() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    reached.forEach(
        (name, bytes) -> {
          digest.update("%s %d ".formatted(name, bytes.length).getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest());
  }
}

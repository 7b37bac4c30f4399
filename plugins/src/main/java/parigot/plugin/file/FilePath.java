package parigot.plugin.file;

import file.v1.host.FileErr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parigot.plugin.GuestLog;
import parigot.plugin.ServiceError;

/**
 * A path that a guest may use, in its clean form: below {@value #APPLICATION}, without a double or
 * a last slash. No two of them lead to one file, and none leads out of the application's files.
 *
 * @param names the folders' names and the file's, from the top, without those of {@value
 *     #APPLICATION}
 */
record FilePath(List<String> names) {
  static final String APPLICATION = "/parigot/app/";

  /** How many names a path may have, with the two of {@value #APPLICATION}. */
  private static final int MOST_NAMES = 19;

  private static final String FORBIDDEN = "*?><|&;$\\`\"'";

  FilePath {
    names = List.copyOf(names);
  }

  /** A path of a file, or of a folder where one may be asked for. */
  static FilePath parse(String text) throws ServiceError {
    FilePath path = new FilePath(namesOf(text));
    if (path.names.isEmpty()) {
      throw invalid(text, "names no file");
    }
    path.check(text);
    return path;
  }

  /** A folder that files may be put into: unlike a file's, it may be that of the application. */
  static FilePath parseFolder(String text) throws ServiceError {
    FilePath path = new FilePath(namesOf(text));
    path.check(text);
    return path;
  }

  /** The path of what lies below this one. */
  FilePath below(List<String> more) throws ServiceError {
    List<String> all = new ArrayList<>(names);
    all.addAll(more);
    FilePath path = new FilePath(all);
    path.check(path.text());
    for (String name : more) {
      if (name.indexOf('/') >= 0 || name.isEmpty()) {
        throw invalid(path.text(), "has a name that is none");
      }
    }
    return path;
  }

  String text() {
    return APPLICATION + String.join("/", names);
  }

  @Override
  public String toString() {
    return text();
  }

  private static List<String> namesOf(String text) throws ServiceError {
    if (!text.startsWith(APPLICATION)) {
      throw invalid(text, "does not begin with " + APPLICATION);
    }
    return Arrays.stream(text.substring(APPLICATION.length()).split("/"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private void check(String text) throws ServiceError {
    if (names.size() > MOST_NAMES - 2) {
      throw invalid(text, "has more than %d names".formatted(MOST_NAMES));
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.codePoints().anyMatch(FilePath::isForbidden)) {
        throw invalid(text, "has a character that no name may have");
      }
      if (name.startsWith("-")) {
        throw invalid(text, "has a name that begins with a hyphen");
      }
      boolean last = i == names.size() - 1;
      if (last ? name.equals(".") || name.contains("..") : name.contains(".")) {
        throw invalid(text, "has a dot where none may be");
      }
      if (!DiskName.fits(name)) {
        throw invalid(text, "has a name that is too long");
      }
    }
  }

  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.SURROGATE
        || FORBIDDEN.indexOf(c) >= 0;
  }

  private static ServiceError invalid(String text, String what) {
    String shown = text.length() <= 200 ? text : text.substring(0, 200) + "…";
    return new ServiceError(
        FileErr.InvalidPathError_VALUE, "%s %s".formatted(GuestLog.printable(shown), what));
  }
}

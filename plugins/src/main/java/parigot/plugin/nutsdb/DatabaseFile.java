package parigot.plugin.nutsdb;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import nutsdb.v1.host.NutsDBErr;
import parigot.plugin.ServiceError;

/**
 * A database as guests name it, and the file that it is in.
 *
 * @param name a letter, then letters or digits, of ASCII
 */
record DatabaseFile(String name) {

  /** With an underscore for each capital, its file's name fits every file system. */
  private static final int LONGEST = 100;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  static DatabaseFile named(String name) throws ServiceError {
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new ServiceError(
          NutsDBErr.BadDBName_VALUE,
          "a database's name is a letter, then letters or digits, %d at most".formatted(LONGEST));
    }
    return new DatabaseFile(name);
  }

  /** Two names have two files, also where a file system does not tell capitals from others. */
  Path in(Path folder) {
    String marked = CAPITAL.matcher(name).replaceAll("_$0").toLowerCase(Locale.ROOT);
    return folder.resolve(marked + ".db");
  }
}

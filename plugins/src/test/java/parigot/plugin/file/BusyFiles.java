package parigot.plugin.file;

import file.v1.host.FileErr;
import java.io.PrintStream;
import parigot.plugin.ServiceError;
import protosupport.v1.host.IdRaw;

/** A process that makes, writes and deletes files until it is killed, and prints what it did. */
final class BusyFiles {
  static final int GUESTS = 4;

  private BusyFiles() {}

  /**
   * What was printed before a kill was answered before it. Arguments: the folder, and a word that
   * all of this run's contents begin with.
   */
  public static void main(String[] args) throws Exception {
    FileCalls files = new FileCalls("root = \"%s\"".formatted(args[0]));
    for (int i = 0; i < GUESTS; i++) {
      String path = path(i);
      new Thread(() -> run(files, path, args[1], System.out)).start();
    }
  }

  static String path(int guest) {
    return "/parigot/app/shared/guest" + guest;
  }

  private static void run(FileCalls files, String path, String run, PrintStream out) {
    try {
      for (int i = 0; ; i++) {
        String content = run + "." + i + ";";
        said(out, "making", path, content);
        IdRaw id = files.create(path, content).getId();
        said(out, "made", path, content);
        for (int append = 0; append < 3; append++) {
          String longer = content + "more" + append + ";";
          said(out, "making", path, longer);
          files.write(id, longer.substring(content.length()));
          content = longer;
          said(out, "made", path, content);
        }
        files.close(id);
        if (i % 5 == 4) {
          said(out, "making", path, "");
          files.delete(path);
          said(out, "made", path, "");
        }
      }
    } catch (ServiceError e) {
      out.print("failed %s %s\n".formatted(FileErr.forNumber(e.number()), e.getMessage()));
      out.flush();
    }
  }

  /** Nothing stands for no file. */
  private static void said(PrintStream out, String what, String path, String content) {
    out.print("%s %s %s\n".formatted(what, path, content.isEmpty() ? "nothing" : content));
    out.flush();
  }
}

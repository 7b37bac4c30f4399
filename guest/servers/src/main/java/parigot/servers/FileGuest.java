package parigot.servers;

import file.v1.File;
import parigot.guest.Guest;

/** The guest that offers {@code file.v1.File} to others: what is sound goes on to the plugin. */
public final class FileGuest {
  private FileGuest() {}

  public static void main(String[] args) {
    Guest.named("file").export(File.service(new CheckedFile(File.host()))).start();
  }
}

package parigot.plugin.nutsdb;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import nutsdb.v1.host.NutsDBErr;
import parigot.plugin.ServiceError;

/**
 * Where a pair lies in its database.
 *
 * @param text begins with a slash, and has no other at its end and no two in a row
 */
record BucketPath(String text) {
  private static final int LONGEST = 4096;
  private static final Pattern WRITTEN = Pattern.compile("/[A-Za-z0-9/]*");
  private static final Pattern SLASHES = Pattern.compile("/+");

  /** The bucket that a guest names: nothing is the topmost one. */
  static BucketPath of(String written) throws ServiceError {
    int length = written.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST) {
      throw new ServiceError(
          NutsDBErr.BucketPathTooLong_VALUE,
          "a bucket's path has at most %d bytes, and not %d".formatted(LONGEST, length));
    }
    if (written.isEmpty()) {
      return new BucketPath("/");
    }
    if (!WRITTEN.matcher(written).matches()) {
      throw new ServiceError(
          NutsDBErr.BadBucketPath_VALUE,
          "a bucket's path begins with '/' and has letters, digits and '/' in it, and nothing else");
    }
    String single = SLASHES.matcher(written).replaceAll("/");
    boolean endless = single.length() == 1 || !single.endsWith("/");
    return new BucketPath(endless ? single : single.substring(0, single.length() - 1));
  }
}

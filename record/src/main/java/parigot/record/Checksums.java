package parigot.record;

import java.util.zip.CRC32C;

/** The checksum of recordings. */
final class Checksums {
  private Checksums() {}

  static int of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  static int of(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}

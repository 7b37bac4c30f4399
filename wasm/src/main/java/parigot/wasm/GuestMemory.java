package parigot.wasm;

import com.dylibso.chicory.runtime.Memory;
import com.google.protobuf.ByteString;
import java.util.zip.Checksum;

/**
 * A guest's linear memory as its host sees it: addresses are unsigned, and every access checks its
 * bounds first, so that a wild pointer has one result and no effect.
 */
final class GuestMemory {
  /** The size of a page, the unit in which linear memory grows. */
  static final int PAGE = 65_536;

  /** The most pages that this engine's memories can have: just under 2 GiB. */
  static final int MAX_PAGES = Memory.RUNTIME_MAX_PAGES;

  private final LinearMemory memory;

  GuestMemory(LinearMemory memory) {
    this.memory = memory;
  }

  /** An access outside the memory. */
  static final class Outside extends RuntimeException {
    private static final long serialVersionUID = 1;

    Outside(long address, long length) {
      super(
          length + " bytes at address " + address + " are outside the guest's memory",
          null,
          false,
          false);
    }
  }

  /** The number of an i32 that stands for an address, a length or a count. */
  static long unsigned(long argument) {
    return argument & 0xFFFF_FFFFL;
  }

  long size() {
    return (long) memory.pages() * PAGE;
  }

  /** How many bytes the guest was last refused over its limit, since {@link #forgetRefusal}. */
  long refused() {
    return memory.refusedPages() * PAGE;
  }

  void forgetRefusal() {
    memory.forgetRefusal();
  }

  /** Adds its content to a checksum. */
  void addTo(Checksum checksum) {
    memory.addTo(checksum);
  }

  boolean holds(long address, long length) {
    return address >= 0 && length >= 0 && address <= size() - length;
  }

  void require(long address, long length) {
    if (!holds(address, length)) {
      throw new Outside(address, length);
    }
  }

  byte[] read(long address, int length) {
    require(address, length);
    return memory.readBytes((int) address, length);
  }

  int readInt(long address) {
    require(address, 4);
    return memory.readInt((int) address);
  }

  void write(long address, byte[] bytes) {
    require(address, bytes.length);
    memory.write((int) address, bytes, 0, bytes.length);
  }

  void write(long address, ByteString bytes) {
    require(address, bytes.size());
    memory.write((int) address, bytes);
  }

  void writeByte(long address, int value) {
    require(address, 1);
    memory.writeByte((int) address, (byte) value);
  }

  void writeShort(long address, int value) {
    require(address, 2);
    memory.writeShort((int) address, (short) value);
  }

  void writeInt(long address, int value) {
    require(address, 4);
    memory.writeI32((int) address, value);
  }

  void writeLong(long address, long value) {
    require(address, 8);
    memory.writeLong((int) address, value);
  }
}

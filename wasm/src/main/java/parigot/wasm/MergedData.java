package parigot.wasm;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/**
 * A data section with fewer pieces. Go's compiler cuts what is not zero into a hundred thousand
 * pieces with a few zeros between, and the engine takes longer to go through these than to write
 * the zeros too, where nothing else is in a fresh memory.
 */
final class MergedData {
  /** So many zeros are not written; a piece costs more. */
  private static final int WIDEST_GAP = 64;

  private static final int ACTIVE_IN_FIRST_MEMORY = 0;
  private static final int I32_CONST = 0x41;
  private static final int END = 0x0b;

  private final byte[] module;
  private final WasmReader in;
  private final ByteArrayOutputStream merged = new ByteArrayOutputStream(1024);
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(1024);
  private int pieces;
  private int begin;

  private MergedData(byte[] module, int at) {
    this.module = module;
    in = new WasmReader(module);
    in.seek(at);
  }

  /**
   * Merges the pieces of a valid section, whose content lies between the two places. Nothing, where
   * a piece is not simply written to its address or does not come after the one before it.
   */
  static Optional<byte[]> of(byte[] module, int start, int end) {
    MergedData data = new MergedData(module, start);
    return data.merge() && data.in.at() == end ? Optional.of(data.content()) : Optional.empty();
  }

  private boolean merge() {
    for (int left = in.count(); left > 0; left--) {
      if (in.octet() != ACTIVE_IN_FIRST_MEMORY || in.octet() != I32_CONST) {
        return false;
      }
      int address = in.signed32();
      if (address < 0 || in.octet() != END) {
        return false;
      }
      int length = in.count();
      if (!place(address)) {
        return false;
      }
      if (length == 0) {
        // Nothing is written, but its address must be in the memory.
        endPiece();
        begin = address;
        writePiece();
      }
      piece.write(module, in.at(), length);
      in.skip(length);
    }
    endPiece();
    return true;
  }

  /** Makes the next byte that is written be the one at this address. */
  private boolean place(int address) {
    long gap = address - ((long) begin + piece.size());
    if (gap < 0) {
      return false;
    }
    if (piece.size() == 0 || gap > WIDEST_GAP) {
      endPiece();
      begin = address;
    } else {
      for (int zeros = (int) gap; zeros > 0; zeros--) {
        piece.write(0);
      }
    }
    return true;
  }

  private void endPiece() {
    if (piece.size() > 0) {
      writePiece();
    }
  }

  private void writePiece() {
    merged.write(ACTIVE_IN_FIRST_MEMORY);
    merged.write(I32_CONST);
    writeSigned(begin);
    merged.write(END);
    StrippedModule.writeUnsigned(merged, piece.size());
    merged.writeBytes(piece.toByteArray());
    begin += piece.size();
    piece.reset();
    pieces++;
  }

  private byte[] content() {
    ByteArrayOutputStream content = new ByteArrayOutputStream(merged.size() + 5);
    StrippedModule.writeUnsigned(content, pieces);
    content.writeBytes(merged.toByteArray());
    return content.toByteArray();
  }

  private void writeSigned(int value) {
    int rest = value;
    while (rest < -64 || rest > 63) {
      merged.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    merged.write(rest & 0x7f);
  }
}

package parigot.wasm;

import java.io.ByteArrayOutputStream;

/** Writes a part of a module in its binary form. */
final class WasmWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  WasmWriter octets(int... octets) {
    for (int octet : octets) {
      out.write(octet);
    }
    return this;
  }

  /** What stands in an array from one place up to another. */
  WasmWriter copy(byte[] from, int start, int end) {
    out.write(from, start, end - start);
    return this;
  }

  /** A number without a sign. */
  WasmWriter unsigned(int value) {
    StrippedModule.writeUnsigned(out, value);
    return this;
  }

  /** A number with a sign. */
  WasmWriter signed(int value) {
    int rest = value;
    while (rest < -64 || rest > 63) {
      out.write((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    out.write(rest & 0x7f);
    return this;
  }

  WasmWriter append(WasmWriter part) {
    out.writeBytes(part.out.toByteArray());
    return this;
  }

  /** A part behind its length. */
  WasmWriter sized(WasmWriter part) {
    return unsigned(part.out.size()).append(part);
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}

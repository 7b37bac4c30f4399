package parigot.wasm;

import com.dylibso.chicory.wasm.types.OpCode;
import com.dylibso.chicory.wasm.types.WasmEncoding;
import java.util.List;

/**
 * Goes through instructions in their binary form. Those that the engine does not know are refused.
 */
final class InstructionReader {
  private static final int THREADS = 0xfe;

  private final WasmReader in;

  InstructionReader(WasmReader in) {
    this.in = in;
  }

  /** Passes over the type of a value. */
  void valueType(String where) throws Refused {
    int type = in.octet();
    if (type == WasmReader.V128) {
      throw Unsupported.refused("SIMD", "in " + where, "build it without SIMD");
    }
    if (type == WasmReader.REF || type == WasmReader.REF_NULL) {
      in.signed();
    }
  }

  private void blockType() {
    int first = in.peek();
    if (first == WasmReader.REF || first == WasmReader.REF_NULL) {
      in.skip(1);
    }
    in.signed();
  }

  /** Passes over instructions that give the value of something, up to their end. */
  void expression() throws Refused {
    while (true) {
      OpCode opcode = next(-1);
      if (opcode == OpCode.END) {
        return;
      }
    }
  }

  /**
   * Passes over an instruction.
   *
   * @param function the number of the function that it is in, or -1
   */
  OpCode next(int function) throws Refused {
    int at = in.at();
    int number = in.octet();
    int code = number;
    if (number >= 0xfb && number < 0xff) {
      int further = in.count();
      code = further < 0x100 ? (number << 8) + further : -1;
      if (number != THREADS) {
        requireKnown(number, further, function, at);
      }
    }
    OpCode opcode = code < 0 ? null : OpCode.byOpCode(code);
    if (opcode == null) {
      String place = Unsupported.place(function, at);
      Unsupported.require(number, place);
      throw new WasmReader.Malformed(
          "there is no instruction 0x%02x, as %s".formatted(number, place));
    }
    List<WasmEncoding> operands = OpCode.signature(opcode);
    for (int i = 0; i < operands.size(); i++) {
      operand(operands.get(i), function, at);
    }
    return opcode;
  }

  private static void requireKnown(int prefix, int opcode, int function, int at) throws Refused {
    if (Unsupported.is(prefix, opcode)) {
      throw Unsupported.refused(prefix, opcode, Unsupported.place(function, at));
    }
  }

  private void operand(WasmEncoding encoding, int function, int at) throws Refused {
    switch (encoding) {
      case BYTE -> in.octet();
      case VARUINT -> in.unsigned();
      case VARSINT32, VARSINT64 -> in.signed();
      case FLOAT32 -> in.skip(Float.BYTES);
      case FLOAT64 -> in.skip(Double.BYTES);
      case V128 -> in.skip(16);
      case BLOCK_TYPE -> blockType();
      case MEMARG -> {
        if (in.unsigned() >> 6 != 0) {
          in.unsigned();
        }
        in.unsigned();
      }
      case VEC_VARUINT -> {
        int targets = in.count();
        if (targets > ModuleLimits.TARGETS) {
          throw new Refused(
              "has a br_table with %,d targets %s, at most %,d are possible"
                  .formatted(targets, Unsupported.place(function, at), ModuleLimits.TARGETS));
        }
        for (int i = 0; i < targets; i++) {
          in.unsigned();
        }
      }
      case VEC_VALUE_TYPE -> {
        for (int types = in.count(); types > 0; types--) {
          valueType(Unsupported.place(function, at));
        }
      }
      case VEC_CATCH -> {
        for (int catches = in.count(); catches > 0; catches--) {
          int kind = in.octet();
          if (kind <= 1) {
            in.unsigned();
          }
          in.unsigned();
        }
      }
    }
  }
}

package parigot.maven;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Says in a module where a function never comes to its end. TeaVM 0.13.1 does not, and an engine
 * then misses the result that the function is to leave there: of a method that loops for ever or
 * always throws, for instance.
 */
final class EndlessMethods {
  private static final int UNREACHABLE = 0x00;
  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int END = 0x0b;
  private static final int RETURN = 0x0f;
  private static final int NOTHING = 0x40;

  private final byte[] module;
  private final ModuleBytes in;
  private final List<Boolean> typesWithResult = new ArrayList<>();
  private final List<Integer> typesOfFunctions = new ArrayList<>();
  private int imported;

  private EndlessMethods(byte[] module) {
    this.module = module;
    this.in = new ModuleBytes(module, ModuleBytes.HEADER);
  }

  /** The same module, valid. */
  static byte[] marked(byte[] module) {
    return new EndlessMethods(module).marked();
  }

  private byte[] marked() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(module.length);
    out.write(module, 0, ModuleBytes.HEADER);
    while (in.at() < module.length) {
      int start = in.at();
      int section = in.octet();
      int end = in.unsigned();
      end += in.at();
      switch (section) {
        case ModuleBytes.TYPE_SECTION -> types();
        case ModuleBytes.IMPORT_SECTION -> imports();
        case ModuleBytes.FUNCTION_SECTION -> functions();
        default -> {
          // Says nothing of functions, or is what is changed.
        }
      }
      if (section == ModuleBytes.CODE_SECTION) {
        byte[] code = code();
        out.write(section);
        ModuleBytes.unsigned(out, code.length);
        out.writeBytes(code);
      } else {
        out.write(module, start, end - start);
      }
      in.seek(end);
    }
    return out.toByteArray();
  }

  private void types() {
    for (int count = in.unsigned(); count > 0; count--) {
      in.octet();
      in.skipBytes();
      int results = in.unsigned();
      in.skip(results);
      typesWithResult.add(results > 0);
    }
  }

  private void imports() {
    for (int count = in.unsigned(); count > 0; count--) {
      in.skipBytes();
      in.skipBytes();
      if (in.octet() != 0) {
        throw new IllegalArgumentException("the module imports what is no function");
      }
      typesOfFunctions.add(in.unsigned());
      imported++;
    }
  }

  private void functions() {
    for (int count = in.unsigned(); count > 0; count--) {
      typesOfFunctions.add(in.unsigned());
    }
  }

  private byte[] code() {
    ByteArrayOutputStream code = new ByteArrayOutputStream();
    int count = in.unsigned();
    ModuleBytes.unsigned(code, count);
    for (int i = 0; i < count; i++) {
      int size = in.unsigned();
      int end = in.at() + size;
      byte[] body = body(end, hasResult(imported + i));
      ModuleBytes.unsigned(code, body.length);
      code.writeBytes(body);
      in.seek(end);
    }
    return code.toByteArray();
  }

  private boolean hasResult(int function) {
    return typesWithResult.get(typesOfFunctions.get(function));
  }

  /** A body in which whatever is to leave a result, and does not, does not come to its end. */
  private byte[] body(int end, boolean hasResult) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int copied = in.at();
    for (int groups = in.unsigned(); groups > 0; groups--) {
      in.skipNumbers(1);
      in.skip(1);
    }
    Deque<Boolean> blocks = new ArrayDeque<>(List.of(hasResult));
    boolean leaves = false;
    while (in.at() < end) {
      int start = in.at();
      int opcode = in.octet();
      if (opcode == END || opcode == ELSE) {
        if (blocks.element() && !leaves) {
          body.write(module, copied, start - copied);
          body.write(UNREACHABLE);
          copied = start;
        }
        leaves = opcode == END && blocks.remove();
      } else if (opcode == RETURN && hasResult && !leaves) {
        body.write(module, copied, start - copied);
        body.write(UNREACHABLE);
        copied = in.at();
        leaves = true;
      } else {
        int operands = in.at();
        in.skipOperands(opcode);
        int after = in.at();
        in.seek(operands);
        if (opcode == BLOCK || opcode == LOOP || opcode == IF) {
          blocks.push(in.octet() != NOTHING);
          leaves = false;
        } else {
          leaves = leaves(opcode);
        }
        in.seek(after);
      }
    }
    body.write(module, copied, end - copied);
    return body.toByteArray();
  }

  /** Whether an instruction leaves a value, or does not come to its end. */
  private boolean leaves(int opcode) {
    return switch (opcode) {
      case 0x10 -> hasResult(in.unsigned());
      case 0x11 -> typesWithResult.get(in.unsigned());
      case 0x01, 0x1a, 0x21, 0x24, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e -> false;
      case 0xfc -> in.unsigned() < 8;
      default -> true;
    };
  }
}

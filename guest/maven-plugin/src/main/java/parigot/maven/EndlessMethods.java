package parigot.maven;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in a module what is never reached, and where a method returns. TeaVM 0.13.1 does not, and an
 * engine then misses an operand there, or finds one left over: the result of a method that loops
 * for ever or always throws, or the number of the handler behind a {@code try} that is always left
 * in another way.
 */
final class EndlessMethods {
  private static final int UNREACHABLE = 0x00;
  private static final int NOP = 0x01;
  private static final int BLOCK = 0x02;
  private static final int LOOP = 0x03;
  private static final int IF = 0x04;
  private static final int ELSE = 0x05;
  private static final int END = 0x0b;
  private static final int BR = 0x0c;
  private static final int BR_IF = 0x0d;
  private static final int BR_TABLE = 0x0e;
  private static final int RETURN = 0x0f;
  private static final int CALL = 0x10;
  private static final int CALL_INDIRECT = 0x11;
  private static final int DROP = 0x1a;
  private static final int SELECT = 0x1b;
  private static final int LOCAL_SET = 0x21;
  private static final int LOCAL_TEE = 0x22;
  private static final int GLOBAL_SET = 0x24;
  private static final int FIRST_LOAD = 0x28;
  private static final int MEMORY_SIZE = 0x3f;
  private static final int MEMORY_GROW = 0x40;
  private static final int OF_MEMORY = 0xfc;

  /** From this one on they copy and fill, and before they make whole numbers of others. */
  private static final int FILLS = 8;

  private static final int NOTHING = 0x40;

  private final byte[] module;
  private final ModuleBytes in;
  private final List<Integer> parameters = new ArrayList<>();
  private final List<Integer> results = new ArrayList<>();
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
      int taken = in.unsigned();
      in.skip(taken);
      int left = in.unsigned();
      in.skip(left);
      parameters.add(taken);
      results.add(left);
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
      byte[] body = body(end, results.get(typesOfFunctions.get(imported + i)));
      ModuleBytes.unsigned(code, body.length);
      code.writeBytes(body);
      in.seek(end);
    }
    return code.toByteArray();
  }

  /**
   * A body in which nothing that is never reached misses an operand, or has one left over. What is
   * left over where a block ends, and was not there before, is what the method returns: TeaVM
   * leaves the {@code return} out where a method ends, and takes the end of a handler for one.
   */
  private byte[] body(int end, int results) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int copied = in.at();
    for (int groups = in.unsigned(); groups > 0; groups--) {
      in.skipNumbers(1);
      in.skip(1);
    }
    OperandStack stack = new OperandStack(results);
    while (in.at() < end) {
      int start = in.at();
      int opcode = in.octet();
      int operands = in.at();
      int taken = taken(opcode, stack);
      boolean isLeftOver = (opcode == ELSE || opcode == END) && stack.hasMoreThanResults();
      if (stack.lacks(taken) || isLeftOver) {
        body.write(module, copied, start - copied);
        body.write(isLeftOver && stack.hasJustLeft() ? RETURN : UNREACHABLE);
        copied = start;
        stack.leave();
      }
      in.seek(operands);
      change(opcode, taken, stack);
      in.seek(operands);
      in.skipOperands(opcode);
    }
    body.write(module, copied, end - copied);
    return body.toByteArray();
  }

  /** How many operands an instruction takes. */
  private int taken(int opcode, OperandStack stack) {
    return switch (opcode) {
      case ELSE, END -> stack.results();
      case RETURN -> stack.resultsOfFunction();
      case BR -> stack.takenBy(in.unsigned());
      case BR_IF -> stack.takenBy(in.unsigned()) + 1;
      case CALL -> parameters.get(typesOfFunctions.get(in.unsigned()));
      case CALL_INDIRECT -> parameters.get(in.unsigned()) + 1;
      case SELECT -> 3;
      case OF_MEMORY -> in.unsigned() < FILLS ? 1 : 3;
      case IF, BR_TABLE, DROP, LOCAL_SET, LOCAL_TEE, GLOBAL_SET, MEMORY_GROW -> 1;
      default -> {
        if (opcode < FIRST_LOAD || isConstant(opcode) || opcode == MEMORY_SIZE) {
          yield 0;
        }
        yield isOfTwo(opcode) || isStore(opcode) ? 2 : 1;
      }
    };
  }

  private void change(int opcode, int taken, OperandStack stack) {
    switch (opcode) {
      case BLOCK, LOOP, IF -> {
        stack.change(taken, 0);
        stack.begin(opcode == LOOP, in.octet() == NOTHING ? 0 : 1);
      }
      case ELSE -> stack.otherwise();
      case END -> stack.end();
      case UNREACHABLE, BR, BR_TABLE, RETURN -> stack.leave();
      default -> stack.change(taken, left(opcode, taken));
    }
  }

  /** How many operands an instruction leaves, after which the next one comes. */
  private int left(int opcode, int taken) {
    return switch (opcode) {
      case BR_IF -> taken - 1;
      case CALL -> results.get(typesOfFunctions.get(in.unsigned()));
      case CALL_INDIRECT -> results.get(in.unsigned());
      case OF_MEMORY -> in.unsigned() < FILLS ? 1 : 0;
      case NOP, DROP, LOCAL_SET, GLOBAL_SET -> 0;
      default -> isStore(opcode) ? 0 : 1;
    };
  }

  private static boolean isConstant(int opcode) {
    return opcode >= 0x41 && opcode <= 0x44;
  }

  private static boolean isStore(int opcode) {
    return opcode >= 0x36 && opcode <= 0x3e;
  }

  /** Whether an operator compares or computes of two numbers. */
  private static boolean isOfTwo(int opcode) {
    return (opcode >= 0x46 && opcode <= 0x66 && opcode != 0x50)
        || (opcode >= 0x6a && opcode <= 0x78)
        || (opcode >= 0x7c && opcode <= 0x8a)
        || (opcode >= 0x92 && opcode <= 0x98)
        || (opcode >= 0xa0 && opcode <= 0xa6);
  }
}

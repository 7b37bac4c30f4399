package parigot.wasm;

import com.dylibso.chicory.wasm.types.OpCode;
import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a module's bytes say of the work and the memory that its loading takes, found in one pass
 * that itself takes neither. Modules of a shape that no compiler makes, and that would keep the
 * engine busy for minutes, are refused here, and so are instructions that the engine does not know.
 *
 * @param instructions how many instructions the functions have
 * @param items how many other things are kept of the module, such as types and elements
 * @param beyondJava the functions that are too large for a Java method, whatever they do
 * @param perhapsBeyondJava the functions that may turn out to be
 * @param hasTailCalls whether a function ends in a call that takes no stack
 * @param ownSections what the custom sections hold whose names begin with {@link #OWN}, by name
 */
record ModuleScan(
    long instructions,
    long items,
    Set<Integer> beyondJava,
    Set<Integer> perhapsBeyondJava,
    boolean hasTailCalls,
    Map<String, ByteString> ownSections) {

  /** What the names of custom sections begin with that are meant for this host. */
  private static final String OWN = "parigot.";

  /** The most bytes that a Java method can have. */
  private static final int JAVA_METHOD = 65_535;

  /** How many bytes of a Java method become of a byte of a function, at most and as a rule. */
  private static final int BYTES_FOR_A_BYTE = 8;

  /** How many bytes it takes at least to give a local variable its first value, but for 256. */
  private static final int BYTES_FOR_A_LOCAL = 6;

  /** Scans a module whose header has been found right. */
  static ModuleScan of(byte[] module) throws Refused {
    Scanner scanner = new Scanner(new WasmReader(module));
    try {
      scanner.scan();
    } catch (WasmReader.Malformed e) {
      throw new Refused("is not a valid WebAssembly module: " + e.getMessage(), e);
    }
    return new ModuleScan(
        scanner.instructions,
        scanner.items,
        Set.copyOf(scanner.beyondJava),
        Set.copyOf(scanner.perhapsBeyondJava),
        scanner.hasTailCalls,
        Map.copyOf(scanner.ownSections));
  }

  private static final class Scanner {
    private final WasmReader in;
    private final InstructionReader instruction;
    private final Set<Integer> beyondJava = new TreeSet<>();
    private final Set<Integer> perhapsBeyondJava = new TreeSet<>();
    private final Set<Integer> sections = new HashSet<>();
    private final Map<String, ByteString> ownSections = new HashMap<>();
    private long instructions;
    private long items;
    private long locals;
    private int imported;
    private boolean hasTailCalls;

    Scanner(WasmReader in) {
      this.in = in;
      this.instruction = new InstructionReader(in);
    }

    void scan() throws Refused {
      in.skip(WasmReader.HEADER);
      while (!in.atEnd()) {
        int id = in.octet();
        int size = in.count();
        int end = in.endOf(size);
        if (id != WasmReader.CUSTOM && !sections.add(id)) {
          throw new WasmReader.Malformed("it has the section %d twice".formatted(id));
        }
        if (id == WasmReader.CUSTOM) {
          custom(end);
        } else {
          section(id);
        }
        in.seek(end);
      }
    }

    private void custom(int end) {
      String name = in.text(end);
      if (name.startsWith(OWN)) {
        ownSections.merge(name, in.bytes(end), ByteString::concat);
      }
    }

    private void section(int id) throws Refused {
      switch (id) {
        case WasmReader.TYPE -> types();
        case WasmReader.IMPORT -> imports();
        case WasmReader.FUNCTION -> atMost(in.count(), ModuleLimits.FUNCTIONS, "functions");
        case WasmReader.TABLE -> atMost(in.count(), ModuleLimits.TABLES, "tables");
        case WasmReader.MEMORY -> memories();
        case WasmReader.GLOBAL -> atMost(in.count(), ModuleLimits.GLOBALS, "global variables");
        case WasmReader.EXPORT -> exports();
        case WasmReader.ELEMENT -> elements();
        case WasmReader.CODE -> code();
        case WasmReader.DATA -> atMost(in.count(), ModuleLimits.DATA, "pieces of data");
        case WasmReader.TAG -> atMost(in.count(), ModuleLimits.TAGS, "exception tags");
        default -> {
          // The parser says what is wrong with a section that it does not know.
        }
      }
    }

    private void atMost(long count, int limit, String what) throws Refused {
      if (count > limit) {
        throw new Refused("has %,d %s, at most %,d are possible".formatted(count, what, limit));
      }
      items += count;
    }

    private void types() throws Refused {
      int count = in.count();
      atMost(count, ModuleLimits.TYPES, "types");
      long types = 0;
      for (int i = 0; i < count; i++) {
        int form = in.octet();
        if (form == WasmReader.GROUP) {
          int members = in.count();
          types += members;
          if (types > ModuleLimits.TYPES) {
            atMost(types, ModuleLimits.TYPES, "types");
          }
          for (int member = 0; member < members; member++) {
            type(in.octet());
          }
        } else {
          type(form);
        }
      }
    }

    private void type(int form) throws Refused {
      int kind = form;
      if (form == WasmReader.SUBTYPE || form == WasmReader.FINAL_SUBTYPE) {
        for (int above = in.count(); above > 0; above--) {
          in.unsigned();
        }
        kind = in.octet();
      }
      if (kind != WasmReader.FUNCTION_TYPE) {
        throw ModuleLimits.collected();
      }
      values("parameters");
      values("results");
    }

    private void values(String what) throws Refused {
      int count = in.count();
      if (count > ModuleLimits.VALUES) {
        throw new Refused(
            "has a type with %,d %s, at most %,d are possible"
                .formatted(count, what, ModuleLimits.VALUES));
      }
      items += count;
      for (int i = 0; i < count; i++) {
        instruction.valueType("a type");
      }
    }

    private void imports() throws Refused {
      int count = in.count();
      if (count > ModuleLimits.IMPORTS) {
        throw new Refused(
            "imports %,d things, at most %,d are possible".formatted(count, ModuleLimits.IMPORTS));
      }
      for (int i = 0; i < count; i++) {
        name();
        name();
        int kind = in.octet();
        if (kind != 0) {
          // Nothing else than functions may be imported, as whoever reads the facts says by name.
          imported = count;
          return;
        }
        in.unsigned();
        imported++;
      }
    }

    private void exports() throws Refused {
      int count = in.count();
      atMost(count, ModuleLimits.EXPORTS, "exports");
      for (int i = 0; i < count; i++) {
        name();
        in.octet();
        in.unsigned();
      }
    }

    private void name() throws Refused {
      int length = in.count();
      if (length > ModuleLimits.NAME) {
        throw new Refused(
            "has a name of %,d bytes, at most %,d are possible"
                .formatted(length, ModuleLimits.NAME));
      }
      in.skip(length);
    }

    private void memories() throws Refused {
      int count = in.count();
      for (int i = 0; i < count; i++) {
        int flags = in.octet();
        if ((flags & 4) != 0) {
          throw Unsupported.refused("memory64", "in its memory", "build it for wasm32");
        }
        if ((flags & 8) != 0) {
          throw Unsupported.refused("custom-page-sizes", "in its memory", "build it without");
        }
        in.unsigned();
        if ((flags & 1) != 0) {
          in.unsigned();
        }
      }
    }

    /** Every element takes a byte at least, so the section's size bounds them if nothing else. */
    private void elements() throws Refused {
      int count = in.count();
      atMost(count, ModuleLimits.ELEMENT_SEGMENTS, "element segments");
      long elements = 0;
      for (int i = 0; i < count; i++) {
        int flags = in.count();
        boolean active = (flags & 1) == 0;
        boolean expressions = (flags & 4) != 0;
        if (active) {
          if ((flags & 2) != 0) {
            in.unsigned();
          }
          instruction.expression();
        }
        if ((flags & 3) != 0) {
          if (expressions) {
            instruction.valueType("an element segment");
          } else {
            in.octet();
          }
        }
        int here = in.count();
        elements += here;
        if (elements > ModuleLimits.ELEMENTS) {
          throw new Refused(
              "has %,d elements or more in its element segments, at most %,d are possible"
                  .formatted(elements, ModuleLimits.ELEMENTS));
        }
        for (int e = 0; e < here; e++) {
          if (expressions) {
            instruction.expression();
          } else {
            in.unsigned();
          }
        }
      }
      items += elements;
    }

    private void code() throws Refused {
      int count = in.count();
      atMost(count, ModuleLimits.FUNCTIONS, "functions");
      for (int i = 0; i < count; i++) {
        int size = in.count();
        int end = in.endOf(size);
        int function = imported + i;
        if (size > ModuleLimits.BODY) {
          throw new Refused(
              "has %,d bytes in its function number %d, at most %,d are possible"
                  .formatted(size, function, ModuleLimits.BODY));
        }
        long own = locals(function);
        long code = (long) end - in.at();
        if ((own - 256) * BYTES_FOR_A_LOCAL > JAVA_METHOD) {
          beyondJava.add(function);
        } else if (code * BYTES_FOR_A_BYTE + own * BYTES_FOR_A_LOCAL > JAVA_METHOD) {
          perhapsBeyondJava.add(function);
        }
        body(function, end);
      }
    }

    private long locals(int function) throws Refused {
      long own = 0;
      for (int groups = in.count(); groups > 0; groups--) {
        own += in.unsigned();
        instruction.valueType("its function number " + function);
        if (own > ModuleLimits.LOCALS) {
          throw new Refused(
              "has %,d local variables or more in its function number %d, at most %,d are possible"
                  .formatted(own, function, ModuleLimits.LOCALS));
        }
      }
      locals += own;
      if (locals > ModuleLimits.LOCALS_OF_ALL) {
        throw new Refused(
            "has %,d local variables or more in its functions, at most %,d are possible"
                .formatted(locals, ModuleLimits.LOCALS_OF_ALL));
      }
      return own;
    }

    private void body(int function, int end) throws Refused {
      int depth = 0;
      while (in.at() < end) {
        OpCode opcode = instruction.next(function);
        instructions++;
        switch (opcode) {
          case BLOCK, LOOP, IF, TRY_TABLE -> {
            if (++depth > ModuleLimits.DEPTH) {
              throw new Refused(
                  "has blocks nested more than %,d deep in its function number %d"
                      .formatted(ModuleLimits.DEPTH, function));
            }
          }
          case END -> depth--;
          case RETURN_CALL, RETURN_CALL_INDIRECT -> hasTailCalls = true;
          default -> {
            // Changes no depth.
          }
        }
      }
      if (in.at() != end) {
        throw new WasmReader.Malformed(
            "its function number %d does not end where it should".formatted(function));
      }
    }
  }
}

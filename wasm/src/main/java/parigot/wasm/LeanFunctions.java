package parigot.wasm;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.AnnotatedInstruction;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.OpCode;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes that the compiler makes of a module's functions, with less in them: accesses to
 * memory as {@link MemoryAccess} has them, and questions for an interrupt where {@link
 * InterruptPoints} wants them.
 */
final class LeanFunctions {
  /** What the names of the classes have in them that functions become. */
  static final String CLASS = "FuncGroup_";

  /** What a function that accesses memory has after its other parameters. */
  private static final String LAST_PARAMETERS =
      "Lcom/dylibso/chicory/runtime/Memory;Lcom/dylibso/chicory/runtime/Instance;)";

  /** Bytes of bytecode that are added, at most: where a variable's number is above 255. */
  private static final int ADDED_TO_ACCESS = 8;

  private static final int ADDED_TO_CALL = 22;

  /** What the JVM takes, and some room. */
  private static final int LONGEST = 60_000;

  private final WasmModule module;
  private final int imported;
  private final InterruptPoints points;

  LeanFunctions(WasmModule module) {
    this.module = module;
    this.imported = module.importSection().count(ExternalType.FUNCTION);
    this.points = InterruptPoints.of(module);
  }

  /** One of the compiler's classes, changed if it is one of functions. */
  byte[] in(String className, byte[] classFile) {
    if (!className.contains(CLASS)) {
      return classFile;
    }
    ClassReader reader = new ClassReader(classFile);
    Map<Integer, Integer> lengths = MethodLengths.in(reader);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor method =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            int function = ReadableNames.functionOf(name).orElse(-1);
            return function >= imported && descriptor.contains(LAST_PARAMETERS)
                ? new LeanFunction(
                    method,
                    descriptor,
                    callee -> points.asks(function, callee),
                    keepsItsMemory(function, lengths.get(function)))
                : method;
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  /**
   * Whether a function accesses memory often enough to have it in variables of its own, and becomes
   * neither too long for the JVM nor for HotSpot by that.
   */
  private boolean keepsItsMemory(int function, int length) {
    int accesses = 0;
    int calls = 1;
    for (AnnotatedInstruction instruction :
        module.codeSection().getFunctionBody(function - imported).instructions()) {
      OpCode code = instruction.opcode();
      if (code.compareTo(OpCode.I32_LOAD) >= 0 && code.compareTo(OpCode.I64_STORE32) <= 0) {
        accesses++;
      } else if (code == OpCode.MEMORY_GROW || code.name().contains("CALL")) {
        calls++;
      }
    }
    int longer = length + ADDED_TO_ACCESS * accesses + ADDED_TO_CALL * calls;
    return accesses > 0
        && (longer <= MethodLengths.LIMIT || length > MethodLengths.LIMIT)
        && longer <= LONGEST;
  }
}

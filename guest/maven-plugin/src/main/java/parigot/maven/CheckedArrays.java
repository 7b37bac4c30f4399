package parigot.maven;

import java.util.ArrayList;
import java.util.List;
import org.teavm.interop.Address;
import org.teavm.interop.Unmanaged;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ArrayElementType;
import org.teavm.model.instructions.BranchingCondition;
import org.teavm.model.instructions.ConstructArrayInstruction;
import org.teavm.model.instructions.ConstructMultiArrayInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.NullConstantInstruction;
import org.teavm.model.instructions.PutElementInstruction;
import org.teavm.model.util.BasicBlockSplitter;
import org.teavm.runtime.RuntimeClass;
import org.teavm.runtime.RuntimeObject;

/**
 * Refuses arrays of negative size, and objects in arrays of another class, with the exceptions that
 * Java throws. TeaVM 0.13.1 makes the ones with whatever lies there, and keeps the others until
 * somebody trips over them.
 */
final class CheckedArrays implements ClassHolderTransformer {
  private static final String UNMANAGED = Unmanaged.class.getName();
  private static final MethodReference NEGATIVE =
      new MethodReference(Arrays.class, "negative", int.class, void.class);
  private static final MethodReference FITS =
      new MethodReference(Arrays.class, "fits", Object[].class, Object.class, boolean.class);
  private static final MethodReference DOES_NOT_FIT =
      new MethodReference(Arrays.class, "doesNotFit", Object.class, void.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().startsWith("org.teavm.")
        || type.getName().equals(Arrays.class.getName())
        || type.getAnnotations().get(UNMANAGED) != null) {
      return;
    }
    for (MethodHolder method : type.getMethods()) {
      if (method.hasProgram() && method.getAnnotations().get(UNMANAGED) == null) {
        transform(method.getProgram());
      }
    }
  }

  private static void transform(Program program) {
    List<Instruction> checked = new ArrayList<>();
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction each : block) {
        if (each instanceof ConstructArrayInstruction
            || each instanceof ConstructMultiArrayInstruction
            || (each instanceof PutElementInstruction put
                && put.getType() == ArrayElementType.OBJECT
                && !isKnown(put))) {
          checked.add(each);
        }
      }
    }
    BasicBlockSplitter splitter = new BasicBlockSplitter(program);
    for (Instruction each : checked) {
      if (each instanceof ConstructArrayInstruction made) {
        size(program, splitter, made, made.getSize());
      } else if (each instanceof ConstructMultiArrayInstruction made) {
        made.getDimensions().forEach(size -> size(program, splitter, made, size));
      } else if (each instanceof PutElementInstruction put) {
        store(program, splitter, put);
      }
    }
    if (!checked.isEmpty()) {
      splitter.fixProgram();
    }
  }

  private static void size(
      Program program, BasicBlockSplitter splitter, Instruction made, Variable size) {
    for (Instruction each = made.getPrevious(); each != null; each = each.getPrevious()) {
      if (each instanceof IntegerConstantInstruction constant
          && constant.getReceiver() == size
          && constant.getConstant() >= 0) {
        return;
      }
    }
    Checks.throwUnless(
        program, splitter, made, BranchingCondition.GREATER_OR_EQUAL, size, NEGATIVE, size);
  }

  private static void store(
      Program program, BasicBlockSplitter splitter, PutElementInstruction put) {
    Variable fits = program.createVariable();
    Checks.insert(Checks.call(FITS, fits, put.getArray(), put.getValue()), put);
    Checks.throwUnless(
        program, splitter, put, BranchingCondition.NOT_EQUAL, fits, DOES_NOT_FIT, put.getValue());
  }

  /** Whether null is stored, or the array is made right there. */
  private static boolean isKnown(PutElementInstruction put) {
    for (Instruction each = put.getPrevious(); each != null; each = each.getPrevious()) {
      if (each instanceof ConstructArrayInstruction made && made.getReceiver() == put.getArray()) {
        return true;
      }
      if (each instanceof NullConstantInstruction made && made.getReceiver() == put.getValue()) {
        return true;
      }
    }
    return false;
  }

  /** Compiled into guests. */
  @SuppressWarnings("DoNotCallSuggester") // They are called where something is wrong.
  static final class Arrays {
    private Arrays() {}

    static void negative(int size) {
      throw new NegativeArraySizeException(Integer.toString(size));
    }

    static void doesNotFit(Object value) {
      throw new ArrayStoreException(value.getClass().getName());
    }

    @Unmanaged
    static boolean fits(Object[] array, Object value) {
      if (array == null || value == null) {
        return true;
      }
      RuntimeObject whole = Address.ofObject(array).toStructure();
      RuntimeObject stored = Address.ofObject(value).toStructure();
      RuntimeClass itemType = RuntimeClass.getClass(whole).itemType;
      RuntimeClass type = RuntimeClass.getClass(stored);
      return itemType == type || itemType == object() || itemType.isSupertypeOf.apply(type);
    }

    /** A class and what it says of itself are the same thing in memory. */
    @Unmanaged
    private static RuntimeClass object() {
      return Address.ofObject(Object.class).toStructure();
    }
  }
}

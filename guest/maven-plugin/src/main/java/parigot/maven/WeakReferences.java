package parigot.maven;

import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.FieldHolder;
import org.teavm.model.FieldReference;
import org.teavm.model.Instruction;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.NullConstantInstruction;
import org.teavm.model.instructions.PutFieldInstruction;

/**
 * Gives weak references the fields that the garbage collector in a guest looks for: a queue, the
 * object, and the next reference. TeaVM's class has the object alone, for targets whose collector
 * is another's, and a guest that made a weak reference trapped at the next collection.
 */
final class WeakReferences implements ClassHolderTransformer {
  private static final String REFERENCE = "java.lang.ref.WeakReference";
  private static final String OBJECT = "value";
  private static final ValueType ANY = ValueType.parse(Object.class);

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (type.getName().equals(REFERENCE)) {
      FieldHolder object = type.getField(OBJECT);
      if (object == null || type.getFields().size() != 1) {
        throw another();
      }
      // The collector knows them by their order.
      type.removeField(object);
      type.addField(field("queue"));
      type.addField(object);
      type.addField(field("next"));
      type.getMethods().stream()
          .filter(method -> method.getName().equals("<init>"))
          .forEach(constructor -> useFields(constructor.getProgram()));
    }
  }

  private static FieldHolder field(String name) {
    FieldHolder field = new FieldHolder(name);
    field.setType(ANY);
    return field;
  }

  /** Fields that no code uses are left out of objects. */
  private static void useFields(Program program) {
    for (BasicBlock block : program.getBasicBlocks()) {
      for (Instruction instruction : block) {
        if (instruction instanceof PutFieldInstruction put
            && put.getField().getFieldName().equals(OBJECT)) {
          setToNull(program, put, "queue");
          setToNull(program, put, "next");
        }
      }
    }
  }

  private static void setToNull(Program program, PutFieldInstruction before, String field) {
    Variable nothing = program.createVariable();
    NullConstantInstruction constant = new NullConstantInstruction();
    constant.setReceiver(nothing);
    PutFieldInstruction put = new PutFieldInstruction();
    put.setInstance(before.getInstance());
    put.setField(new FieldReference(REFERENCE, field));
    put.setFieldType(ANY);
    put.setValue(nothing);
    before.insertPrevious(constant);
    before.insertPrevious(put);
  }

  private static IllegalStateException another() {
    return new IllegalStateException(
        REFERENCE + " is not the one of the TeaVM that this was made for");
  }
}

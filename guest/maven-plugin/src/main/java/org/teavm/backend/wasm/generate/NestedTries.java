package org.teavm.backend.wasm.generate;

import java.util.List;
import org.teavm.ast.BlockStatement;
import org.teavm.ast.RecursiveVisitor;
import org.teavm.ast.RegularMethodNode;
import org.teavm.ast.SequentialStatement;
import org.teavm.ast.Statement;
import org.teavm.ast.TryCatchStatement;

/**
 * Keeps a try that is all that another protects apart from it. TeaVM 0.13.1 takes the two for one
 * with two handlers, which do not protect each other, though it may have moved into the inner
 * handler what the outer try protects too.
 */
final class NestedTries extends RecursiveVisitor {
  private boolean hasTry;

  private NestedTries() {}

  static void keepApart(RegularMethodNode method) {
    NestedTries visitor = new NestedTries();
    method.getBody().acceptVisitor(visitor);
    if (visitor.hasTry) {
      // What returns a value within a block says so; at the end of a method it only leaves it.
      BlockStatement block = new BlockStatement();
      block.getBody().add(method.getBody());
      method.setBody(block);
    }
  }

  @Override
  public void visit(TryCatchStatement statement) {
    hasTry = true;
    List<Statement> body = statement.getProtectedBody();
    if (body.size() == 1 && body.get(0) instanceof TryCatchStatement) {
      body.add(0, new SequentialStatement());
    }
    super.visit(statement);
  }
}

package parigot.maven;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many operands WebAssembly's validation sees at a place of a function, and whether it sees
 * that the place is never reached.
 */
final class OperandStack {
  private final Deque<Block> blocks = new ArrayDeque<>();
  private int height;
  private boolean hasJustLeft;

  private static final class Block {
    private final boolean isLoop;
    private final int results;
    private final int base;
    private boolean unreachable;

    private Block(boolean isLoop, int results, int base) {
      this.isLoop = isLoop;
      this.results = results;
      this.base = base;
    }
  }

  /** At the beginning of a function. */
  OperandStack(int results) {
    begin(false, results);
  }

  void begin(boolean isLoop, int results) {
    hasJustLeft = false;
    blocks.push(new Block(isLoop, results, height));
  }

  /** The first part of a condition ends, and the other begins. */
  void otherwise() {
    Block ended = blocks.pop();
    height = ended.base;
    begin(false, ended.results);
  }

  void end() {
    Block ended = blocks.pop();
    height = ended.base + ended.results;
    hasJustLeft = ended.results > 0;
  }

  /** How many operands the innermost block leaves. */
  int results() {
    return blocks.element().results;
  }

  /** How many operands the function leaves. */
  int resultsOfFunction() {
    return blocks.getLast().results;
  }

  /** How many operands a jump out of so many blocks takes along. */
  int takenBy(int depth) {
    Block target = blocks.stream().skip(depth).findFirst().orElseThrow();
    return target.isLoop ? 0 : target.results;
  }

  /** Whether there are fewer operands here than so many, though the place can be reached. */
  boolean lacks(int taken) {
    Block block = blocks.element();
    return !block.unreachable && height - block.base < taken;
  }

  /** Whether the innermost block would end with more than it leaves, though this can be reached. */
  boolean hasMoreThanResults() {
    Block block = blocks.element();
    return !block.unreachable && height - block.base > block.results;
  }

  /** Whether the last instruction has left an operand. */
  boolean hasJustLeft() {
    return hasJustLeft;
  }

  /** An instruction takes operands, and leaves others. */
  void change(int taken, int left) {
    // Where nothing is ever reached there are as many as anybody takes.
    height = Math.max(blocks.element().base, height - taken) + left;
    hasJustLeft = left > 0;
  }

  /** What follows in this block is never reached. */
  void leave() {
    Block block = blocks.element();
    block.unreachable = true;
    height = block.base;
  }
}

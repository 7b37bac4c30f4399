package parigot.edge;

/** What one request has taken of a budget. From any thread. */
final class Claim {
  private final Budget budget;
  private long taken;
  private boolean isReleased;

  Claim(Budget budget) {
    this.budget = budget;
  }

  /** Takes so much more, or nothing; nothing too when it has been released. */
  synchronized boolean add(long amount) {
    if (isReleased || !budget.take(amount)) {
      return false;
    }
    taken += amount;
    return true;
  }

  synchronized long taken() {
    return taken;
  }

  /** Gives all of it back, once. */
  synchronized void release() {
    if (!isReleased) {
      isReleased = true;
      budget.giveBack(taken);
    }
  }
}

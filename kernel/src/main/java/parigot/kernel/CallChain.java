package parigot.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which calls were waiting for each other when one of them failed: the call itself, then the oldest
 * call that its callee waits for, and so on. It ends at a guest that waits for nobody, or at one
 * that is in the chain already: then the guests wait for each other.
 */
final class CallChain {
  // A failure must fit into an event of the smallest guest, however long the names are.
  private static final int LONGEST_CHAIN = 8;
  private static final int LONGEST_LINK = 100;
  static final int LONGEST_DETAIL = 300;

  private CallChain() {}

  static List<String> from(Call failed) {
    List<String> chain = new ArrayList<>();
    Set<Host> seen = new HashSet<>();
    Call call = failed;
    while (true) {
      seen.add(call.caller());
      chain.add(shortened(call.caller().label() + " -> " + call.target(), LONGEST_LINK));
      Host next = call.callee();
      if (seen.contains(next) || next.made.isEmpty() || chain.size() == LONGEST_CHAIN) {
        return chain;
      }
      call = next.made.iterator().next();
    }
  }

  /** Cut to so many characters, none of them torn. */
  static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }
}

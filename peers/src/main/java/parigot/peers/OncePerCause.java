package parigot.peers;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Lets each cause through once. Remembers the last ones only, whatever strangers come up with. */
final class OncePerCause {
  private static final int REMEMBERED = 64;

  private final Set<String> causes =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  boolean isNew(String cause) {
    return causes.add(cause);
  }

  void forget() {
    causes.clear();
  }
}

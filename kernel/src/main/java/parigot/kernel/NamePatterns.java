package parigot.kernel;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of services as an operator writes them: {@code greeting.v1.greeting}, or {@code
 * greeting.v1.*} for all that begin so.
 *
 * @param texts of names, each with a star at its end at most
 */
public record NamePatterns(List<String> texts) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_.]+\\*?|\\*");

  /** Every name. */
  public static final NamePatterns ALL = new NamePatterns(List.of("*"));

  public NamePatterns {
    texts = List.copyOf(texts);
    for (String text : texts) {
      if (!isValid(text)) {
        throw new IllegalArgumentException(
            "%s is no name of a service, nor the begin of one and a star.".formatted(text));
      }
    }
  }

  /** Whether this can be one of the texts. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  public boolean match(ServiceName name) {
    return texts.stream().anyMatch(text -> matches(text, name));
  }

  static boolean matches(String text, ServiceName name) {
    String whole = name.toString();
    return text.endsWith("*")
        ? whole.startsWith(text.substring(0, text.length() - 1))
        : whole.equals(text);
  }
}

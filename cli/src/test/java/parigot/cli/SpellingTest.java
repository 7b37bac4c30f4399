package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.hunspell.Dictionary;
import org.apache.lucene.analysis.hunspell.Hunspell;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The documents are in American English. Words that the dictionary lacks stand in {@code
 * words.txt}.
 */
@Tag("once")
class SpellingTest {
  private static final String DICTIONARY =
      "/META-INF/resources/webjars/typo-js/%s/dictionaries/en_US/en_US.%s";

  /** What is no prose: the targets of links, addresses, tags, and names of files. */
  private static final Pattern NAMES =
      Pattern.compile("\\]\\([^)]*\\)|https?:\\S+|<[^>\n]*>|\\\\\\w+|[\\w./-]*\\w[./]\\w[\\w./-]*");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_']+");
  private static final Pattern PLAIN = Pattern.compile("\\p{Lu}?\\p{Ll}+(?:'\\p{Ll}+)?");

  private static Hunspell dictionary;
  private static Set<String> ours;

  @BeforeAll
  static void read() throws Exception {
    try (InputStream affixes = dictionary("aff");
        InputStream words = dictionary("dic");
        ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      dictionary = new Hunspell(new Dictionary(directory, "words", affixes, words));
    }
    try (InputStream list = SpellingTest.class.getResourceAsStream("/words.txt")) {
      ours =
          new TreeSet<>(new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static InputStream dictionary(String kind) {
    return SpellingTest.class.getResourceAsStream(
        DICTIONARY.formatted(System.getProperty("typo-js.version"), kind));
  }

  private static boolean isWord(String word) {
    return ours.contains(word) || dictionary.spell(word);
  }

  /** The words of a document that are checked, each with its line. */
  private static List<MatchResult> words(String prose) {
    return WORD.matcher(prose)
        .results()
        .filter(word -> PLAIN.matcher(word.group()).matches())
        .toList();
  }

  private static String prose(Path document) throws IOException {
    return NAMES.matcher(Documents.prose(document)).replaceAll(" ");
  }

  private static String base(String word) {
    return word.replaceFirst("'s?$", "");
  }

  @Test
  void everyWordIsSpelledAsInTheDictionary() throws IOException {
    List<String> wrong = new ArrayList<>();
    int words = 0;
    for (Path document : Documents.all()) {
      String prose = prose(document);
      for (MatchResult word : words(prose)) {
        words++;
        if (!isWord(word.group()) && !isWord(base(word.group()))) {
          long line = prose.substring(0, word.start()).lines().count();
          wrong.add(
              "%s:%d: %s".formatted(Documents.CHECKOUT.relativize(document), line, word.group()));
        }
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(words).isGreaterThan(20_000);
  }

  @Test
  void ourOwnWordsAreThoseThatTheDictionaryLacks() {
    assertThat(ours).isNotEmpty().noneMatch(dictionary::spell);
  }

  @Test
  void aWordThatIsWrongOrBritishIsFound() {
    assertThat(List.of("recieve", "behaviour", "serialise", "licence"))
        .noneMatch(SpellingTest::isWord);
    assertThat(List.of("receive", "Behavior", "serialize", "license"))
        .allMatch(SpellingTest::isWord);
  }
}

package helloworld;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a README tells its reader to do, in order. */
record Readme(List<Step> steps) {

  sealed interface Step {}

  /** A file to write: a block below a line that is nothing but its path. */
  record WriteFile(String path, String content) implements Step {}

  /** Commands to give to a shell, and what they print, where the README says so. */
  record Commands(String text, Optional<String> output) implements Step {}

  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^`([^`\n]+)`:\n\n)?^```([a-z]+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  static Readme of(String text) {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      add(steps, block.group(1), block.group(2), block.group(3));
    }
    return new Readme(List.copyOf(steps));
  }

  private static void add(List<Step> steps, String path, String language, String content) {
    if (path != null) {
      steps.add(new WriteFile(path, content));
    } else if (language.equals("sh")) {
      steps.add(new Commands(content, Optional.empty()));
    } else if (language.equals("text") && last(steps) instanceof Commands commands) {
      steps.set(steps.size() - 1, new Commands(commands.text(), Optional.of(content)));
    } else {
      throw new IllegalArgumentException(
          "neither a file nor commands nor their output:\n" + content);
    }
  }

  private static Step last(List<Step> steps) {
    return steps.get(steps.size() - 1);
  }
}

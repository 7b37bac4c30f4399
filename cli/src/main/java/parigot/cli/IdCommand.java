package parigot.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code parigot id}. */
@Command(
    name = "id",
    header = "Prints the class of a typed id.",
    description = {
      "",
      "An id is 128 bits, the first byte of which is a letter that says what it is of.",
      "Write the class into a file of a package of your own, under a line \"package ...;\".",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = ExitCodes.USAGE,
    exitCodeOnExecutionException = ExitCodes.FAILED,
    footerHeading = "%nExample:%n",
    footer = {
      "  (echo 'package shop;'; echo; parigot id Cart k cart) > src/main/java/shop/CartId.java"
    })
final class IdCommand implements Callable<Integer> {
  private static final Pattern SHORT_NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");
  private static final Pattern LETTER = Pattern.compile("[a-z]");

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "what the id is of, as a Java class is named: Cart makes the class CartId")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "LETTER",
      description = "the small letter that marks these ids")
  private String letter;

  @Parameters(
      index = "2",
      paramLabel = "SHORT",
      description = "what stands before an id when it is printed: cart makes [cart-a1b2]")
  private String shortName;

  @Override
  public Integer call() throws IOException {
    if (!SourceVersion.isIdentifier(name) || !Character.isUpperCase(name.charAt(0))) {
      throw mistake(name + " is no name of a Java class, such as Cart");
    }
    if (!LETTER.matcher(letter).matches()) {
      throw mistake(letter + " is not one small letter from a to z, such as k");
    }
    if (!SHORT_NAME.matcher(shortName).matches()) {
      throw mistake(
          shortName + " is no short name: 1 to 16 small letters and digits, such as cart");
    }
    spec.commandLine().getOut().print(classText());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String classText() throws IOException {
    try (InputStream in = IdCommand.class.getResourceAsStream("Id.java.template")) {
      if (in == null) {
        throw new FileNotFoundException("the template of an id");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@Name@", name + "Id")
          .replace("@noun@", name.toLowerCase(Locale.ROOT))
          .replace("@letter@", letter)
          .replace("@short@", shortName);
    }
  }

  private ParameterException mistake(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}

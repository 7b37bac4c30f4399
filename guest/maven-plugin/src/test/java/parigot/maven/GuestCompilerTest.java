package parigot.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.GuestInstance;
import parigot.wasm.InstanceSettings;
import parigot.wasm.Outcome;

@Tag("once")
class GuestCompilerTest {
  private static final int MIB = 1024 * 1024;

  @TempDir Path folder;

  private record Run(Outcome outcome, String output, long memoryBytes) {}

  private static Run run(Path module) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    InstanceSettings.Output output = written::write;
    InstanceSettings settings =
        new InstanceSettings(
            "shop",
            List.of(),
            Map.of(),
            32 * MIB,
            MIB,
            ClockAndRandom.ofThisMachine(),
            output,
            output);
    try (Engine engine = Engine.open(new EngineSettings(Optional.empty()))) {
      GuestInstance instance = engine.load(module).instantiate(settings, List.of());
      Outcome outcome = instance.start();
      return new Run(outcome, written.toString(StandardCharsets.UTF_8), instance.memoryBytes());
    }
  }

  @Test
  void aProgramRunsAsASmallModuleInLittleMemory() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Open",
                """
                package shop;
                class Open {
                  public static void main(String[] args) {
                    System.out.println("ouvert");
                  }
                }
                """);
    Run run = run(module);
    assertThat(run.output()).isEqualTo("ouvert\n");
    assertThat(run.outcome()).isEqualTo(new Outcome.Returned());
    assertThat(Files.size(module)).isLessThan(200_000);
    assertThat(run.memoryBytes()).isLessThanOrEqualTo(MIB);
  }

  @Test
  void itTellsWhichClassesTheProgramReaches() throws Exception {
    Guest guest = new Guest(folder);
    guest.library("Near", "package tools; public class Near { public static int used; }");
    guest.library("Far", "package tools; public class Far { public static int used; }");
    guest.plain("Shut", "package shop; class Shut { int far() { return tools.Far.used; } }");
    Path classes =
        guest.plain(
            "Open",
            """
            package shop;
            class Open {
              public static void main(String[] args) {
                System.out.println(tools.Near.used);
              }
            }
            """);
    Path module = folder.resolve("open.wasm");

    Set<String> reached =
        new GuestCompiler(
                new ClassPath(classes, List.of(guest.library()), List.of()), Guest.OPTIONS)
            .compile("shop.Open", module);

    assertThat(reached)
        .contains("shop/Open.class", "tools/Near.class")
        .doesNotContain("shop/Shut.class", "tools/Far.class");
  }

  @Test
  void aMethodThatNeverReturnsMakesAModuleThatRuns() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Wheel",
                """
                package shop;
                class Wheel {
                  static int turns;
                  static String text() {
                    while (true) {
                      if (turns++ > 2) {
                        throw new IllegalStateException("stuck");
                      }
                    }
                  }
                  static long number(Object key) {
                    for (;;) {
                      synchronized (key) {
                        turns++;
                      }
                    }
                  }
                  static double thrown() {
                    java.util.Objects.requireNonNull(null);
                    return 1;
                  }
                  static int never() {
                    do {
                      turns += 2;
                    } while (true);
                  }
                  public static void main(String[] args) {
                    try {
                      System.out.println(text());
                    } catch (IllegalStateException e) {
                      System.out.println(e.getMessage());
                    }
                    try {
                      System.out.println(thrown());
                    } catch (NullPointerException e) {
                      System.out.println("null");
                    }
                    if (args.length > 3) {
                      System.out.println(number("key") + never());
                    }
                  }
                }
                """);

    assertThat(run(module).output()).isEqualTo("stuck\nnull\n");
  }

  @Test
  void textIsPrintedAsUtf8ByAllMethodsOfThePrintStreams() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Sign",
                """
                package shop;
                class Sign {
                  public static void main(String[] args) throws Exception {
                    System.out.println("caf\\u00e9 \\u4f60\\u597d \\ud83d\\ude00 \\u0000\\u007f\\u0080\\u07ff\\u0800\\uffff");
                    System.out.print('\\ud83d');
                    System.out.print('\\ude00');
                    System.out.println("\\ude00 \\ud83d \\ud83d\\ud83d\\ude00 \\ud83d");
                    System.out.print(1);
                    System.out.print(2L);
                    System.out.print('c');
                    System.out.print(1.5);
                    System.out.print((Object) null);
                    System.out.print(new char[] {'a', '\\u00e4'});
                    System.out.println(true);
                    System.out.append("cde").append("abcdef", 2, 4).append('\\n');
                    System.out.printf("%d %s\\n", 3, "vier").flush();
                    System.out.format("%03d", 5).println();
                    System.out.write(new byte[] {'o', 'k', '\\n'});
                    System.out.write('!');
                    System.out.println();
                    System.err.println("erreur \\u00e9");
                    System.out.println("\\u00e9".repeat(300_000).length());
                    System.out.println("\\u4f60".repeat(300_000));
                    System.out.println(System.out.checkError());
                  }
                }
                """);
    Run run = run(module);
    assertThat(run.outcome()).isEqualTo(new Outcome.Returned());
    assertThat(run.output())
        .isEqualTo(
            """
            caf\u00e9 \u4f60\u597d \ud83d\ude00 \u0000\u007f\u0080\u07ff\u0800\uffff
            \ud83d\ude00? ? ?\ud83d\ude00 ?
            12c1.5nulla\u00e4true
            cdecd
            3 vier
            005
            ok
            !
            erreur \u00e9
            300000
            %s
            false
            """
                .formatted("\u4f60".repeat(300_000)));
  }

  @Test
  void aStreamWithAnotherEncodingWritesThat() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Latin",
                """
                package shop;
                class Latin {
                  public static void main(String[] args) throws Exception {
                    var bytes = new java.io.ByteArrayOutputStream();
                    new java.io.PrintStream(bytes, true, "ISO-8859-1").print("\\u00e9");
                    System.out.println(bytes.size());
                  }
                }
                """);
    assertThat(run(module).output()).isEqualTo("1\n");
  }

  @Test
  void aHeapGrowsBeyondWhatItStartsWith() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Stock",
                """
                package shop;
                class Stock {
                  public static void main(String[] args) {
                    var crates = new java.util.ArrayList<byte[]>();
                    for (int i = 0; i < 80; i++) {
                      crates.add(new byte[100_000]);
                    }
                    System.out.println(crates.size());
                  }
                }
                """);
    Run run = run(module);
    assertThat(run.output()).isEqualTo("80\n");
    assertThat(run.memoryBytes()).isGreaterThan(8 * MIB);
  }

  @Test
  void anArrayOfAnySizeFitsIntoAHeapThatGrowsForIt() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Crate",
                """
                package shop;
                class Crate {
                  static byte[] content;
                  public static void main(String[] args) {
                    for (int size = 20_000; size < 8_000_000; size = size * 2 + 50_004) {
                      content = new byte[size];
                    }
                    System.out.println(content.length / 1_000_000);
                  }
                }
                """);
    assertThat(run(module)).returns("4\n", Run::output);
  }

  @Test
  void aListOfManySmallObjectsDoesNotExhaustTheCollector() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Ledger",
                """
                package shop;
                class Ledger {
                  static java.util.List<Integer> entries = new java.util.ArrayList<>();
                  public static void main(String[] args) {
                    for (int i = 0; i < 100_000; i++) {
                      entries.add(i);
                    }
                    System.gc();
                    System.out.println(entries.get(99_999));
                  }
                }
                """);
    assertThat(run(module)).returns("99999\n", Run::output);
  }

  @Test
  void theArgumentsOfMainComeFromTheSdkWhereThereIsOne() throws Exception {
    Guest guest = new Guest(folder);
    String program =
        """
        package shop;
        class Open {
          public static void main(String[] args) {
            if (args.length != %d) {
              throw new IllegalStateException();
            }
          }
        }
        """;
    Path without = guest.module("Open", program.formatted(0));
    assertThat(run(without).outcome()).isEqualTo(new Outcome.Returned());
    long size = Files.size(without);
    guest.sdk(
        "ProgramArguments",
        """
        package parigot.guest;
        class ProgramArguments {
          static String[] read() {
            return new String[] {"one", "two"};
          }
        }
        """);
    Path with = guest.module("Open", program.formatted(2));
    assertThat(run(with).outcome()).isEqualTo(new Outcome.Returned());
    assertThat(Files.size(with)).isLessThan(size - 40_000);
  }

  @Test
  void stackTracesTellLinesWhereTheyAreAskedFor() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Broken",
                """
                package shop;
                class Broken {
                  public static void main(String[] args) {
                    try {
                      args[7].length();
                    } catch (RuntimeException e) {
                      e.printStackTrace();
                    }
                  }
                }
                """,
                new GuestCompiler.Options(256, true));
    assertThat(run(module).output()).contains("at shop.Broken.main(Broken.java:5)");
  }

  @Test
  void whatAGuestLacksIsOneSentenceWithTheLineThatUsesIt() {
    Throwable mistake =
        catchThrowableOfType(
            GuestCompilationException.class,
            () ->
                new Guest(folder)
                    .module(
                        "Later",
                        """
                        package shop;
                        class Later {
                          public static void main(String[] args) {
                            Runnable later =
                                () ->
                                    java.util.concurrent.CompletableFuture.runAsync(() -> {});
                            later.run();
                          }
                        }
                        """));
    assertThat(mistake)
        .hasMessage(
            "%s:6: Class java.util.concurrent.CompletableFuture was not found; "
                    .formatted(folder.resolve("sources/shop/Later.java"))
                + "guests have TeaVM's class library, which is not all of Java's.");
  }

  @Test
  void whatALibraryLacksIsSaidWithTheLineOfTheGuestThatLeadsThere() throws Exception {
    Guest guest = new Guest(folder);
    guest.library(
        "Hash",
        """
        package tools;
        public class Hash {
          public static int of(String text) throws Exception {
            return java.security.MessageDigest.getInstance(text).getDigestLength();
          }
        }
        """);
    Throwable mistake =
        catchThrowableOfType(
            GuestCompilationException.class,
            () ->
                guest.module(
                    "Deep",
                    """
                    package shop;
                    class Deep {
                      public static void main(String[] args) throws Exception {
                        System.out.println("calm");
                        System.out.println(tools.Hash.of("SHA-256"));
                      }
                    }
                    """));
    assertThat(mistake)
        .hasMessageStartingWith(
            "%s:5: Class java.security.MessageDigest was not found;"
                .formatted(guest.sources().resolve("shop/Deep.java")))
        .message()
        .hasLineCount(1);
  }

  @Test
  void whatNoThrowThrowsIsCaughtWhole() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Careful",
                """
                package shop;
                class Careful {
                  public static void main(String[] args) {
                    Object[] things = new String[2];
                    try {
                      things[args.length + 2].hashCode();
                    } catch (RuntimeException e) {
                      System.out.println(e.getClass().getName() + " " + e);
                    }
                    try {
                      things[0].hashCode();
                    } catch (RuntimeException e) {
                      System.out.println(e);
                    }
                    try {
                      System.out.println((Integer) (Object) "one");
                    } catch (RuntimeException e) {
                      System.out.println(e.getClass().getName());
                    }
                  }
                }
                """);
    assertThat(run(module).output())
        .isEqualTo(
            """
            java.lang.ArrayIndexOutOfBoundsException java.lang.ArrayIndexOutOfBoundsException
            java.lang.NullPointerException
            java.lang.ClassCastException
            """);
  }

  private static final String STUCK =
      """
      package shop;
      class Stuck {
        static int price(int number) {
          if (number > 1) {
            throw new IllegalStateException("no price", new RuntimeException("sold out"));
          }
          return price(number + 1);
        }
        public static void main(String[] args) {
          System.out.println(price(0));
        }
      }
      """;

  @Test
  void anExceptionThatMainThrowsIsToldAndEndsTheGuestAsTheJvmEnds() throws Exception {
    Run run = run(new Guest(folder).module("Stuck", STUCK));

    assertThat(run.outcome()).isEqualTo(new Outcome.Exited(1));
    assertThat(run.output())
        .isEqualTo(
            """
            Exception in main: java.lang.IllegalStateException: no price
            Caused by: java.lang.RuntimeException: sold out
            """);
  }

  @Test
  void aGuestWithStackTracesTellsWhereAnExceptionWasMade() throws Exception {
    Run run = run(new Guest(folder).module("Stuck", STUCK, new GuestCompiler.Options(256, true)));

    assertThat(run.output())
        .startsWith(
            "Exception in main: java.lang.IllegalStateException: no price at shop.Stuck.price:5,"
                + " shop.Stuck.price:7, shop.Stuck.price:7, shop.Stuck.main:10");
  }

  @Test
  void threadsAreRefusedWithTheLine() {
    GuestCompilationException refused =
        catchThrowableOfType(
            GuestCompilationException.class,
            () ->
                new Guest(folder)
                    .module(
                        "Threads",
                        """
                        package shop;
                        class Threads {
                          public static void main(String[] args) throws Exception {
                            new Thread(() -> System.out.println("late")).start();
                            Thread.sleep(5);
                          }
                        }
                        """));

    assertThat(refused)
        .hasMessageContaining("Threads.java:4: java.lang.Thread.start is refused")
        .hasMessageContaining("Threads.java:5: java.lang.Thread.sleep is refused");
  }

  @Test
  void whatAnswersOtherwiseThanOnTheJvmOrIsNotThereIsRefusedWithTheLine() {
    GuestCompilationException refused =
        catchThrowableOfType(
            GuestCompilationException.class,
            () ->
                new Guest(folder)
                    .module(
                        "Money",
                        """
                        package shop;
                        class Money {
                          public static void main(String[] args) {
                            java.util.Locale here = java.util.Locale.GERMANY;
                            System.out.println(java.text.NumberFormat.getCurrencyInstance(here).format(1.5));
                            System.out.println(args[0].intern());
                            System.out.println(new java.util.Scanner(System.in).nextInt());
                          }
                        }
                        """));

    assertThat(refused)
        .hasMessageContaining(
            "Money.java:5: java.text.NumberFormat.getCurrencyInstance is refused, as it has other"
                + " currencies than on the JVM")
        .hasMessageContaining(
            "Money.java:6: java.lang.String.intern is refused, as texts that are equal are not one")
        .hasMessageContaining("Money.java:7: ")
        .hasMessageNotContaining("native");
  }

  @Test
  void aTrapNamesItsMethods() throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Deep",
                """
                package shop;
                class Deep {
                  static int dig(int depth) {
                    return depth < 0 ? 0 : 1 + dig(depth + 1);
                  }
                  public static void main(String[] args) {
                    System.out.println(dig(args.length));
                  }
                }
                """);

    assertThat(run(module).outcome())
        .isInstanceOfSatisfying(
            Outcome.Trapped.class,
            trapped ->
                assertThat(trapped.reason())
                    .isEqualTo(
                        "the guest trapped in its function shop.Deep.dig: its calls went too deep"
                            + " for the stack"));
  }

  @Test
  void aTrapTellsWhoCalledWhom() throws Exception {
    Outcome.Trapped trapped = trap(new GuestCompiler.Options(256, false));

    assertThat(trapped.functions())
        .containsExactly("shop.Large.fill", "shop.Large.open", "shop.Large.main");
    assertThat(trapped.reason())
        .startsWith(
            "the guest trapped in its function shop.Large.fill, called by shop.Large.open,"
                + " called by shop.Large.main: ");
  }

  @Test
  void aTrapTellsLinesWhereTheyAreAskedFor() throws Exception {
    Outcome.Trapped trapped = trap(new GuestCompiler.Options(256, true));

    assertThat(trapped.functions())
        .containsExactly("shop.Large.fill:7", "shop.Large.open:11", "shop.Large.main:14");
    assertThat(trapped.reason())
        .startsWith(
            "the guest trapped in its function shop.Large.fill:7, called by shop.Large.open:11,"
                + " called by shop.Large.main:14: ");
  }

  /** How a program ends that asks for more memory than there is. */
  private Outcome.Trapped trap(GuestCompiler.Options options) throws Exception {
    Path module =
        new Guest(folder)
            .module(
                "Large",
                """
                package shop;
                class Large {
                  static java.util.List<byte[]> all = new java.util.ArrayList<>();
                  static void fill(int size) {
                    all.clear();
                    while (size > 0) {
                      all.add(new byte[size]);
                    }
                  }
                  static void open(int size) {
                    fill(size);
                  }
                  public static void main(String[] args) {
                    open(100_000);
                    all.clear();
                  }
                }
                """,
                options);
    Outcome outcome = run(module).outcome();
    assertThat(outcome).isInstanceOf(Outcome.Trapped.class);
    return (Outcome.Trapped) outcome;
  }
}

package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.plugin.Plugin;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginMethod;
import parigot.plugin.PluginService;
import parigot.runtime.StartException;
import parigot.runtime.plugins.PluginView;
import parigot.runtime.settings.SettingsException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** How plugins are found, granted, started and closed. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class PluginStartTest {
  @TempDir Path folder;

  private static void refused(TestApplication application, String sentence) {
    try (application) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(sentence);
      assertThat(application.printed()).isEmpty();
    }
  }

  private static String use(Class<?> plugin, String name) {
    return "parigot.plugins.%s { class = \"%s\" }".formatted(name, plugin.getName());
  }

  @ParameterizedTest
  @EnumSource
  void aGuestMayNotImportAPluginThatItIsNotGranted(GuestShape shape) {
    TestApplication application =
        TestApplication.with()
            .service("good", shape, "Echo")
            .service("bad", "stores", shape, "Open plugin nutsdb.open_")
            .set("bad", "plugins = [file, log, queue]");
    refused(
        application,
        "guest bad: stores-%s.wasm imports nutsdb.open_, and the guest is not granted that plugin;"
                .formatted(shape == GuestShape.LOOP ? "loop" : "reactor")
            + " add nutsdb to parigot.guests.bad.plugins.");
  }

  @Test
  void aPluginThatIsGrantedMustBeThere() {
    refused(
        TestApplication.with()
            .service("bad", GuestShape.LOOP, "Echo")
            .set("bad", "plugins = [log, quue]"),
        "String: 3: guest bad is granted the plugin quue, and there is none of that name; did you mean"
            + " queue?");
  }

  @Test
  void aBlockForAPluginThatIsNotThereIsAMistake() {
    refused(
        TestApplication.with("parigot.plugins.quue {}").service("good", GuestShape.LOOP, "Echo"),
        "String: 2: parigot.plugins.quue: there is no plugin of that name; did you mean queue?");
  }

  @Test
  void whoNamesAPluginThatIsLikeNoneIsToldWhichThereAre() {
    refused(
        TestApplication.with("parigot.plugins.telephone {}")
            .service("good", GuestShape.LOOP, "Echo"),
        "String: 2: parigot.plugins.telephone: there is no plugin of that name; known are file,"
            + " httpconnector, log, nutsdb, queue.");
  }

  /** What it does is said by its class. */
  abstract static class Bad implements Plugin {
    static final AtomicInteger CLOSED = new AtomicInteger();

    @Override
    public String name() {
      return "bad";
    }

    @Override
    public void start(PluginContext context) throws PluginException {}

    @Override
    public List<PluginService> services() {
      return List.of();
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }

    static PluginService service(String module) {
      return new PluginService(
          module,
          "bad.v1",
          "Bad",
          List.of(new PluginMethod<>("Do", "do_", Empty.parser(), (request, caller) -> request)));
    }
  }

  /** Says why it cannot start. */
  public static final class Complains extends Bad {
    @Override
    public void start(PluginContext context) throws PluginException {
      throw new PluginException("the moon is not full.");
    }
  }

  /** Throws. */
  public static final class Throws extends Bad {
    @Override
    public void start(PluginContext context) {
      throw new IllegalStateException("no moon");
    }
  }

  /** Cannot say what it offers. */
  public static final class HasNone extends Bad {
    @Override
    public List<PluginService> services() {
      throw new IllegalStateException("none today");
    }
  }

  /** Would be the kernel. */
  public static final class Usurps extends Bad {
    @Override
    public List<PluginService> services() {
      return List.of(service("parigot"));
    }
  }

  /** Offers what another offers. */
  public static final class Doubles extends Bad {
    @Override
    public List<PluginService> services() {
      return List.of(service("queue"));
    }
  }

  /** Has another name than the configuration. */
  public static final class Misnamed extends Bad {
    @Override
    public String name() {
      return "worse";
    }
  }

  /** Cannot be made. */
  public static final class Unmakeable extends Bad {
    private final int number;

    public Unmakeable(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "bad" + number;
    }
  }

  @Test
  void aPluginThatCannotStartStopsTheApplicationWithItsSentence() {
    refused(
        TestApplication.with(use(Complains.class, "bad")).service("good", GuestShape.LOOP, "Echo"),
        "plugin bad: the moon is not full.");
    refused(
        TestApplication.with(use(Throws.class, "bad")).service("good", GuestShape.LOOP, "Echo"),
        "plugin bad failed to start: java.lang.IllegalStateException: no moon.");
    refused(
        TestApplication.with("parigot.plugins.queue.visibility-timeout = soon")
            .service("good", GuestShape.LOOP, "Echo"),
        "plugin queue: String: 2: parigot.plugins.queue.visibility-timeout must be a duration, as in"
            + " 30 s, and is \"soon\".");
  }

  @Test
  void aPluginThatOffersWhatItMustNotIsClosedAgain() {
    int before = Bad.CLOSED.get();
    refused(
        TestApplication.with(use(HasNone.class, "bad")).service("good", GuestShape.LOOP, "Echo"),
        "plugin bad failed to name its services: java.lang.IllegalStateException: none today.");
    refused(
        TestApplication.with(use(Usurps.class, "bad")).service("good", GuestShape.LOOP, "Echo"),
        "plugin bad offers the module parigot, which is not for plugins.");
    refused(
        TestApplication.with(use(Doubles.class, "bad"), "parigot.plugins.queue {}")
            .service("good", GuestShape.LOOP, "Echo"),
        "the plugins bad and queue both offer the module queue.");
    assertThat(Bad.CLOSED.get()).isEqualTo(before + 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no.such.Plugin | parigot.plugins.bad.class: there is no class no.such.Plugin.",
        "parigot.actors.PluginStartTest$Misnamed | parigot.plugins.bad.class:"
            + " parigot.actors.PluginStartTest$Misnamed is the plugin worse.",
        "java.lang.String | parigot.plugins.bad.class: java.lang.String is no class with a public"
            + " constructor without parameters that implements parigot.plugin.Plugin:"
            + " java.lang.ClassCastException: class java.lang.String",
        "parigot.actors.PluginStartTest$Unmakeable | parigot.plugins.bad.class:"
            + " parigot.actors.PluginStartTest$Unmakeable is no class with a public constructor"
            + " without parameters that implements parigot.plugin.Plugin:"
            + " java.lang.NoSuchMethodException: parigot.actors.PluginStartTest$Unmakeable.<init>()",
      })
  void aClassThatIsNoPluginStopsTheApplication(String name, String sentence) {
    try (TestApplication application =
        TestApplication.with("parigot.plugins.bad { class = \"%s\" }".formatted(name))
            .service("good", GuestShape.LOOP, "Echo")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessage(sentence);
    }
  }

  private static final String JARRED =
      """
      package jarred;
      public final class Mischief implements parigot.plugin.Plugin {
        public Mischief() {}
        public String name() { return "mischief"; }
        public void start(parigot.plugin.PluginContext context) {
          if (getClass().getClassLoader() == parigot.plugin.Plugin.class.getClassLoader()) {
            throw new IllegalStateException("not a loader of its own");
          }
        }
        public java.util.List<parigot.plugin.PluginService> services() {
          java.util.List<parigot.plugin.PluginMethod<?, ?>> methods = new java.util.ArrayList<>();
          for (String name : "block spin wait throw recurse allocate return_null return_too_much refuse echo".split(" ")) {
            methods.add(new parigot.plugin.PluginMethod<>(
                name, name + "_", com.google.protobuf.StringValue.parser(),
                (request, caller) -> com.google.protobuf.StringValue.of(
                    caller.guest() + " " + caller.service() + " " + caller.method() + " "
                        + new Word().text() + " " + request.getValue())));
          }
          return java.util.List.of(new parigot.plugin.PluginService("mischief", "jarred.v1", "Jarred", methods));
        }
        public void close() {}
        static final class Word { String text() { return "from the jar"; } }
      }
      """;

  private Path jar(boolean withServiceFile) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavaFileObject source =
          new SimpleJavaFileObject(URI.create("mem:///Mischief.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreErrors) {
              return JARRED;
            }
          };
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      List<String> options = List.of("-d", classes.toString(), "-proc:none", "-cp", path);
      assertThat(compiler.getTask(null, files, null, options, null, List.of(source)).call())
          .isTrue();
    }
    Path jar = folder.resolve("mischief.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("jarred/Mischief.class", "jarred/Mischief$Word.class")) {
        out.putNextEntry(new JarEntry(name));
        out.write(Files.readAllBytes(classes.resolve(name)));
      }
      if (withServiceFile) {
        out.putNextEntry(new JarEntry("META-INF/services/parigot.plugin.Plugin"));
        out.write("jarred.Mischief\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      }
    }
    return jar;
  }

  @ParameterizedTest
  @EnumSource
  void aPluginInAJarHasALoaderOfItsOwnAndServesGuests(GuestShape shape) throws Exception {
    try (TestApplication application =
        TestApplication.with("parigot.plugins.mischief.jar = \"%s\"".formatted(jar(true)))
            .service("victim", "mischief", shape, "Echo plugin mischief.echo_")
            .set("victim", "plugins = [mischief]")
            .launched()) {
      assertThat(
              Within.limit(
                      application.call("victim", "Echo", StringValue.of("hi"), StringValue.class))
                  .getValue())
          .isEqualTo("victim jarred.v1.Jarred echo from the jar hi");
    }
  }

  @Test
  void aJarWithoutAServiceFileIsFineWhenTheClassIsNamed() throws Exception {
    Path jar = jar(false);
    refused(
        TestApplication.with("parigot.plugins.mischief.jar = \"%s\"".formatted(jar))
            .service("good", GuestShape.LOOP, "Echo"),
        "parigot.plugins.mischief: %s offers no plugin of that name, but file, httpconnector, log, nutsdb, queue."
            .formatted(jar));
    try (TestApplication application =
        TestApplication.with(
                "parigot.plugins.mischief { jar = \"%s\", class = jarred.Mischief }".formatted(jar))
            .service("good", GuestShape.LOOP, "Echo")
            .launched()) {
      assertThat(application.application().plugins())
          .extracting(PluginView::name)
          .contains("mischief");
    }
  }

  @Test
  void aJarThatIsNotThereStopsTheApplication() {
    try (TestApplication application =
        TestApplication.with("parigot.plugins.mischief.jar = \"/no/such.jar\"")
            .service("good", GuestShape.LOOP, "Echo")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("parigot.plugins.mischief.jar names /no/such.jar");
    }
  }

  @Test
  void aFileThatIsNoJarStopsTheApplication() throws Exception {
    Path jar = Files.writeString(folder.resolve("broken.jar"), "This is text.");
    try (TestApplication application =
        TestApplication.with("parigot.plugins.mischief.jar = \"%s\"".formatted(jar))
            .service("good", GuestShape.LOOP, "Echo")) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "parigot.plugins.mischief.jar: %s cannot be read: ".formatted(jar));
    }
  }
}

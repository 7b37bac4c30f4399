package parigot.record;

import com.google.protobuf.ByteString;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.plugin.BlockReader;
import parigot.runtime.descriptors.DescriptorsException;
import parigot.runtime.descriptors.ServiceDescriptors;
import parigot.runtime.guest.GuestCode;
import parigot.runtime.guest.JavaCode;
import parigot.runtime.guest.WasmCode;
import parigot.runtime.settings.JavaClasses;
import parigot.wasm.CustomSections;
import parigot.wasm.Engine;
import parigot.wasm.EngineSettings;
import parigot.wasm.ModuleException;

/**
 * Runs recorded guests again, each alone: without kernel, plugins, network and clock. Used by one
 * thread.
 */
public final class Replayer implements AutoCloseable {
  private final RecordingFolder folder;
  private final Engine engine;
  private final boolean asJava;
  private final Map<String, GuestCode> codes = new HashMap<>();

  private Replayer(RecordingFolder folder, Engine engine, boolean asJava) {
    this.folder = folder;
    this.engine = engine;
    this.asJava = asJava;
  }

  /**
   * For the recordings in this folder.
   *
   * @param cache where compiled modules are kept between runs, if they are
   */
  public static Replayer compiling(RecordingFolder folder, Optional<Path> cache) {
    return new Replayer(folder, Engine.open(new EngineSettings(cache)), false);
  }

  /** For the recordings in this folder, with compiled modules where the settings keep them. */
  public static Replayer compiling(RecordingFolder folder) {
    return compiling(folder, cache());
  }

  private static Optional<Path> cache() {
    Config settings = ConfigFactory.load();
    String cache = "parigot.cache-dir";
    return settings.hasPath(cache)
        ? Optional.of(Path.of(BlockReader.expandHome(settings.getString(cache))))
        : Optional.empty();
  }

  /** For the recordings in this folder: guests are interpreted, not compiled. */
  public static Replayer interpreting(RecordingFolder folder) {
    EngineSettings compiling = new EngineSettings(Optional.empty());
    return new Replayer(
        folder,
        Engine.open(new EngineSettings(compiling.cacheDirectory(), compiling.loadTimeout(), true)),
        false);
  }

  /**
   * For the recordings in this folder: guests in Java run as plain Java, whether they were recorded
   * so or as WebAssembly, with the classes that are there now. Others cannot be run.
   */
  public static Replayer asJava(RecordingFolder folder) {
    return new Replayer(folder, Engine.open(new EngineSettings(Optional.empty())), true);
  }

  /** Whether it can be run as plain Java, as far as the recording tells. */
  public static boolean isJava(LifeFile life) {
    return !life.head().getMainClass().isEmpty();
  }

  /**
   * Runs one life again, event by event.
   *
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  public SteppedReplay stepped(LifeFile life) throws RecordingException {
    return new SteppedReplay(life, code(life).forManyInstances(), conversation(List.of(life)));
  }

  /**
   * Runs one life again.
   *
   * @param until where to stop
   * @throws RecordingException when it cannot be run at all; the message is a sentence
   */
  public ReplayReport replay(LifeFile life, Until until, ReplayListener listener)
      throws RecordingException {
    return new LifeReplay(life, code(life), listener, until, false).run();
  }

  /** Runs one life again, to its end. */
  public ReplayReport replay(LifeFile life) throws RecordingException {
    return replay(life, Until.END, ReplayListener.NONE);
  }

  /**
   * What these lives say to each other, once each of them is replayed into it.
   *
   * @throws RecordingException when a module cannot be read; the message is a sentence
   */
  public Conversation conversation(Collection<LifeFile> lives) throws RecordingException {
    Map<String, ServiceDescriptors> known = new LinkedHashMap<>();
    for (LifeFile life : lives) {
      Path module = folder.module(life);
      if (Files.exists(module)) {
        known.put(life.head().getCode(), descriptors(module));
      }
    }
    known.put("", ServiceDescriptors.NONE);
    return new Conversation(new MessageTexts(known.values(), headers(lives)));
  }

  private static Set<String> headers(Collection<LifeFile> lives) {
    return lives.stream()
        .flatMap(life -> life.head().getBlankHeadersList().stream())
        .collect(Collectors.toSet());
  }

  private static ServiceDescriptors descriptors(Path module) throws RecordingException {
    try {
      ByteString section = CustomSections.in(module, ServiceDescriptors.SECTION);
      return section.isEmpty() ? ServiceDescriptors.NONE : ServiceDescriptors.of(section);
    } catch (ModuleException | DescriptorsException e) {
      throw new RecordingException(
          "The services of %s cannot be read: %s".formatted(module, e.getMessage()), e);
    }
  }

  /** Runs one life again, into a conversation. */
  public ReplayReport replay(LifeFile life, Until until, Conversation conversation)
      throws RecordingException {
    Transcript transcript = conversation.add(life);
    ReplayReport report = replay(life, until, (ReplayListener) transcript);
    transcript.ended(report.ending());
    return report;
  }

  /**
   * Gives another build of a guest what this life was given, and compares what it says. Its
   * requests may differ, come in another order, or be left out; each is answered as it was
   * recorded.
   *
   * @param module the other build
   * @throws RecordingException when either cannot be run at all, or the recorded build does not say
   *     again what it said; the message is a sentence
   */
  public List<ShadowDifference> compare(LifeFile life, Path module) throws RecordingException {
    Names names = new Names();
    TurnListener listener = new TurnListener(names);
    ReplayReport report = replay(life, Until.END, listener);
    if (!report.isSame()) {
      throw new RecordingException(
          "%s: %s.".formatted(life.shown(), report.difference().orElseThrow()));
    }
    requireUnblanked(report);
    MessageTexts texts =
        new MessageTexts(
            List.of(descriptors(folder.module(life)), descriptors(module)), headers(List.of(life)));
    return ShadowRun.of(life, listener.turns(), names, code(engine, module), texts);
  }

  /**
   * What a guest said to what is blanked cannot be compared.
   *
   * @throws RecordingException when something is; the message is a sentence
   */
  static void requireUnblanked(ReplayReport report) throws RecordingException {
    if (report.blankedAt().isPresent()) {
      throw new RecordingException(
          "%s: secrets were blanked when it was recorded, first at event %,d, so no other build can be compared with it."
              .formatted(report.life().shown(), report.blankedAt().getAsLong()));
    }
  }

  /** The same for a life with what its guest said in its file. */
  static List<ShadowDifference> shadow(LifeFile life, Path module) throws RecordingException {
    Names names = new Names();
    List<Turn> said = RecordedGuest.said(life, names);
    try (Engine engine = Engine.open(new EngineSettings(cache()))) {
      MessageTexts texts = new MessageTexts(List.of(descriptors(module)), headers(List.of(life)));
      return ShadowRun.of(life, said, names, code(engine, module), texts);
    }
  }

  private static GuestCode code(Engine engine, Path module) throws RecordingException {
    try {
      return new WasmCode(engine.load(module), ServiceDescriptors.NONE);
    } catch (ModuleException e) {
      throw new RecordingException(e.getMessage(), e);
    }
  }

  private GuestCode code(LifeFile life) throws RecordingException {
    String digest = life.head().getCode();
    GuestCode known = codes.get(digest);
    if (known == null) {
      known = asJava ? classes(life) : load(life);
      codes.put(digest, known);
    }
    return known;
  }

  private static GuestCode classes(LifeFile life) throws RecordingException {
    if (!isJava(life)) {
      throw new RecordingException(
          "%s is no guest in Java, or its build had left no classes beside its module: it cannot be run as plain Java."
              .formatted(life.shown()));
    }
    try {
      return JavaCode.of(
          new JavaClasses(
              life.head().getMainClass(),
              life.head().getClassPathList().stream().map(Path::of).toList()));
    } catch (ModuleException e) {
      throw new RecordingException(life.shown() + ": " + e.getMessage(), e);
    }
  }

  private GuestCode load(LifeFile life) throws RecordingException {
    Path module = folder.module(life);
    if (!life.head().getEngine().equals(LifeHead.WASM)) {
      throw new RecordingException(
          life.shown()
              + " ran as plain Java, of which there is no module: replay it with --engine jvm.");
    }
    if (!Files.exists(module)) {
      throw new RecordingException(
          "%s: its module is not in %s.".formatted(life.shown(), module.getParent()));
    }
    return code(engine, module);
  }

  @Override
  public void close() {
    engine.close();
  }
}

package parigot.runtime.plugins;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.plugin.Plugin;
import parigot.runtime.StartException;
import parigot.runtime.settings.PluginSettings;

/**
 * Finds plugins: those on the class path, and those whose class or jar the configuration names. The
 * jars stay open until it is closed.
 */
final class PluginFinder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  private final List<URLClassLoader> loaders = new ArrayList<>();

  /**
   * The plugins that there are, by name; none is started.
   *
   * @param settings what the configuration says about plugins, by name
   * @throws StartException when one that it names cannot be had
   */
  Map<String, Plugin> find(Map<String, PluginSettings> settings) {
    Map<String, Plugin> found = new TreeMap<>();
    try {
      for (Plugin plugin : ServiceLoader.load(Plugin.class, Plugin.class.getClassLoader())) {
        found.put(plugin.name(), plugin);
      }
    } catch (ServiceConfigurationError e) {
      throw new StartException(
          "a plugin on the class path cannot be made: %s.".formatted(e.getMessage()), e);
    }
    settings.forEach(
        (name, plugin) -> {
          if (plugin.jar().isPresent() || plugin.className().isPresent()) {
            found.put(name, fromConfiguration(name, plugin));
          }
        });
    return found;
  }

  private Plugin fromConfiguration(String name, PluginSettings source) {
    ClassLoader loader = Plugin.class.getClassLoader();
    if (source.jar().isPresent()) {
      try {
        requireJar(source.jar().get());
        URLClassLoader own =
            new URLClassLoader(
                "plugin-" + name, new URL[] {source.jar().get().toUri().toURL()}, loader);
        loaders.add(own);
        loader = own;
      } catch (IOException e) {
        throw new StartException(
            "parigot.plugins.%s.jar: %s cannot be read: %s."
                .formatted(name, source.jar().get(), e.getMessage()),
            e);
      }
    }
    try {
      List<String> others = new ArrayList<>();
      for (ServiceLoader.Provider<Plugin> provider :
          ServiceLoader.load(Plugin.class, loader).stream().toList()) {
        boolean named = source.className().map(provider.type().getName()::equals).orElse(true);
        if (named) {
          Plugin plugin = provider.get();
          if (plugin.name().equals(name)) {
            return plugin;
          }
          others.add(plugin.name());
        }
      }
      if (source.className().isPresent()) {
        return withClass(name, source.className().get(), loader);
      }
      throw new StartException(
          "parigot.plugins.%s: %s offers no plugin of that name%s."
              .formatted(
                  name,
                  source.jar().map(Object::toString).orElse("the class path"),
                  others.isEmpty() ? "" : ", but " + String.join(", ", others)));
    } catch (ServiceConfigurationError e) {
      throw new StartException(
          "parigot.plugins.%s: the plugin cannot be made: %s.".formatted(name, e.getMessage()), e);
    }
  }

  /** A class loader would pass over a file that it cannot read. */
  private static void requireJar(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      LOG.debug("{} has {} entries", file, jar.size());
    }
  }

  private static Plugin withClass(String name, String className, ClassLoader loader) {
    try {
      Class<? extends Plugin> type =
          Class.forName(className, true, loader).asSubclass(Plugin.class);
      Plugin plugin = type.getDeclaredConstructor().newInstance();
      if (!plugin.name().equals(name)) {
        throw new StartException(
            "parigot.plugins.%s.class: %s is the plugin %s."
                .formatted(name, className, plugin.name()));
      }
      return plugin;
    } catch (ClassNotFoundException e) {
      throw new StartException(
          "parigot.plugins.%s.class: there is no class %s.".formatted(name, className), e);
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new StartException(
          "parigot.plugins.%s.class: %s is no class with a public constructor without parameters"
                  .formatted(name, className)
              + " that implements parigot.plugin.Plugin: "
              + e,
          e);
    }
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        LOG.warn("The jar of a plugin cannot be closed", e);
      }
    }
  }
}

package markdown.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import markdown.v1.host.MarkdownPlugin;
import markdown.v1.host.RenderRequest;
import markdown.v1.host.RenderResponse;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import parigot.plugin.Caller;
import parigot.plugin.Plugin;
import parigot.plugin.PluginConfig;
import parigot.plugin.PluginContext;
import parigot.plugin.PluginException;
import parigot.plugin.PluginService;

/** The plugin {@code markdown}: the library commonmark, for guests. */
public final class CommonMark implements Plugin, MarkdownPlugin {
  private static final Config DEFAULTS = ConfigFactory.parseString("raw-html = false");

  private final Parser parser = Parser.builder().build();
  private HtmlRenderer renderer;

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public void start(PluginContext context) throws PluginException {
    PluginConfig config = PluginConfig.of(name(), context.config().withFallback(DEFAULTS));
    boolean rawHtml = config.flag("raw-html");
    config.rejectOthers();
    renderer = HtmlRenderer.builder().escapeHtml(!rawHtml).sanitizeUrls(true).build();
  }

  @Override
  public List<PluginService> services() {
    return List.of(MarkdownPlugin.service(this));
  }

  /** Parser and renderer may be used by several threads at once, and keep nothing of a call. */
  @Override
  public RenderResponse render(RenderRequest request, Caller caller) {
    String html = renderer.render(parser.parse(request.getMarkdown()));
    return RenderResponse.newBuilder().setHtml(html).build();
  }

  @Override
  public void close() {}
}

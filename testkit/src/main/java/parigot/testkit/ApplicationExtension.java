package parigot.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import parigot.actors.Application;
import parigot.runtime.settings.GuestSettings.Engine;

/** What {@link WithApplication} does. */
final class ApplicationExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver,
        TestTemplateInvocationContextProvider,
        ClassTemplateInvocationContextProvider {
  private static final Namespace NAMESPACE = Namespace.create(ApplicationExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Optional<WithApplication> wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithApplication.class);
    if (wanted.isPresent()) {
      bootUnlessRepeated(
          context,
          wanted.get(),
          context.getRequiredTestClass().isAnnotationPresent(ClassTemplate.class),
          "@ClassTemplate");
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    Optional<WithApplication> wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), WithApplication.class);
    if (wanted.isPresent()) {
      bootUnlessRepeated(
          context,
          wanted.get(),
          context.getRequiredTestMethod().isAnnotationPresent(TestTemplate.class),
          "@TestTemplate in the place of @Test");
    }
  }

  /** What is repeated with several engines is booted in each repetition. */
  private static void bootUnlessRepeated(
      ExtensionContext scope, WithApplication wanted, boolean isTemplate, String annotation)
      throws Exception {
    if (wanted.engines().length > 1 && !isTemplate) {
      throw new IllegalStateException(
          "@WithApplication names several engines: put "
              + annotation
              + " here, and the test runs once with each");
    }
    if (!isTemplate || wanted.engines().length == 0) {
      boot(scope, wanted, Arrays.stream(wanted.engines()).findFirst());
    }
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return enginesOf(context.getRequiredTestMethod()).length > 0;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return Arrays.stream(enginesOf(context.getRequiredTestMethod())).map(WithEngine::new);
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return enginesOf(context.getRequiredTestClass()).length > 0;
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return Arrays.stream(enginesOf(context.getRequiredTestClass())).map(WithEngine::new);
  }

  private static Engine[] enginesOf(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, WithApplication.class)
        .map(WithApplication::engines)
        .orElse(new Engine[0]);
  }

  /** One repetition of a test or of a class, with the application that is booted for it. */
  private record WithEngine(Engine engine)
      implements TestTemplateInvocationContext, ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocation) {
      return engine.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      // Its extension does so.
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Boot(engine));
    }
  }

  private record Boot(Engine engine)
      implements BeforeEachCallback, BeforeClassTemplateInvocationCallback {
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
      Optional<WithApplication> wanted =
          AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), WithApplication.class);
      if (wanted.isPresent() && wanted.get().engines().length > 0) {
        boot(context, wanted.get(), Optional.of(engine));
      }
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) throws Exception {
      WithApplication wanted =
          AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithApplication.class)
              .orElseThrow();
      boot(context, wanted, Optional.of(engine));
    }
  }

  /** A scope's application is closed by the store, at the scope's end. */
  private static void boot(ExtensionContext scope, WithApplication wanted, Optional<Engine> engine)
      throws Exception {
    BootedApplication booted = BootedApplication.boot(wanted, engine);
    scope.getStore(NAMESPACE).put(BootedApplication.class, booted);
    if (wanted.awaitLaunch()) {
      booted.awaitLaunch();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    booted(context).ifPresent(BootedApplication::requireNoCallWaits);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Application.class || type == RecordedOutput.class || type == Nodes.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    BootedApplication booted =
        booted(context)
            .orElseThrow(
                () ->
                    new ParameterResolutionException(
                        "no application has been booted yet: put @WithApplication on the class or"
                            + " on the method"));
    Class<?> type = parameter.getParameter().getType();
    if (type == Nodes.class) {
      return booted
          .nodes()
          .orElseThrow(
              () ->
                  new ParameterResolutionException(
                      "the application runs in one process: @WithApplication names no placement"));
    }
    return type == Application.class ? booted.application() : booted.output();
  }

  private static Optional<BootedApplication> booted(ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    return Optional.ofNullable(store.get(BootedApplication.class, BootedApplication.class));
  }
}

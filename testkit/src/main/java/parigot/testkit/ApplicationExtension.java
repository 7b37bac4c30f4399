package parigot.testkit;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
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
import parigot.actors.ManualTime;

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

  /** What is repeated in several variants is booted in each repetition. */
  private static void bootUnlessRepeated(
      ExtensionContext scope, WithApplication wanted, boolean isTemplate, String annotation)
      throws Exception {
    List<Variant> variants = Variant.of(wanted);
    if (variants.size() > 1 && !isTemplate) {
      throw new IllegalStateException(
          "@WithApplication names several engines or spreads: put "
              + annotation
              + " here, and the test runs once with each");
    }
    if (!isTemplate || !Variant.repeats(wanted)) {
      boot(scope, wanted, variants.get(0));
    }
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return !repetitions(context.getRequiredTestMethod()).isEmpty();
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return repetitions(context.getRequiredTestMethod()).stream().map(InVariant::new);
  }

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return !repetitions(context.getRequiredTestClass()).isEmpty();
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return repetitions(context.getRequiredTestClass()).stream().map(InVariant::new);
  }

  private static List<Variant> repetitions(AnnotatedElement element) {
    return AnnotationSupport.findAnnotation(element, WithApplication.class)
        .filter(Variant::repeats)
        .map(Variant::of)
        .orElse(List.of());
  }

  /** One repetition of a test or of a class, with the application that is booted for it. */
  private record InVariant(Variant variant)
      implements TestTemplateInvocationContext, ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocation) {
      return variant.label();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      // Its extension does so.
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Boot(variant));
    }
  }

  private record Boot(Variant variant)
      implements BeforeEachCallback, BeforeClassTemplateInvocationCallback {
    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
      Optional<WithApplication> wanted =
          AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), WithApplication.class);
      if (wanted.filter(Variant::repeats).isPresent()) {
        boot(context, wanted.get(), variant);
      }
    }

    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) throws Exception {
      WithApplication wanted =
          AnnotationSupport.findAnnotation(context.getRequiredTestClass(), WithApplication.class)
              .orElseThrow();
      boot(context, wanted, variant);
    }
  }

  /** A scope's application is closed by the store, at the scope's end. */
  private static void boot(ExtensionContext scope, WithApplication wanted, Variant variant)
      throws Exception {
    BootedApplication booted = BootedApplication.boot(wanted, variant);
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
    return type == Application.class
        || type == RecordedOutput.class
        || type == ManualTime.class
        || type == Nodes.class;
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
    if (type == ManualTime.class) {
      return booted
          .time()
          .orElseThrow(
              () ->
                  new ParameterResolutionException(
                      "the application has the machine's time: put clock = MANUAL on"
                          + " @WithApplication"));
    }
    return type == Application.class ? booted.application() : booted.output();
  }

  private static Optional<BootedApplication> booted(ExtensionContext context) {
    Store store = context.getStore(NAMESPACE);
    return Optional.ofNullable(store.get(BootedApplication.class, BootedApplication.class));
  }
}

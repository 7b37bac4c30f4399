package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each type that others can use says whether it stays as it is: itself, or by its package. */
@Tag("once")
class StabilityTest {
  /** What protoc makes of a .proto stays as that one does. */
  private static final String GENERATED = ".*\\.v1(\\.host)?|parigot\\.message\\.wellknown";

  private static List<JavaClass> publicTypes() {
    return Modules.CLASSES.stream()
        .filter(type -> !type.getPackageName().matches(GENERATED))
        .filter(StabilityTest::isPublic)
        .toList();
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(StabilityTest::isPublic).orElse(true);
  }

  private static Optional<Status> status(JavaClass type) {
    return type.tryGetAnnotationOfType(API.class)
        .or(() -> type.getEnclosingClass().flatMap(outer -> own(outer)))
        .or(() -> type.getPackage().tryGetAnnotationOfType(API.class))
        .map(API::status);
  }

  private static Optional<API> own(JavaClass type) {
    return type.tryGetAnnotationOfType(API.class)
        .or(() -> type.getEnclosingClass().flatMap(StabilityTest::own));
  }

  @Test
  void everyPublicTypeSaysWhetherItIsStable() {
    assertThat(publicTypes()).hasSizeGreaterThan(200);
    assertThat(publicTypes().stream().filter(type -> status(type).isEmpty())).isEmpty();
  }

  /** Else what is stable could be used with what is not alone. */
  @Test
  void whatIsStableShowsNothingThatIsNot() {
    Set<String> shown = new TreeSet<>();
    int stable = 0;
    for (JavaClass type : publicTypes()) {
      if (!status(type).equals(Optional.of(Status.STABLE))) {
        continue;
      }
      stable++;
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        if (isVisible(unit)) {
          types(unit)
              .map(JavaClass::getBaseComponentType)
              .filter(other -> status(other).equals(Optional.of(Status.INTERNAL)))
              .forEach(other -> shown.add(type.getName() + " shows " + other.getName()));
        }
      }
    }

    assertThat(stable).isGreaterThan(80);
    assertThat(shown).isEmpty();
  }

  private static boolean isVisible(HasModifiers unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaClass> types(JavaCodeUnit unit) {
    return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }
}

package parigot.maven;

import org.teavm.interop.Address;
import org.teavm.interop.Export;
import org.teavm.interop.Structure;
import org.teavm.interop.Unmanaged;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.runtime.ExceptionHandling;
import org.teavm.runtime.MethodLocation;
import org.teavm.runtime.RuntimeObject;
import org.teavm.runtime.ShadowStack;
import org.teavm.runtime.StringPtr;

/**
 * Lets the host of a guest that has trapped ask for the lines where it was. A module with stack
 * traces keeps on its stack which call each method is at, and a table of the calls' places; both
 * are as they were when the trap came.
 *
 * <p>Public because TeaVM makes it by its name.
 */
public final class StackForHost implements ClassHolderTransformer {
  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (context.isObfuscated() && type.getName().equals(Text.class.getName())) {
      new Transplant(NoText.class, type, context).replace(type);
    }
  }

  /**
   * The stack as a text, compiled into guests: a line for each call, the innermost first, such as
   * {@code shop.Price.of:12}. None of this allocates, or calls what does: the guest may have ended
   * for want of memory, and amid a collection.
   */
  static final class Text {
    private static final int CLASS = 0;
    private static final int DOT = 1;
    private static final int METHOD = 2;
    private static final int COLON = 3;
    private static final int LINE = 4;
    private static final int END = 5;

    private static boolean begun;
    private static Address frame;
    private static Address location;
    private static int part;
    private static int at;

    private Text() {}

    /** What is called here is in the module. */
    static void offer() {}

    /** The next UTF-16 unit of the text; -1 when there is no more. */
    @Export(name = "parigot_stack_")
    @Unmanaged
    static int next() {
      if (!begun) {
        begun = true;
        enter(ShadowStack.getStackTop());
      }
      while (frame != null) {
        if (location == null) {
          enter(ShadowStack.getNextStackFrame(frame));
        } else {
          int unit = unit(location.toStructure());
          if (unit >= 0) {
            return unit;
          }
        }
      }
      return -1;
    }

    @Unmanaged
    private static void enter(Address next) {
      frame = next;
      location = null;
      if (frame != null) {
        int call = ShadowStack.getCallSiteId(frame);
        if (call >= 0) {
          Location found = placeOf(call);
          location = found == null ? null : found.toAddress();
        }
      }
      part = CLASS;
      at = 0;
    }

    @Unmanaged
    private static Location placeOf(int call) {
      Address place = ExceptionHandling.findCallSiteById(call, frame).toAddress();
      Site site = place.toStructure();
      return site.location;
    }

    /** The next unit of a place in the program, or -1 where a part of it is over. */
    @Unmanaged
    private static int unit(Location place) {
      int unit = unitOfPart(place);
      if (unit >= 0) {
        at++;
      } else {
        part++;
        at = 0;
        if (part > END) {
          part = CLASS;
          location = place.next == null ? null : place.next.toAddress();
        }
      }
      return unit;
    }

    @Unmanaged
    private static int unitOfPart(Location place) {
      MethodLocation method = place.method;
      return switch (part) {
        case CLASS -> method == null ? -1 : unitOf(method.className);
        case DOT -> single('.');
        case METHOD -> method == null ? -1 : unitOf(method.methodName);
        case COLON -> place.lineNumber > 0 ? single(':') : -1;
        case LINE -> digit(place.lineNumber);
        default -> single('\n');
      };
    }

    @Unmanaged
    private static int single(char unit) {
      return at == 0 ? unit : -1;
    }

    @Unmanaged
    private static int unitOf(StringPtr pointer) {
      if (pointer == null || pointer.value == null) {
        return -1;
      }
      Chars text = Address.ofObject(pointer.value).toStructure();
      return at < text.characters.length
          ? Address.ofData(text.characters).add(at << 1).getChar()
          : -1;
    }

    @Unmanaged
    private static int digit(int number) {
      int left = number;
      int digits = 0;
      while (left > 0) {
        digits++;
        left /= 10;
      }
      if (at >= digits) {
        return -1;
      }
      left = number;
      for (int after = digits - 1 - at; after > 0; after--) {
        left /= 10;
      }
      return '0' + left % 10;
    }
  }

  /** In the place of the other in guests without stack traces. */
  static final class NoText {
    private NoText() {}

    static void offer() {}
  }

  /** Laid out as TeaVM's {@code CallSite}. */
  static final class Site extends Structure {
    Structure firstHandler;
    Location location;
  }

  /** Laid out as TeaVM's {@code CallSiteLocation}, whose {@code next} is its own. */
  static final class Location extends Structure {
    MethodLocation method;
    int lineNumber;

    /** Of the method that has this one inlined. */
    Location next;
  }

  /** Laid out as TeaVM's strings. */
  static final class Chars extends RuntimeObject {
    char[] characters;
  }
}

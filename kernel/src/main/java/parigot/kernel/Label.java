package parigot.kernel;

import com.google.protobuf.ByteString;

/** A name as it stands in messages. */
final class Label {
  private final String text;
  private final ByteString inUtf8;

  Label(String text) {
    this.text = text;
    this.inUtf8 = ByteString.copyFromUtf8(text);
  }

  ByteString inUtf8() {
    return inUtf8;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Label that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

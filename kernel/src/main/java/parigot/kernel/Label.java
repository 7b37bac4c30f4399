package parigot.kernel;

import com.google.protobuf.ByteString;

/** A name as it stands in messages. */
public final class Label {
  private final String text;
  private final ByteString inUtf8;

  /** A name as people write it. */
  public Label(String text) {
    this.text = text;
    this.inUtf8 = ByteString.copyFromUtf8(text);
  }

  /** The name as it is sent. */
  public ByteString inUtf8() {
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

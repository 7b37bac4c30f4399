package org.teavm.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The name of a method and the types that it takes and gives, in the place of TeaVM's class of this
 * name. TeaVM's works its hash code out in a field, step by step, when it is first asked for. A
 * build compiles several guests at once, and its threads share the descriptors in constants: a
 * thread that saw such a step looked for the method in the wrong place, and did not find it. Here
 * the hash code is there before anybody can ask, and is the same number as TeaVM's.
 */
public class MethodDescriptor implements Serializable {
  private static final long serialVersionUID = 1;

  private final String name;

  @SuppressWarnings("serial") // As TeaVM has it: its types are serializable, though not by name.
  private final ValueType[] signature;

  private final int hash;

  /**
   * Of a name and types.
   *
   * @param signature what the method takes, and at the end what it gives
   */
  public MethodDescriptor(String name, ValueType... signature) {
    if (signature.length < 1) {
      throw new IllegalArgumentException(
          "The signature of " + name + " is empty; the last type is what it gives.");
    }
    this.name = name;
    this.signature = signature.clone();
    hash = hash(name, this.signature);
  }

  /**
   * Of a name and types.
   *
   * @param signature what the method takes, and at the end what it gives
   */
  public MethodDescriptor(String name, Class<?>... signature) {
    this(name, Stream.of(signature).map(ValueType::parse).toArray(ValueType[]::new));
  }

  private static int hash(String name, ValueType[] signature) {
    int hash = name.hashCode();
    for (ValueType type : signature) {
      hash = 31 * hash + type.hashCode();
    }
    return hash == 0 ? 1 : hash;
  }

  public String getName() {
    return name;
  }

  public ValueType[] getSignature() {
    return signature.clone();
  }

  public ValueType[] getParameterTypes() {
    return Arrays.copyOf(signature, parameterCount());
  }

  public ValueType getResultType() {
    return signature[parameterCount()];
  }

  public int parameterCount() {
    return signature.length - 1;
  }

  public ValueType parameterType(int index) {
    if (index >= parameterCount()) {
      throw new IndexOutOfBoundsException(this + " has no parameter " + index);
    }
    return signature[index];
  }

  @Override
  public String toString() {
    return name + signatureToString();
  }

  public String signatureToString() {
    return Stream.of(getParameterTypes())
        .map(ValueType::toString)
        .collect(Collectors.joining("", "(", ")" + getResultType()));
  }

  public static MethodDescriptor get(MethodHolder method) {
    return new MethodDescriptor(method.getName(), method.getSignature());
  }

  /**
   * Of a name and a signature, as in {@code name(I)V}.
   *
   * @throws IllegalArgumentException it is none
   */
  public static MethodDescriptor parse(String text) {
    MethodDescriptor parsed = parseIfPossible(text);
    if (parsed == null) {
      throw new IllegalArgumentException(text + " is no descriptor of a method.");
    }
    return parsed;
  }

  /** Null if it is none, or if it has no name. */
  public static MethodDescriptor parseIfPossible(String text) {
    int parameters = text.indexOf('(');
    if (parameters < 1) {
      return null;
    }
    return new MethodDescriptor(
        text.substring(0, parameters), parseSignature(text.substring(parameters)));
  }

  /**
   * Of parameters and a result, as in {@code (I)V}.
   *
   * @throws IllegalArgumentException it is none
   */
  public static ValueType[] parseSignature(String text) {
    ValueType[] parsed = parseSignatureIfPossible(text);
    if (parsed == null) {
      throw new IllegalArgumentException(text + " is no signature of a method.");
    }
    return parsed;
  }

  /** Null if it is none. */
  public static ValueType[] parseSignatureIfPossible(String text) {
    int end = text.indexOf(')', 1);
    if (text.charAt(0) != '(' || end < 0) {
      return null;
    }
    ValueType[] parameters = ValueType.parseManyIfPossible(text.substring(1, end));
    ValueType result = ValueType.parseIfPossible(text.substring(end + 1));
    if (parameters == null || result == null) {
      return null;
    }
    ValueType[] signature = Arrays.copyOf(parameters, parameters.length + 1);
    signature[parameters.length] = result;
    return signature;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof MethodDescriptor that
            && hash == that.hash
            && name.equals(that.name)
            && Arrays.equals(signature, that.signature));
  }
}

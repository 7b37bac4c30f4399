package parigot.message;

/** What a field may be of beside numbers and texts: for generated code. */
public sealed interface JsonType permits JsonEnum, JsonFormat {}

package parigot.protos;

/**
 * A file for protoc.
 *
 * @param name its path
 * @param text what it has in it
 */
record ProtoFile(String name, String text) {}

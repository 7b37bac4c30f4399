package parigot.protoc;

import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * The plugin as protoc starts it: a request on standard input, a response on standard output. What
 * is wrong with a .proto stands in the response, and protoc prints it.
 */
public final class ProtocGenParigot {
  private ProtocGenParigot() {}

  /** Runs once; takes no arguments. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      System.err.println(
          "protoc-gen-parigot is a plugin of protoc: run `protoc --parigot_out=FOLDER FILE.proto`.");
      System.exit(1);
    }
    CodeGeneratorRequest request = CodeGeneratorRequest.parseFrom(System.in);
    generate(request, System.err::println).writeTo(System.out);
    System.out.flush();
  }

  /**
   * Answers a request of protoc without a process of its own.
   *
   * @param request files with their source information, each behind those that it imports
   * @param warn told what does not stop it, a sentence each, with file, line and column
   * @return the Java files, or an error: a sentence for each mistake, with file, line and column
   */
  public static CodeGeneratorResponse generate(
      CodeGeneratorRequest request, Consumer<String> warn) {
    return Generator.generate(request, warn);
  }
}

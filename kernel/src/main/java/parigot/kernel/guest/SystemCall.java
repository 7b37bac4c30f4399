package parigot.kernel.guest;

/** The host functions of the module {@code parigot} that carry messages. */
public enum SystemCall {
  REGISTER("register_"),
  BIND_METHOD("bind_method_"),
  EXPORT("export_"),
  REQUIRE("require_"),
  LAUNCH("launch_"),
  LOCATE("locate_"),
  DISPATCH("dispatch_"),
  RETURN_VALUE("return_value_"),
  READ_ONE("read_one_"),
  EXIT("exit_"),
  TIMER("timer_");

  private final String importName;

  SystemCall(String importName) {
    this.importName = importName;
  }

  /** The name under which a guest imports it. */
  public String importName() {
    return importName;
  }
}

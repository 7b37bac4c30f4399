package parigot.bench;

/** What a JVM needs to start. */
final class HelloJava {
  private HelloJava() {}

  public static void main(String[] args) {
    System.out.println("bonjour world");
  }
}

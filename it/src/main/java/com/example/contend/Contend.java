package com.example.contend;

import java.io.IOException;
import java.sql.Connection;

/**
 * The application. Arguments: URL (with a query part), user, password, and words as in {@link
 * Settings}; the tables are those of {@link Tables}. It ends early when anything is said to it,
 * prints {@code done} and what it saw, then keeps a connection until its input ends.
 */
public final class Contend {
  private Contend() {}

  public static void main(String[] args) throws Exception {
    Contenders contenders = new Contenders(args);
    Thread input = new Thread(() -> listen(contenders), "input");
    input.setDaemon(true);
    input.start();
    contenders.run();
    try (Connection last = contenders.connect()) {
      contenders.close();
      System.out.println("done " + contenders.said());
      input.join();
    }
    System.out.println("bye");
  }

  private static void listen(Contenders contenders) {
    try {
      while (System.in.read() >= 0) {
        contenders.stop();
      }
    } catch (IOException e) {
      // As its end.
    }
    contenders.stop();
  }
}

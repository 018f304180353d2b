package com.example.load;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Leads an application by the lines of its input: each is done at once and answered by one line.
 */
public final class Lines {
  private Lines() {}

  /** What a command does. */
  @FunctionalInterface
  public interface Doing {
    /**
     * @param rest of the line behind its first word; empty for none
     * @return the answer
     */
    Object command(String verb, String rest) throws Exception;
  }

  /** Goes on until the input ends, or says {@code exit}. */
  public static void answer(Doing doing) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int n = 0;
    for (String line = in.readLine(); line != null && !line.equals("exit"); line = in.readLine()) {
      String answer;
      try {
        String[] parts = line.split(" ", 2);
        answer = "ok " + doing.command(parts[0], parts.length > 1 ? parts[1] : "");
      } catch (SQLException e) {
        answer = "error " + e.getSQLState() + " " + e.getErrorCode() + " " + e.getMessage();
      } catch (OutOfMemoryError e) {
        answer = "error out of memory";
      }
      System.out.println("#" + ++n + " " + answer.replace('\n', ' '));
    }
    System.out.println("bye");
  }
}

package io.querymirror.it.server;

/**
 * One entry of a server's general log.
 *
 * @param connection the server's id of the connection
 * @param command {@code Query}, {@code Prepare}, {@code Execute}, {@code Connect}, {@code Quit},
 *     {@code Init DB}, …
 * @param argument the statement, whole even over several lines; of Execute with its binds filled in
 */
public record LogEntry(long connection, String command, String argument) {
  /** Whether the server ran a statement by it (a Prepare only reads one). */
  public boolean runs() {
    return command.equals("Query") || command.equals("Execute");
  }
}

package io.querymirror.config;

/** One mistake in a configuration file. */
public final class ConfigError {
  private final String file;
  private final int line;
  private final String path;
  private final String message;

  ConfigError(String file, int line, String path, String message) {
    this.file = file;
    this.line = line;
    this.path = path;
    this.message = message;
  }

  /** As it was given. */
  public String file() {
    return file;
  }

  /** From 1; 0 for a file that could not be read at all. */
  public int line() {
    return line;
  }

  /** For example {@code targets.candidate.hosts[0]}; empty for the file as a whole. */
  public String path() {
    return path;
  }

  /** {@code found …, expected …}; on one line, without any secret. */
  public String message() {
    return message;
  }

  /** {@code FILE:LINE: path: found …, expected …}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ":" + line : "")
        + ": "
        + (path.isEmpty() ? "" : path + ": ")
        + message;
  }
}

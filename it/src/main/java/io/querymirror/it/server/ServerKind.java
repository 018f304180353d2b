package io.querymirror.it.server;

import java.util.Optional;

/** The servers that can be started here. */
public enum ServerKind {
  MARIADB("mariadb-10.11.5"),
  MYSQL8("mysql-8.0.15");

  private final String directory;

  ServerKind(String directory) {
    this.directory = directory;
  }

  String directory() {
    return directory;
  }

  /**
   * What this machine lacks to run it, in words for a user; empty where it runs. Unpacks the server
   * on the first call.
   */
  public Optional<String> missing() {
    return Installation.of(this).missing();
  }
}

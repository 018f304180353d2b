package io.querymirror.it;

import io.querymirror.it.server.ServerKind;

/** Drivers that an application may have. */
enum Driver {
  CONNECTOR_J_5("mysql", "mysql-connector-java-5.1.49"),
  CONNECTOR_J_8_0_11("mysql", "mysql-connector-java-8.0.11"),
  CONNECTOR_J_8("mysql", "mysql-connector-j-8.0.33"),
  CONNECTOR_J_9("mysql", "mysql-connector-j-9.4.0"),
  CONNECTOR_J("mysql", "mysql-connector-j-" + System.getProperty("connector-j.version")),
  MARIADB_2("mariadb", "mariadb-java-client-2.7.12"),
  MARIADB_3("mariadb", "mariadb-java-client-3.5.6"),
  MARIADB("mariadb", "mariadb-java-client-" + System.getProperty("mariadb-driver.version"));

  private final String scheme;
  private final String library;

  Driver(String scheme, String library) {
    this.scheme = scheme;
    this.library = library;
  }

  /** Of the server's own house, the newest. */
  static Driver of(ServerKind kind) {
    return kind == ServerKind.MARIADB ? MARIADB : CONNECTOR_J;
  }

  String library() {
    return library;
  }

  boolean isMariadb() {
    return scheme.equals("mariadb");
  }

  String url(String address, String schema, String properties) {
    // useSSL is what every version here understands, sslMode is not.
    String common =
        isMariadb()
            ? "allowPublicKeyRetrieval=true" + (this == MARIADB_2 ? "" : "&sslMode=disable")
            : "useSSL=false&allowPublicKeyRetrieval=true&useUnicode=true&characterEncoding=UTF-8"
                + (this == CONNECTOR_J_5 || this == CONNECTOR_J_8_0_11
                    ? "&serverTimezone=UTC"
                    : "");
    return "jdbc:"
        + scheme
        + "://"
        + address
        + "/"
        + schema
        + "?"
        + common
        + (properties.isEmpty() ? "" : "&" + properties);
  }
}

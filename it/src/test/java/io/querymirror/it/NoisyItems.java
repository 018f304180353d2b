package io.querymirror.it;

import io.querymirror.it.server.EmbeddedServer;
import io.querymirror.it.server.ServerKind;
import java.util.ArrayList;
import java.util.List;

/** A schema of some items, filled alike on a source and its targets, and reads of it. */
final class NoisyItems {
  private static final String SOURCE = "noisy";
  private static final int ITEMS = 40;

  private NoisyItems() {}

  /** The last report of a run, and what was printed on standard error. */
  record Ended(Report report, String err) {}

  /** The view answers something of its own on each server: noise that no second run shows. */
  private static void filled(EmbeddedServer server, String schema) {
    server.execute(
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema,
        "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40), price DECIMAL(8,2),"
            + " weight DOUBLE, changed DATETIME)",
        "CREATE VIEW shown AS SELECT id, name, '" + schema + "' AS node FROM item");
    List<String> rows = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      rows.add("(" + i + ", 'item " + i + "', " + i + ".50, " + i + ".25, '2026-05-05 12:00:00')");
    }
    server.execute("INSERT INTO " + schema + ".item VALUES " + String.join(",", rows));
  }

  static EmbeddedServer source() {
    EmbeddedServer source = Servers.source(ServerKind.MYSQL8);
    filled(source, SOURCE);
    return source;
  }

  static EmbeddedServer targets(String... schemas) {
    EmbeddedServer server = Servers.target(ServerKind.MYSQL8);
    for (String schema : schemas) {
      filled(server, schema);
    }
    return server;
  }

  static String schema(String name) {
    return "schemas: {" + SOURCE + ": " + name + "}";
  }

  /** A read of each item. */
  static List<String> reads(String select) {
    List<String> commands = new ArrayList<>();
    for (int i = 1; i <= ITEMS; i++) {
      commands.add("prepared " + select + " WHERE id = ?|" + i);
    }
    return commands;
  }

  /** Runs commands of the console until all of them have ended on every target. */
  static Ended run(EmbeddedServer source, Config config, List<String> commands) {
    String err;
    try (Shell shell = Shell.start(Shell.app(source, SOURCE).agent(config.write())).quick()) {
      shell.done(commands.toArray(String[]::new));
      config.drained(commands.size(), shell::err);
      shell.exit();
      err = shell.err();
    }
    return new Ended(config.report().balanced(), err);
  }
}

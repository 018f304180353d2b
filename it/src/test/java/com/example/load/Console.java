package com.example.load;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * An application led by hand: each line of its input is done at once and answered by one line.
 * Arguments: URL, user, password. Its main thread ends with its input.
 */
public final class Console {
  private final String[] access;
  private final Map<String, Connection> connections = new LinkedHashMap<>();
  private final Map<String, Savepoint> savepoints = new HashMap<>();
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private Connection current;
  private Load load;
  private FutureTask<Object> later;

  private Console(String[] access) {
    this.access = access;
  }

  public static void main(String[] args) throws Exception {
    Console console = new Console(args);
    Lines.answer(console::command);
  }

  private Connection connection() throws SQLException {
    if (current == null) {
      on("main");
    }
    return current;
  }

  private void on(String name) throws SQLException {
    current = connections.get(name);
    if (current == null) {
      current = DriverManager.getConnection(access[0], access[1], access[2]);
      connections.put(name, current);
    }
  }

  private Object command(String verb, String rest) throws SQLException {
    switch (verb) {
      case "on":
        on(rest);
        return rest;
      case "sql":
        try (Statement statement = connection().createStatement()) {
          return result(statement, statement.execute(rest));
        }
      case "later":
        // The same, in a thread of its own; its answer is that of joined.
        Connection own = connection();
        later =
            new FutureTask<>(
                () -> {
                  try (Statement statement = own.createStatement()) {
                    return result(statement, statement.execute(rest));
                  }
                });
        new Thread(later, "later").start();
        return verb;
      case "joined":
        return joined();
      case "prepared":
        return prepared(rest.split("\\|"));
      case "call":
        try (CallableStatement statement = connection().prepareCall(rest)) {
          return result(statement, statement.execute());
        }
      case "called":
        return called(rest.split("\\|"));
      case "batch":
        return batch(rest.split("\\|"));
      case "autocommit":
        connection().setAutoCommit(rest.equals("on"));
        return rest;
      case "commit":
        connection().commit();
        return verb;
      case "rollback":
        connection().rollback();
        return verb;
      case "savepoint":
        savepoints.put(rest, connection().setSavepoint(rest));
        return rest;
      case "rollback-to":
        connection().rollback(savepoints.get(rest));
        return rest;
      case "release":
        connection().releaseSavepoint(savepoints.get(rest));
        return rest;
      case "catalog":
        connection().setCatalog(rest);
        return rest;
      case "close":
        connection().close();
        connections.values().remove(current);
        current = null;
        return verb;
      case "open":
        open(rest.split(" ", 2));
        return rest;
      case "isolation":
        connection().setTransactionIsolation(number(rest, 0));
        return rest;
      case "read-only":
        connection().setReadOnly(rest.equals("on"));
        return rest;
      case "abort":
        return abort(rest);
      case "reset":
        return reset();
      case "property":
        System.setProperty(
            rest.substring(0, rest.indexOf(' ')), rest.substring(rest.indexOf(' ') + 1));
        return rest;
      case "load":
        // load THREADS STATEMENTS: so many statements on each of so many connections.
        load = new Load(access, number(rest, 0), number(rest, 1));
        load.start();
        return load.finish();
      case "start":
        // start THREADS [PAUSE]: until stop, with so many milliseconds between two steps.
        load = new Load(access, number(rest, 0), Integer.MAX_VALUE);
        load.pause(rest.contains(" ") ? number(rest, 1) : 0).start();
        return verb;
      case "stop":
        load.stop();
        return load.finish();
      case "give-up":
        return giveUp();
      case "reload":
        return Reloads.once();
      case "storm":
        return storm(rest.split(" ", 3));
      case "threads":
        return threads(rest);
      case "progress":
        return load.statements();
      default:
        throw new SQLException("unknown command " + verb);
    }
  }

  private Object joined() throws SQLException {
    try {
      return later.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new SQLException(e);
    }
  }

  /** Leaves the agent's switch as a thousand errors in the capture leave it. */
  private static Object giveUp() throws SQLException {
    try {
      Class.forName("io.querymirror.bootstrap.Probe", false, null)
          .getField("on")
          .setBoolean(null, false);
      return "off";
    } catch (ReflectiveOperationException e) {
      throw new SQLException(e);
    }
  }

  /** NAME PROPERTIES: a connection with more properties in its URL. */
  private void open(String[] parts) throws SQLException {
    String url = access[0] + (parts.length > 1 ? "&" + parts[1] : "");
    current = DriverManager.getConnection(url, access[1], access[2]);
    connections.put(parts[0], current);
  }

  /** CONFIG VARIANTS COUNT. */
  private static String storm(String[] parts) throws SQLException {
    try {
      return Reloads.storm(Path.of(parts[0]), Path.of(parts[1]), Integer.parseInt(parts[2]));
    } catch (IOException e) {
      throw new SQLException(e);
    }
  }

  /** Ends the connection from another thread; with a text, while it runs on this one. */
  private Object abort(String sql) throws SQLException {
    Connection ended = connection();
    Thread other =
        new Thread(
            () -> {
              try {
                Thread.sleep(sql.isEmpty() ? 0 : 500);
                ended.abort(Runnable::run);
              } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    other.start();
    Object said = "aborted";
    if (!sql.isEmpty()) {
      try (Statement statement = ended.createStatement()) {
        said = result(statement, statement.execute(sql));
      } catch (SQLException e) {
        said = "failed " + e.getErrorCode();
      }
    }
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    connections.values().remove(ended);
    current = null;
    return said;
  }

  /** As a pool resets a session, by the driver's own method for it. */
  private Object reset() throws SQLException {
    Connection c = connection();
    for (String name : new String[] {"resetServerState", "reset"}) {
      try {
        c.getClass().getMethod(name).invoke(c);
        return name;
      } catch (NoSuchMethodException e) {
        continue; // The other driver's.
      } catch (ReflectiveOperationException e) {
        throw new SQLException(e);
      }
    }
    throw new SQLException("no reset");
  }

  /** Names of the threads whose context class loader is of the class. */
  private static Object threads(String loader) {
    Map<String, Integer> names = new TreeMap<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader context = thread.getContextClassLoader();
      if (context != null && context.getClass().getName().equals(loader)) {
        names.put(thread.getName(), 1);
      }
    }
    return names.keySet();
  }

  private static int number(String text, int index) {
    return Integer.parseInt(text.split(" ")[index]);
  }

  /** Text, then binds; the statement is prepared once for each text and connection. */
  private Object prepared(String[] parts) throws SQLException {
    String key = System.identityHashCode(connection()) + parts[0];
    PreparedStatement statement = prepared.get(key);
    if (statement == null) {
      statement = connection().prepareStatement(parts[0], Statement.RETURN_GENERATED_KEYS);
      prepared.put(key, statement);
    }
    for (int i = 1; i < parts.length; i++) {
      bind(statement, i, parts[i]);
    }
    return result(statement, statement.execute());
  }

  /** Text, then for each parameter its value, or {@code out}. */
  private Object called(String[] parts) throws SQLException {
    try (CallableStatement statement = connection().prepareCall(parts[0])) {
      for (int i = 1; i < parts.length; i++) {
        if (parts[i].equals("out")) {
          statement.registerOutParameter(i, java.sql.Types.VARCHAR);
        } else {
          bind(statement, i, parts[i]);
        }
      }
      statement.execute();
      StringBuilder text = new StringBuilder();
      for (int i = 1; i < parts.length; i++) {
        text.append(parts[i].equals("out") ? statement.getString(i) + " " : "");
      }
      return text;
    }
  }

  /** Text, then one bind for each entry. */
  private Object batch(String[] parts) throws SQLException {
    try (PreparedStatement statement = connection().prepareStatement(parts[0])) {
      for (int i = 1; i < parts.length; i++) {
        bind(statement, 1, parts[i]);
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  private static void bind(PreparedStatement statement, int index, String text)
      throws SQLException {
    if (text.equals("null")) {
      statement.setNull(index, java.sql.Types.VARCHAR);
    } else if (text.matches("-?\\d+")) {
      statement.setInt(index, Integer.parseInt(text));
    } else {
      statement.setString(index, text);
    }
  }

  private static Object result(Statement statement, boolean rows) throws SQLException {
    if (!rows) {
      return statement.getUpdateCount();
    }
    StringBuilder text = new StringBuilder();
    try (ResultSet set = statement.getResultSet()) {
      while (set.next()) {
        text.append(set.getString(1)).append(' ');
      }
    }
    return text;
  }
}

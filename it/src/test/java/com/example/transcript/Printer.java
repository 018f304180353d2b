package com.example.transcript;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.sql.BatchUpdateException;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Prints results and failures so that two runs can be compared, and counts what was executed. */
final class Printer {
  private int executed;
  private int perhaps;
  private int line;

  interface Action {
    void run() throws Exception;
  }

  void section(String name) {
    line = 0;
    System.out.println("== " + name);
  }

  /** What the program executed: each entry of a batch, failed ones too. */
  void end() {
    System.out.println("== end, executed " + executed + ", perhaps " + perhaps);
    System.out.flush();
  }

  /** A call that executes one statement. */
  <T> T sql(String label, Callable<T> call) {
    return sql(label, 1, call);
  }

  /** A call that executes so many statements. */
  <T> T sql(String label, int statements, Callable<T> call) {
    executed += statements;
    return call(label, call);
  }

  /** A call that one driver sends and another refuses. */
  <T> T perhaps(String label, Callable<T> call) {
    perhaps++;
    return call(label, call);
  }

  /** A call that executes none; null where it threw. */
  <T> T call(String label, Callable<T> call) {
    try {
      T result = call.call();
      print(label, describe(result));
      return result;
    } catch (Exception | Error e) {
      thrown(label, e);
      return null;
    }
  }

  void run(String label, Action action) {
    call(
        label,
        () -> {
          action.run();
          return "done";
        });
  }

  void print(String label, String text) {
    System.out.println(++line + " " + label + ": " + plain(text));
  }

  /** What differs between any two runs: identity hashes, the server's connection ids, uptime. */
  private static String plain(String text) {
    return text.replaceAll("(?<=[\\w;])@[0-9a-f]{1,8}\\b(?!\\.)", "@#")
        .replaceAll("\\(conn=\\d+\\)", "(conn=#)")
        .replaceAll("conn:\\d+", "conn:#")
        .replaceAll("HikariProxy(\\w+)@\\d+", "HikariProxy$1@#")
        .replaceAll("[Cc]onnection id \\d+", "connection id #")
        .replaceAll("(?i)(connection|thread) \\d+ ", "$1 # ")
        .replaceAll("SAVEPOINT \\S+ does", "SAVEPOINT # does")
        .replaceAll("\\d+ milliseconds", "# milliseconds");
  }

  void thrown(String label, Throwable e) {
    StringBuilder text = new StringBuilder("threw");
    Throwable cause = e;
    for (int depth = 0; cause != null && depth < 5; depth++) {
      text.append(depth == 0 ? " " : "\n    caused by ").append(one(cause));
      cause = cause.getCause();
    }
    if (e instanceof SQLException sql) {
      int n = 0;
      for (SQLException next = sql.getNextException();
          next != null && n++ < 5;
          next = next.getNextException()) {
        text.append("\n    next ").append(one(next));
      }
    }
    print(label, text.toString());
  }

  private static String one(Throwable e) {
    StringBuilder text = new StringBuilder(e.getClass().getName());
    text.append(" [").append(e.getMessage()).append(']');
    if (e instanceof SQLException sql) {
      text.append(" state ").append(sql.getSQLState()).append(" code ").append(sql.getErrorCode());
    }
    if (e instanceof BatchUpdateException batch) {
      text.append(" counts ").append(Arrays.toString(batch.getUpdateCounts()));
      text.append(" large ").append(Arrays.toString(batch.getLargeUpdateCounts()));
    }
    text.append(" suppressed ").append(e.getSuppressed().length);
    // An agent's frame in a stack trace is something that an application can observe.
    List<String> frames = new ArrayList<>();
    for (StackTraceElement frame : e.getStackTrace()) {
      if (frames.size() == 12) {
        break;
      }
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        String name = frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName();
        frames.add(name.replaceAll("lambda\\$(\\w+)\\$\\d+", "lambda"));
      }
    }
    return text.append("\n    at ").append(String.join(" < ", frames)).toString();
  }

  void warnings(String label, SQLWarning warning) {
    StringBuilder text = new StringBuilder();
    for (SQLWarning w = warning; w != null; w = w.getNextWarning()) {
      text.append(text.length() == 0 ? "" : "; ").append(w.getClass().getName());
      text.append(" [").append(w.getMessage()).append("] ").append(w.getSQLState());
      text.append(' ').append(w.getErrorCode());
    }
    print(label, text.length() == 0 ? "none" : text.toString());
  }

  String describe(Object value) throws Exception {
    if (value == null) {
      return "null";
    }
    if (value instanceof ResultSet rows) {
      return rows(rows);
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value.getClass().isArray()) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        parts.add(describe(Array.get(value, i)));
      }
      return parts.toString();
    }
    if (value instanceof Blob blob) {
      return "blob " + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
    }
    if (value instanceof Clob clob) {
      return "clob " + clob.getSubString(1, (int) clob.length());
    }
    if (value instanceof SQLXML xml) {
      return "xml " + xml.getString();
    }
    if (value instanceof InputStream in) {
      return "stream " + HexFormat.of().formatHex(in.readAllBytes());
    }
    if (value instanceof Reader reader) {
      StringBuilder text = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
      }
      return "reader " + text;
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map).toString();
    }
    if (value instanceof Savepoint) {
      return value.getClass().getName();
    }
    if (value instanceof Class<?> type) {
      return "class " + type.getName();
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof CharSequence) {
      return value + " (" + value.getClass().getSimpleName() + ")";
    }
    return value + " (" + value.getClass().getName() + ")";
  }

  /** Column names and types, all rows, and the result set's warnings; closes it. */
  String rows(ResultSet rows) throws Exception {
    StringBuilder text = new StringBuilder();
    try (rows) {
      ResultSetMetaData meta = rows.getMetaData();
      int columns = meta.getColumnCount();
      for (int c = 1; c <= columns; c++) {
        text.append(c == 1 ? "" : ", ").append(meta.getColumnLabel(c));
        text.append(' ')
            .append(meta.getColumnTypeName(c))
            .append('/')
            .append(meta.getColumnType(c));
      }
      int n = 0;
      while (rows.next()) {
        text.append("\n    row: ");
        for (int c = 1; c <= columns; c++) {
          text.append(c == 1 ? "" : ", ");
          Object value = rows.getObject(c);
          text.append(value instanceof String s ? s : describe(value));
          text.append(rows.wasNull() ? "!" : "");
        }
        n++;
      }
      text.append("\n    ").append(n).append(" rows, warnings ").append(rows.getWarnings());
    }
    return text.toString();
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

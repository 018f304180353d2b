package io.querymirror.mirror;

import io.querymirror.model.ControlType;
import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import java.sql.Connection;
import java.util.Locale;

/** The SQL by which a lane repeats session control: the text as given, or what a method means. */
final class ControlText {
  private ControlText() {}

  /** Text without marker. For USE the schema is still the source's. */
  static String of(Execution e) {
    if (e.isStatement()) {
      return e.sql();
    }
    String argument = e.argument() == null ? "" : e.argument();
    ControlType type = e.control();
    if (type == null) {
      throw new IllegalArgumentException("no session control: " + e.event().type());
    }
    switch (type) {
      case BEGIN:
        return "START TRANSACTION";
      case COMMIT:
        return "COMMIT";
      case ROLLBACK:
        return "ROLLBACK";
      case SAVEPOINT:
        return "SAVEPOINT " + quote(argument);
      case ROLLBACK_TO:
        return "ROLLBACK TO SAVEPOINT " + quote(argument);
      case RELEASE_SAVEPOINT:
        return "RELEASE SAVEPOINT " + quote(argument);
      case AUTOCOMMIT_ON:
        return "SET autocommit=1";
      case AUTOCOMMIT_OFF:
        return "SET autocommit=0";
      case SCHEMA:
        return "USE " + quote(argument);
      case ISOLATION:
        return "SET SESSION TRANSACTION ISOLATION LEVEL " + isolation(e.event().number());
      case READ_ONLY:
        return "SET SESSION TRANSACTION READ " + (e.event().number() == 0 ? "WRITE" : "ONLY");
      default:
        throw new IllegalArgumentException("no text for " + type);
    }
  }

  private static String isolation(int level) {
    switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED:
        return "READ UNCOMMITTED";
      case Connection.TRANSACTION_READ_COMMITTED:
        return "READ COMMITTED";
      case Connection.TRANSACTION_SERIALIZABLE:
        return "SERIALIZABLE";
      default:
        return "REPEATABLE READ";
    }
  }

  static String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** BEGIN as a read-only target may run it. */
  static String readOnlyBegin(Execution e) {
    String words = words(e);
    if (!words.contains("read write")) {
      return of(e);
    }
    return words.contains("consistent snapshot")
        ? "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
        : "START TRANSACTION READ ONLY";
  }

  /** BEGIN, with its access mode said. */
  static String explicitBegin(Execution e) {
    String words = words(e);
    String snapshot = words.contains("consistent snapshot") ? "WITH CONSISTENT SNAPSHOT, " : "";
    String mode = words.contains("read only") ? "READ ONLY" : "READ WRITE";
    return "START TRANSACTION " + snapshot + mode;
  }

  /** COMMIT or ROLLBACK AND CHAIN. */
  static boolean chains(Execution e) {
    return words(e).contains("and chain");
  }

  /** COMMIT or ROLLBACK RELEASE ends the session too; the lane sees to that by itself. */
  static boolean releases(Execution e) {
    String words = words(e);
    return words.contains(" release") && !words.contains("no release");
  }

  /** SET TRANSACTION without SESSION, and its form with {@code @@}, hold for one transaction. */
  static boolean nextTransactionOnly(Execution e) {
    String words = words(e);
    return words.startsWith("set transaction ")
        || words.startsWith("set @@transaction_")
        || words.startsWith("set @@tx_");
  }

  private static String words(Execution e) {
    SqlShape shape = e.shape();
    return shape == null ? "" : shape.digestText().toLowerCase(Locale.ROOT);
  }
}

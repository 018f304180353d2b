package io.querymirror.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a piece of session control does; it keeps a target's session in step with its source's. */
public enum ControlType {
  /** BEGIN or START TRANSACTION. */
  BEGIN,
  COMMIT,
  ROLLBACK,
  SAVEPOINT,
  ROLLBACK_TO,
  RELEASE_SAVEPOINT,
  AUTOCOMMIT_ON,
  AUTOCOMMIT_OFF,
  /** SET of session and user variables, SET NAMES, as text. */
  SET,
  /** The current schema changed, by USE or by a method. */
  SCHEMA,
  ISOLATION,
  READ_ONLY,
  /** The source connection ended; an open transaction of it is rolled back. */
  CLOSE;

  /**
   * What SET autocommit to this value does, in any case; null where it is none that servers know.
   */
  public static @Nullable ControlType autocommit(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "1":
      case "on":
      case "true":
        return AUTOCOMMIT_ON;
      case "0":
      case "off":
      case "false":
        return AUTOCOMMIT_OFF;
      default:
        return null;
    }
  }
}

package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import io.querymirror.model.BindKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a hook tells the probe of the method that it stands in. */
final class MethodConstants {
  private static final Map<String, BindKind> BY_SETTER =
      Map.ofEntries(
          Map.entry("setNull", BindKind.NULL),
          Map.entry("setBoolean", BindKind.BOOLEAN),
          Map.entry("setByte", BindKind.BYTE),
          Map.entry("setShort", BindKind.SHORT),
          Map.entry("setInt", BindKind.INT),
          Map.entry("setLong", BindKind.LONG),
          Map.entry("setFloat", BindKind.FLOAT),
          Map.entry("setDouble", BindKind.DOUBLE),
          Map.entry("setBigDecimal", BindKind.BIG_DECIMAL),
          Map.entry("setBigInteger", BindKind.OBJECT),
          Map.entry("setString", BindKind.STRING),
          Map.entry("setNString", BindKind.NSTRING),
          Map.entry("setBytes", BindKind.BYTES),
          Map.entry("setDate", BindKind.DATE),
          Map.entry("setTime", BindKind.TIME),
          Map.entry("setTimestamp", BindKind.TIMESTAMP),
          Map.entry("setURL", BindKind.URL),
          Map.entry("setObject", BindKind.OBJECT));

  private static final Map<String, Integer> CONTROLS =
      Map.ofEntries(
          Map.entry("commit", Probe.CONTROL_COMMIT),
          Map.entry("setAutoCommit", Probe.CONTROL_AUTOCOMMIT),
          Map.entry("setSavepoint", Probe.CONTROL_SAVEPOINT),
          Map.entry("releaseSavepoint", Probe.CONTROL_RELEASE),
          Map.entry("setCatalog", Probe.CONTROL_SCHEMA),
          Map.entry("setSchema", Probe.CONTROL_SCHEMA),
          Map.entry("setDatabase", Probe.CONTROL_SCHEMA),
          Map.entry("setTransactionIsolation", Probe.CONTROL_ISOLATION),
          Map.entry("setReadOnly", Probe.CONTROL_READ_ONLY),
          Map.entry("close", Probe.CONTROL_CLOSE),
          Map.entry("abort", Probe.CONTROL_CLOSE),
          Map.entry("reset", Probe.CONTROL_RESET),
          Map.entry("resetServerState", Probe.CONTROL_RESET),
          Map.entry("changeUser", Probe.CONTROL_RESET));

  private MethodConstants() {}

  /** Kind of the bind that a setter makes. */
  static BindKind bindKind(String setter, int parameters) {
    BindKind kind = BY_SETTER.getOrDefault(setter, BindKind.UNSUPPORTED);
    if (kind == BindKind.NULL) {
      // A driver's own type in place of java.sql.Types does not matter for a NULL.
      return parameters > 2 ? BindKind.NULL_NAMED : BindKind.NULL;
    }
    if (kind == BindKind.OBJECT && setter.equals("setObject")) {
      return parameters == 2
          ? BindKind.OBJECT
          : parameters == 3 ? BindKind.OBJECT_TYPED : BindKind.OBJECT_SCALED;
    }
    return kind;
  }

  /** Name of a setter whose value cannot be read, or null. */
  static @Nullable String reason(String setter, int parameters) {
    return bindKind(setter, parameters) == BindKind.UNSUPPORTED ? setter : null;
  }

  /** CONTROL constant of a method of a connection; -1 for any other. */
  static int control(String method, int parameters) {
    if (method.equals("rollback")) {
      return parameters == 0 ? Probe.CONTROL_ROLLBACK : Probe.CONTROL_ROLLBACK_TO;
    }
    return CONTROLS.getOrDefault(method, -1);
  }
}

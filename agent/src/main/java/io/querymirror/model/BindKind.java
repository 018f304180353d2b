package io.querymirror.model;

/** Which JDBC setter the application called for a bind; the copy is bound by the same one. */
public enum BindKind {
  /** {@code setNull(i, sqlType)}: extra is the Integer type. */
  NULL,
  /** {@code setNull(i, sqlType, typeName)}: value is the type name, extra the Integer type. */
  NULL_NAMED,
  BOOLEAN,
  BYTE,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  BIG_DECIMAL,
  STRING,
  NSTRING,
  BYTES,
  /** Extra is the Calendar, or null. */
  DATE,
  /** Extra is the Calendar, or null. */
  TIME,
  /** Extra is the Calendar, or null. */
  TIMESTAMP,
  URL,
  OBJECT,
  /** {@code setObject(i, x, type)}: extra is an Integer or a java.sql.SQLType. */
  OBJECT_TYPED,
  /** {@code setObject(i, x, type, scale)}: extra is an Object[]{type, Integer scale}. */
  OBJECT_SCALED,
  /** Not readable without consuming it; value is the reason. */
  UNSUPPORTED
}

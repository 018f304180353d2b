package io.querymirror.compare;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;

/** What the values of a column are, whatever their size. */
enum Family {
  NULL,
  INTEGER,
  YEAR,
  BIT,
  DECIMAL,
  FLOAT,
  DOUBLE,
  /** DATE, DATETIME and TIMESTAMP. */
  MOMENT,
  TIME,
  TEXT,
  BYTES,
  JSON;

  static Family of(ResultColumn c) {
    switch (c.type()) {
      case FieldType.NULL:
        return NULL;
      case FieldType.TINY:
      case FieldType.SHORT:
      case FieldType.INT24:
      case FieldType.LONG:
      case FieldType.LONGLONG:
        return INTEGER;
      case FieldType.YEAR:
        return YEAR;
      case FieldType.BIT:
        return BIT;
      case FieldType.DECIMAL:
      case FieldType.NEWDECIMAL:
        return DECIMAL;
      case FieldType.FLOAT:
        return FLOAT;
      case FieldType.DOUBLE:
        return DOUBLE;
      case FieldType.DATE:
      case FieldType.NEWDATE:
      case FieldType.DATETIME:
      case FieldType.TIMESTAMP:
        return MOMENT;
      case FieldType.TIME:
        return TIME;
      case FieldType.JSON:
        return JSON;
      case FieldType.GEOMETRY:
        return BYTES;
      default:
        return c.collation() == FieldType.BYTES && !isList(c) ? BYTES : TEXT;
    }
  }

  /** ENUM or SET: their words. */
  static boolean isList(ResultColumn c) {
    return c.type() == FieldType.ENUM
        || c.type() == FieldType.SET
        || (c.flags() & (FieldType.ENUM_FLAG | FieldType.SET_FLAG)) != 0;
  }

  boolean isNumber() {
    return this == INTEGER || this == YEAR || this == DECIMAL || isApproximate();
  }

  boolean isApproximate() {
    return this == FLOAT || this == DOUBLE;
  }

  boolean isString() {
    return this == TEXT || this == BYTES;
  }
}

package io.querymirror.compare;

import io.querymirror.model.FieldType;
import io.querymirror.model.ResultColumn;

/** A column's type in a user's words, as far as the protocol tells it. */
final class TypeName {
  private TypeName() {}

  static String of(ResultColumn c) {
    boolean bytes = c.collation() == FieldType.BYTES;
    switch (c.type()) {
      case FieldType.TINY:
        return sign(c, "tinyint");
      case FieldType.SHORT:
        return sign(c, "smallint");
      case FieldType.INT24:
        return sign(c, "mediumint");
      case FieldType.LONG:
        return sign(c, "int");
      case FieldType.LONGLONG:
        return sign(c, "bigint");
      case FieldType.DECIMAL:
      case FieldType.NEWDECIMAL:
        return sign(c, "decimal with " + c.decimals() + " digits");
      case FieldType.FLOAT:
        return sign(c, "float");
      case FieldType.DOUBLE:
        return sign(c, "double");
      case FieldType.NULL:
        return "null";
      case FieldType.TIMESTAMP:
        return digits(c, "timestamp");
      case FieldType.DATETIME:
        return digits(c, "datetime");
      case FieldType.TIME:
        return digits(c, "time");
      case FieldType.DATE:
      case FieldType.NEWDATE:
        return "date";
      case FieldType.YEAR:
        return "year";
      case FieldType.BIT:
        return "bit";
      case FieldType.JSON:
        return "json";
      case FieldType.GEOMETRY:
        return "geometry";
      case FieldType.TINY_BLOB:
      case FieldType.MEDIUM_BLOB:
      case FieldType.LONG_BLOB:
      case FieldType.BLOB:
        return bytes ? "blob" : "text";
      default:
        return string(c, bytes);
    }
  }

  private static String string(ResultColumn c, boolean bytes) {
    if (c.type() == FieldType.ENUM || (c.flags() & FieldType.ENUM_FLAG) != 0) {
      return "enum";
    }
    if (c.type() == FieldType.SET || (c.flags() & FieldType.SET_FLAG) != 0) {
      return "set";
    }
    if (c.type() == FieldType.STRING) {
      return bytes ? "binary" : "char";
    }
    return bytes ? "varbinary" : "varchar";
  }

  private static String sign(ResultColumn c, String name) {
    return (c.flags() & FieldType.UNSIGNED_FLAG) != 0 ? name + " unsigned" : name;
  }

  private static String digits(ResultColumn c, String name) {
    return c.decimals() > 0 && c.decimals() <= 6 ? name + "(" + c.decimals() + ")" : name;
  }
}

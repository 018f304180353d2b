package io.querymirror.stats;

import io.querymirror.model.ResultColumn;

/** A word for a column's type, as SQL names it. */
final class TypeNames {
  private static final int BINARY = 63;
  private static final int UNSIGNED = 32;

  private TypeNames() {}

  static String of(ResultColumn column) {
    String name = name(column.type(), column.collation() == BINARY);
    boolean number = column.type() <= 9 || column.type() == 0xf6;
    return number && (column.flags() & UNSIGNED) != 0 && column.type() != 7
        ? name + " unsigned"
        : name;
  }

  private static String name(int type, boolean bytes) {
    switch (type) {
      case 0:
      case 0xf6:
        return "decimal";
      case 1:
        return "tinyint";
      case 2:
        return "smallint";
      case 3:
        return "int";
      case 4:
        return "float";
      case 5:
        return "double";
      case 6:
        return "null";
      case 7:
        return "timestamp";
      case 8:
        return "bigint";
      case 9:
        return "mediumint";
      case 10:
      case 14:
        return "date";
      case 11:
        return "time";
      case 12:
        return "datetime";
      case 13:
        return "year";
      case 16:
        return "bit";
      case 0xf5:
        return "json";
      case 0xf7:
        return "enum";
      case 0xf8:
        return "set";
      case 0xf9:
      case 0xfa:
      case 0xfb:
      case 0xfc:
        return bytes ? "blob" : "text";
      case 0xfe:
        return bytes ? "binary" : "char";
      case 0xff:
        return "geometry";
      default:
        return bytes ? "varbinary" : "varchar";
    }
  }
}

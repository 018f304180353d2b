package io.querymirror.catalog;

import java.util.List;

/** A foreign key, as seen from either side. Immutable. */
final class ForeignKey {
  /** What a change of the parent does to its children. */
  enum Rule {
    /** The change fails where there are children. */
    REFUSE,
    CASCADE,
    SET_NULL;

    static Rule of(String name) {
      switch (name) {
        case "CASCADE":
          return CASCADE;
        case "SET NULL":
          return SET_NULL;
        default:
          return REFUSE;
      }
    }
  }

  final String childSchema;
  final String childTable;
  final List<String> childColumns;
  final String parentSchema;
  final String parentTable;

  /** One for each of the child's. */
  final List<String> parentColumns;

  final Rule onDelete;
  final Rule onUpdate;

  /** Names of columns in lower case. */
  ForeignKey(
      String childSchema,
      String childTable,
      List<String> childColumns,
      String parentSchema,
      String parentTable,
      List<String> parentColumns,
      Rule onDelete,
      Rule onUpdate) {
    this.childSchema = childSchema;
    this.childTable = childTable;
    this.childColumns = List.copyOf(childColumns);
    this.parentSchema = parentSchema;
    this.parentTable = parentTable;
    this.parentColumns = List.copyOf(parentColumns);
    this.onDelete = onDelete;
    this.onUpdate = onUpdate;
  }
}

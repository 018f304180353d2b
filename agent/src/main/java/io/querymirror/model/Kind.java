package io.querymirror.model;

import java.util.Locale;

/**
 * What a statement is, by its gravest part; the names are those of the {@code kind} field of a
 * rule.
 */
public enum Kind {
  SELECT(Group.READ),
  /** SHOW, DESCRIBE, EXPLAIN: read, but not a SELECT. */
  SHOW(Group.READ),
  INSERT(Group.WRITE),
  UPDATE(Group.WRITE),
  DELETE(Group.WRITE),
  REPLACE(Group.WRITE),
  CALL(Group.WRITE),
  DDL(Group.WRITE),
  /** LOAD DATA without LOCAL. */
  LOAD(Group.WRITE),
  SET(Group.NEITHER),
  USE(Group.NEITHER),
  /** BEGIN, COMMIT, ROLLBACK, SAVEPOINT and the like. */
  TRANSACTION(Group.NEITHER),
  OTHER(Group.NEITHER);

  /** The two group names that a rule's {@code kind} also knows. */
  public enum Group {
    READ,
    WRITE,
    NEITHER
  }

  private final Group group;

  Kind(Group group) {
    this.group = group;
  }

  public Group group() {
    return group;
  }

  /** The name in configuration; SHOW and LOAD have none of their own and answer {@code other}. */
  public String configName() {
    return this == SHOW || this == LOAD ? "other" : name().toLowerCase(Locale.ROOT);
  }
}

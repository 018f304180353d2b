package io.querymirror.config;

/** When two strings are equal. */
public enum StringComparison {
  /** Character by character. */
  EXACT,
  /** As the column's collation has it. */
  COLLATION
}

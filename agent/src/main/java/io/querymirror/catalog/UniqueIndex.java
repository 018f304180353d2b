package io.querymirror.catalog;

import java.util.List;

/** A primary or unique key. Immutable. */
public final class UniqueIndex {
  static final String PRIMARY = "PRIMARY";

  private final String name;
  private final List<CatalogColumn> columns;
  private final boolean plain;

  UniqueIndex(String name, List<CatalogColumn> columns, boolean plain) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.plain = plain;
  }

  public String name() {
    return name;
  }

  public boolean primary() {
    return name.equals(PRIMARY);
  }

  /** In the order of the index; those that are columns. */
  public List<CatalogColumn> columns() {
    return columns;
  }

  /** Whether it is made of whole columns that statements fill, and not of prefixes or formulas. */
  public boolean plain() {
    return plain;
  }

  @Override
  public String toString() {
    return name + columns;
  }
}

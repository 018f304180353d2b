package io.querymirror.order;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a statement does to the rows of one table: to one key's, or to any of them. Immutable. */
public final class Access {
  /** From the weakest to the strongest. */
  public enum Mode {
    /** A plain consistent read. */
    READ,
    /** A locking read for share, the parent row of a foreign key. */
    SHARE,
    /** A write, or a read for update. */
    WRITE
  }

  private final String table;
  private final @Nullable Object key;
  private final Mode mode;
  private final boolean unlocked;
  private final boolean commuting;

  private Access(
      String table, @Nullable Object key, Mode mode, boolean unlocked, boolean commuting) {
    this.table = table;
    this.key = key;
    this.mode = mode;
    this.unlocked = unlocked;
    this.commuting = commuting;
  }

  /**
   * @param table one canonical name for each table, the same for all who name it
   * @param key a value with equals and hashCode, made of a unique index and its values as the
   *     server compares them; null: any row of the table
   */
  public static Access of(String table, @Nullable Object key, Mode mode) {
    return new Access(table, key, mode, false, false);
  }

  /**
   * The same, where nothing holds in place what was read: at READ COMMITTED the source of INSERT …
   * SELECT, UPDATE and DELETE by anything but a full unique key, and a point write that met no row.
   * Only for statements whose result ends up in rows or in variables.
   */
  public Access unlocked() {
    return new Access(table, key, mode, true, commuting);
  }

  /** The same, where it makes no difference which of two such writes comes first. */
  public Access commuting() {
    return new Access(table, key, mode, unlocked, true);
  }

  public String table() {
    return table;
  }

  /** Null: any row of the table. */
  public @Nullable Object key() {
    return key;
  }

  public Mode mode() {
    return mode;
  }

  public boolean isUnlocked() {
    return unlocked;
  }

  public boolean isCommuting() {
    return commuting;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof Access)) {
      return false;
    }
    Access a = (Access) o;
    return mode == a.mode
        && unlocked == a.unlocked
        && commuting == a.commuting
        && table.equals(a.table)
        && Objects.equals(key, a.key);
  }

  @Override
  public int hashCode() {
    return (table.hashCode() * 31 + Objects.hashCode(key)) * 31 + mode.ordinal();
  }

  @Override
  public String toString() {
    return mode
        + " "
        + table
        + (key == null ? "" : "[" + key + "]")
        + (unlocked ? " unlocked" : "")
        + (commuting ? " commuting" : "");
  }
}

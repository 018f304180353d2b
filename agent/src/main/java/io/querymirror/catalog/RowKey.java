package io.querymirror.catalog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A value of a unique index: equal where the server would find a duplicate, or more often. */
final class RowKey {
  private final String index;
  private final Object[] values;
  private final int hash;

  RowKey(String index, Object[] values) {
    this.index = index;
    this.values = values;
    this.hash = index.hashCode() * 31 + Arrays.hashCode(values);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof RowKey)) {
      return false;
    }
    RowKey k = (RowKey) o;
    return hash == k.hash && index.equals(k.index) && Arrays.equals(values, k.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return index + Arrays.toString(values);
  }
}

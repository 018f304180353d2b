package io.querymirror.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which binds of an execution nothing that is written may show; immutable. */
public final class BindMask {
  public static final BindMask NONE = new BindMask(false, Set.of());
  public static final BindMask ALL = new BindMask(true, Set.of());

  private final boolean all;
  private final Set<Integer> positions;

  private BindMask(boolean all, Set<Integer> positions) {
    this.all = all;
    this.positions = Set.copyOf(positions);
  }

  /**
   * @param positions from 1
   */
  public static BindMask of(Set<Integer> positions) {
    return positions.isEmpty() ? NONE : new BindMask(false, positions);
  }

  public boolean isEmpty() {
    return !all && positions.isEmpty();
  }

  /**
   * @param position from 1
   */
  public boolean masks(int position) {
    return all || positions.contains(position);
  }

  /** What is to be hidden of these binds, as text: where it may come back in rows and plans. */
  public List<String> values(Binds binds) {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= binds.size(); i++) {
      Object value = masks(i) ? binds.value(i) : null;
      if (value != null && !(value instanceof byte[])) {
        values.add(value.toString());
      }
    }
    return values;
  }
}

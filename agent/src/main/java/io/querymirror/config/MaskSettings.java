package io.querymirror.config;

import java.util.Set;

/** Which bind values of a rule's statements no file shows, whatever {@code report.values} says. */
public final class MaskSettings {
  static final MaskSettings NONE = new MaskSettings(false, Set.of());
  static final MaskSettings ALL = new MaskSettings(true, Set.of());

  private final boolean all;
  private final Set<Integer> positions;

  private MaskSettings(boolean all, Set<Integer> positions) {
    this.all = all;
    this.positions = Set.copyOf(positions);
  }

  static MaskSettings of(Set<Integer> positions) {
    return positions.isEmpty() ? NONE : new MaskSettings(false, positions);
  }

  public boolean all() {
    return all;
  }

  /** From 1; empty where {@link #all()}. */
  public Set<Integer> positions() {
    return positions;
  }
}

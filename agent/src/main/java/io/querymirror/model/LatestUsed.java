package io.querymirror.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of what was used last: the least recently used goes where there are more than that. */
public final class LatestUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1;

  private final int most;

  public LatestUsed(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}

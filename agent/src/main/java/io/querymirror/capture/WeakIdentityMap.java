package io.querymirror.capture;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * State beside objects of the application that we may not add fields to: keys are compared by
 * identity and held weakly, so that neither they nor their class loaders stay alive for us. Values
 * must not refer to their keys. Look-ups take no lock and make no garbage.
 */
final class WeakIdentityMap<V> {
  /** A look-up key that one thread uses over and over. */
  static final class Probe {
    private @Nullable Object referent;
    private int hash;

    private Probe of(Object key) {
      referent = key;
      hash = System.identityHashCode(key);
      return this;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    @SuppressWarnings("EqualsUnsafeCast") // Only ever compared with this map's own keys.
    public boolean equals(@Nullable Object o) {
      return o instanceof Key && ((Key) o).get() == referent;
    }
  }

  /** A key of the map, which its value may hold: so it can be asked what it belongs to. */
  static final class Key extends WeakReference<Object> {
    private final int hash;

    private Key(Object referent, ReferenceQueue<Object> queue) {
      super(referent, queue);
      this.hash = System.identityHashCode(referent);
    }

    boolean is(Object o) {
      return get() == o;
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      if (this == o) {
        return true;
      }
      Object mine = get();
      return mine != null && o instanceof Key && ((Key) o).get() == mine;
    }
  }

  private static final int FEW = 8;

  private final ConcurrentHashMap<Object, V> map = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> queue = new ReferenceQueue<>();
  private final Consumer<V> collected;

  /** Takes what is to be done with the value of a key that was garbage collected. */
  WeakIdentityMap(Consumer<V> collected) {
    this.collected = collected;
  }

  @Nullable V get(Object key, Probe probe) {
    V value = map.get(probe.of(key));
    probe.referent = null;
    return value;
  }

  /** A new key, to be put. */
  Key key(Object of) {
    return new Key(of, queue);
  }

  /** Adds the value, unless there is one already; answers the one that holds. */
  V putIfAbsent(Key key, V value) {
    purge(FEW);
    V before = map.putIfAbsent(key, value);
    return before == null ? value : before;
  }

  void put(Key key, V value) {
    purge(FEW);
    map.put(key, value);
  }

  @Nullable V remove(Object key, Probe probe) {
    V value = map.remove(probe.of(key));
    probe.referent = null;
    return value;
  }

  void remove(Key key) {
    map.remove(key);
  }

  Iterable<V> values() {
    return map.values();
  }

  int size() {
    return map.size();
  }

  /** Forgets the keys that were collected; for the dispatcher, now and then. */
  void purge() {
    purge(Integer.MAX_VALUE);
  }

  /**
   * With every put: a collection may leave hundreds of thousands, which no one thread shall pay.
   */
  private void purge(int most) {
    Reference<?> gone;
    for (int i = 0; i < most && (gone = queue.poll()) != null; i++) {
      V value = map.remove(gone);
      if (value != null) {
        collected.accept(value);
      }
    }
  }
}

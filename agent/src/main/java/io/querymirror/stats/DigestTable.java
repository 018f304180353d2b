package io.querymirror.stats;

import io.querymirror.model.Execution;
import io.querymirror.model.SqlShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The digests of one target, each by schema and digest. Bounded: what comes when the table is full
 * is summed in one entry named {@code other}, so that the counts still add up. An entry takes 2 to
 * 4 KB, its text included: 5,000 digests some 15 MB, and a full table twice that.
 */
final class DigestTable {
  static final int CAPACITY = 10_000;
  private static final int LONGEST_TEXT = 2_000;
  private static final String OTHER = "other";

  private final ConcurrentMap<Key, DigestStats> entries = new ConcurrentHashMap<>();
  private final AtomicInteger room = new AtomicInteger(CAPACITY);
  private final DigestStats other = new DigestStats(OTHER, "", null);

  DigestStats entry(Execution e) {
    SqlShape shape = e.statementShape();
    Key key = new Key(e.schema(), shape.digest());
    DigestStats found = entries.get(key);
    if (found != null) {
      return found;
    }
    if (room.get() <= 0) {
      return other;
    }
    return entries.computeIfAbsent(
        key,
        k -> {
          room.decrementAndGet();
          return new DigestStats(shape.digestId(), cut(shape.digestText()), k.schema);
        });
  }

  /** A copy of every entry, in no order; {@code other} only where it counted something. */
  List<DigestSnapshot> snapshot() {
    List<DigestSnapshot> all = new ArrayList<>(entries.size() + 1);
    for (DigestStats entry : entries.values()) {
      all.add(entry.snapshot());
    }
    DigestSnapshot rest = other.snapshot();
    if (rest.count() > 0) {
      all.add(rest);
    }
    return all;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static final class Key {
    private final @Nullable String schema;
    private final long digest;

    Key(@Nullable String schema, long digest) {
      this.schema = schema;
      this.digest = digest;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key
          && digest == ((Key) o).digest
          && Objects.equals(schema, ((Key) o).schema);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(digest) * 31 + Objects.hashCode(schema);
    }
  }
}

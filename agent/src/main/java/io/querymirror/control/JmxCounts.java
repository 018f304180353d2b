package io.querymirror.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/** Counts by fixed keys, as one value: {@code Drops} has {@code Drops.queue_full}. */
final class JmxCounts {
  private final CompositeType type;
  private final List<String> keys;

  JmxCounts(String name, String description, List<String> keys) {
    this.keys = List.copyOf(keys);
    String[] all = keys.toArray(new String[0]);
    OpenType<?>[] types = new OpenType<?>[all.length];
    Arrays.fill(types, SimpleType.LONG);
    try {
      this.type = new CompositeType(name, description, all, all, types);
    } catch (OpenDataException e) {
      throw new IllegalArgumentException(e);
    }
  }

  CompositeType type() {
    return type;
  }

  /** Keys that are not known are left out, missing ones are 0. */
  CompositeData of(Map<String, Long> counts) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String key : keys) {
      values.put(key, counts.getOrDefault(key, 0L));
    }
    try {
      return new CompositeDataSupport(type, values);
    } catch (OpenDataException e) {
      throw new IllegalStateException(e);
    }
  }
}

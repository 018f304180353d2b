package io.querymirror.config;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code mask_binds}. */
final class MaskReader {
  private static final String EXPECTED = "all, or a list of positions from 1 to 65535";

  private MaskReader() {}

  static MaskSettings read(@Nullable Place place) {
    if (place == null || place.isNull()) {
      return MaskSettings.NONE;
    }
    Set<Integer> positions = new HashSet<>();
    for (Place p : place.items()) {
      String text = p.text(EXPECTED);
      if (text != null && text.equals("all") && !place.isList()) {
        return MaskSettings.ALL;
      }
      Integer position = text == null ? null : Scalars.integer(p, 1, 65_535, EXPECTED);
      if (position != null) {
        positions.add(position);
      }
    }
    return MaskSettings.of(positions);
  }
}

package io.querymirror.config;

import com.google.re2j.Pattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads conditions on bind values. */
final class BindsReader {
  private static final List<String> KEYS =
      List.of("equals", "matches", "greater_than", "less_than");

  private BindsReader() {}

  static List<BindSettings> read(Place place) {
    List<BindSettings> binds = new ArrayList<>();
    if (!place.isMap() || place.entries().isEmpty()) {
      place.wrong("a map of positions, names or any to conditions");
    }
    for (YamlNode.Entry e : place.entries()) {
      BindSettings bind = bind(e.key(), place.under(e));
      if (bind != null) {
        binds.add(bind);
      }
    }
    return binds;
  }

  private static @Nullable BindSettings bind(String key, Place place) {
    int position = position(key);
    if (position < BindSettings.NAMED) {
      place.wrongAtKey(
          "", "the bind " + Words.quote(key), "a position from 1 to 65535, a name or any");
    }
    Section s = Section.of(place, KEYS);
    if (s == null) {
      return null;
    }
    if (place.entries().isEmpty()) {
      place.wrong("a map with " + Words.or(KEYS));
    }
    BindSettings.Builder b =
        new BindSettings.Builder(position, position == BindSettings.NAMED ? key : "");
    s.read("equals", p -> Scalars.oneOrMany(p, BindsReader::operand), v -> b.equalTo = v);
    s.read("matches", p -> Scalars.<Pattern>oneOrMany(p, Scalars::regex), v -> b.matches = v);
    s.read("greater_than", Scalars::number, v -> b.greaterThan = v);
    s.read("less_than", Scalars::number, v -> b.lessThan = v);
    return b.build();
  }

  /** Below {@link BindSettings#NAMED} for what can be none. */
  private static int position(String key) {
    if (key.equals("any")) {
      return BindSettings.ANY;
    }
    BigDecimal number = Numbers.parse(key);
    if (number == null) {
      return key.isBlank() ? Integer.MIN_VALUE : BindSettings.NAMED;
    }
    boolean position =
        key.length() <= 5
            && key.chars().allMatch(c -> c >= '0' && c <= '9')
            && number.signum() > 0
            && number.intValue() <= 65535;
    return position ? number.intValue() : Integer.MIN_VALUE;
  }

  private static @Nullable Operand operand(Place place) {
    if (place.isNull()) {
      return Operand.NULL;
    }
    String text = place.text("a value");
    if (text == null) {
      return null;
    }
    BigDecimal number = place.isNumber() ? Numbers.parse(text) : null;
    return number == null ? Operand.text(text) : Operand.number(text, number);
  }
}

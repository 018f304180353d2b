package io.querymirror.config;

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
    for (Place p : place.values()) {
      BindSettings bind = bind(p.key(), p);
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
    b.equalTo = operands(s.items("equals"));
    b.matches = Patterns.regexes(s.items("matches"));
    b.greaterThan = number(s.get("greater_than"));
    b.lessThan = number(s.get("less_than"));
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
        key.length() <= 5 && Chars.digits(key) && number.signum() > 0 && number.intValue() <= 65535;
    return position ? number.intValue() : Integer.MIN_VALUE;
  }

  private static @Nullable BigDecimal number(@Nullable Place place) {
    return place == null ? null : Scalars.number(place);
  }

  private static List<Operand> operands(List<Place> places) {
    List<Operand> operands = new ArrayList<>();
    for (Place p : places) {
      Operand operand = operand(p);
      if (operand != null) {
        operands.add(operand);
      }
    }
    return operands;
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

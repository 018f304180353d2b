package io.querymirror.rule;

import com.google.re2j.Pattern;
import io.querymirror.config.BindSettings;
import io.querymirror.config.Numbers;
import io.querymirror.config.Operand;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a bind, or any of them, meets a condition. */
final class BindTest implements Predicate<Execution> {
  private final BindSettings condition;

  BindTest(BindSettings condition) {
    this.condition = condition;
  }

  @Override
  public boolean test(Execution e) {
    Binds binds = e.binds();
    int position = condition.position();
    if (position == BindSettings.NAMED) {
      return named(binds, condition.name());
    }
    if (position != BindSettings.ANY) {
      return position <= binds.size() && at(binds, position);
    }
    for (int i = 1; i <= binds.size(); i++) {
      if (at(binds, i)) {
        return true;
      }
    }
    return named(binds, null);
  }

  /** What it is about: {@code 1}, {@code any}, or a name. */
  String place() {
    int position = condition.position();
    return position == BindSettings.NAMED
        ? condition.name()
        : position == BindSettings.ANY ? "any" : String.valueOf(position);
  }

  /** In the configuration's words. */
  String expected() {
    List<String> words = new ArrayList<>();
    if (!condition.equalTo().isEmpty()) {
      words.add("equals " + any(condition.equalTo()));
    }
    if (!condition.matches().isEmpty()) {
      words.add("matches " + any(condition.matches()));
    }
    if (condition.greaterThan() != null) {
      words.add("greater_than " + condition.greaterThan().toPlainString());
    }
    if (condition.lessThan() != null) {
      words.add("less_than " + condition.lessThan().toPlainString());
    }
    return String.join(", ", words);
  }

  private static String any(List<?> all) {
    return all.stream().map(String::valueOf).collect(Collectors.joining(" or "));
  }

  /** The values that it looks at, in words. */
  String found(Execution e) {
    Binds binds = e.binds();
    List<String> values = new ArrayList<>();
    int position = condition.position();
    for (int i = 1; i <= binds.size(); i++) {
      if (i == position || position == BindSettings.ANY) {
        values.add(words(BindValue.of(binds.kind(i), binds.value(i))));
      }
    }
    Binds.Callable callable = binds.callable();
    if (callable != null && position <= BindSettings.ANY) {
      callable
          .named()
          .forEach(
              (name, b) -> {
                if (position == BindSettings.ANY || name.equalsIgnoreCase(condition.name())) {
                  values.add(words(BindValue.of(b.kind(), b.value())));
                }
              });
    }
    return values.isEmpty() ? "no such bind" : String.join(", ", values);
  }

  private static String words(@Nullable BindValue value) {
    String text = value == null ? "a value that cannot be read" : value.text();
    return text == null ? "NULL" : text;
  }

  private boolean at(Binds binds, int position) {
    return holds(BindValue.of(binds.kind(position), binds.value(position)));
  }

  /**
   * @param name of the parameter, whatever its case, as the server's own; null for any
   */
  private boolean named(Binds binds, @Nullable String name) {
    Binds.Callable callable = binds.callable();
    if (callable != null) {
      for (Map.Entry<String, Binds.Bind> e : callable.named().entrySet()) {
        Binds.Bind b = e.getValue();
        if ((name == null || name.equalsIgnoreCase(e.getKey()))
            && holds(BindValue.of(b.kind(), b.value()))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean holds(@Nullable BindValue value) {
    return value != null
        && (condition.equalTo().isEmpty() || equal(condition.equalTo(), value))
        && (condition.matches().isEmpty() || found(condition.matches(), value.text()))
        && (condition.greaterThan() == null || compare(value, condition.greaterThan(), 1))
        && (condition.lessThan() == null || compare(value, condition.lessThan(), -1));
  }

  private static boolean equal(List<Operand> operands, BindValue value) {
    for (Operand o : operands) {
      String text = o.text();
      if (text == null ? value.isNull() : equal(text, o.number(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(String text, @Nullable BigDecimal operand, BindValue value) {
    BigDecimal number = operand == null && value.isNumeric() ? Numbers.parse(text) : operand;
    return number == null ? text.equals(value.text()) : compare(value, number, 0);
  }

  private static boolean compare(BindValue value, BigDecimal operand, int sign) {
    BigDecimal number = value.number();
    return number != null && number.compareTo(operand) == sign;
  }

  private static boolean found(List<Pattern> patterns, @Nullable String text) {
    if (text != null) {
      for (Pattern p : patterns) {
        if (p.matcher(text).find()) {
          return true;
        }
      }
    }
    return false;
  }
}

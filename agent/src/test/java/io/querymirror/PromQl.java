package io.querymirror;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL expression, read for what it names. It knows the grammar, so that what Prometheus would
 * refuse is refused here too, but not the types of functions' arguments.
 */
final class PromQl {
  /** A metric, and its labels with the values that are asked for. */
  record Selector(String metric, Map<String, String> matchers) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|#[^\\n]*"
              + "|(?<duration>\\d+(?:ms|[smhdwy])(?:\\d+(?:ms|[smhdwy]))*)"
              + "|(?<number>\\d+\\.?\\d*(?:[eE][+-]?\\d+)?|\\.\\d+|(?i:inf|nan)\\b)"
              + "|(?<name>[a-zA-Z_][a-zA-Z0-9_:]*)"
              + "|(?<string>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^<>=(){}\\[\\],:@])");

  private static final Set<String> AGGREGATIONS =
      Set.of("sum", "min", "max", "avg", "count", "stddev", "group", "topk", "bottomk", "quantile");

  private static final Set<String> FUNCTIONS =
      Set.of(
          "abs",
          "absent",
          "ceil",
          "changes",
          "clamp_max",
          "clamp_min",
          "delta",
          "deriv",
          "floor",
          "histogram_quantile",
          "increase",
          "irate",
          "label_replace",
          "max_over_time",
          "min_over_time",
          "avg_over_time",
          "rate",
          "round",
          "sort",
          "sort_desc",
          "time",
          "vector");

  private static final Set<String> BINARY =
      Set.of("+", "-", "*", "/", "%", "^", "==", "!=", ">", "<", ">=", "<=", "and", "or", "unless");

  private final List<String> tokens = new ArrayList<>();
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> grouping = new TreeSet<>();
  private int at;

  private PromQl(String text) {
    Matcher m = TOKEN.matcher(text);
    int end = 0;
    while (m.find() && m.start() == end) {
      end = m.end();
      if (!m.group().isBlank() && !m.group().startsWith("#")) {
        tokens.add(m.group());
      }
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("not PromQL at " + text.substring(end));
    }
    expression();
    if (at < tokens.size()) {
      throw unexpected();
    }
  }

  /** Throws IllegalArgumentException where the text is none. */
  static PromQl parse(String text) {
    return new PromQl(text);
  }

  List<Selector> selectors() {
    return selectors;
  }

  /** Labels of {@code by}, {@code without}, {@code on}, {@code ignoring} and the groups. */
  Set<String> grouping() {
    return grouping;
  }

  private void expression() {
    unary();
    while (BINARY.contains(peek())) {
      at++;
      take("bool");
      if (take("on") || take("ignoring")) {
        labels();
        if (take("group_left") || take("group_right")) {
          if (peek().equals("(")) {
            labels();
          }
        }
      }
      unary();
    }
  }

  private void unary() {
    while (peek().equals("-") || peek().equals("+")) {
      at++;
    }
    primary();
    while (true) {
      if (take("[")) {
        duration();
        if (take(":") && !peek().equals("]")) {
          duration();
        }
        expect("]");
      } else if (take("offset")) {
        duration();
      } else {
        return;
      }
    }
  }

  private void primary() {
    String token = next();
    char first = token.charAt(0);
    if (token.equals("(")) {
      expression();
      expect(")");
    } else if (AGGREGATIONS.contains(token)) {
      boolean grouped = by();
      arguments();
      if (!grouped) {
        by();
      }
    } else if (token.equals("{")) {
      throw new IllegalArgumentException("a selector without a name");
    } else if (Character.isDigit(first) || first == '.' || first == '"' || first == '\'') {
      return;
    } else if (token.matches("(?i)inf|nan")) {
      return;
    } else if (Character.isLetter(first) && peek().equals("(")) {
      if (!FUNCTIONS.contains(token)) {
        throw new IllegalArgumentException("no function " + token);
      }
      arguments();
    } else if (Character.isLetter(first)) {
      selectors.add(new Selector(token, peek().equals("{") ? matchers() : Map.of()));
    } else {
      at--;
      throw unexpected();
    }
  }

  private boolean by() {
    if (take("by") || take("without")) {
      labels();
      return true;
    }
    return false;
  }

  private void arguments() {
    expect("(");
    if (take(")")) {
      return;
    }
    do {
      expression();
    } while (take(","));
    expect(")");
  }

  private void labels() {
    expect("(");
    while (!take(")")) {
      grouping.add(name());
      if (!peek().equals(")")) {
        expect(",");
      }
    }
  }

  private Map<String, String> matchers() {
    Map<String, String> found = new TreeMap<>();
    expect("{");
    while (!take("}")) {
      String label = name();
      String operator = next();
      if (!Set.of("=", "!=", "=~", "!~").contains(operator)) {
        throw new IllegalArgumentException("no matcher: " + operator);
      }
      String value = next();
      found.put(label, value.substring(1, value.length() - 1));
      if (!peek().equals("}")) {
        expect(",");
      }
    }
    return found;
  }

  private void duration() {
    if (!next().matches("(\\d+(ms|[smhdwy]))+")) {
      throw new IllegalArgumentException("no duration");
    }
  }

  private String name() {
    String token = next();
    if (!token.matches("[a-zA-Z_]\\w*")) {
      throw new IllegalArgumentException("no name: " + token);
    }
    return token;
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private boolean take(String token) {
    if (peek().equals(token)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw unexpected();
    }
  }

  private String next() {
    if (at >= tokens.size()) {
      throw unexpected();
    }
    return tokens.get(at++);
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        "unexpected " + (at < tokens.size() ? tokens.get(at) : "end") + " in " + tokens);
  }
}

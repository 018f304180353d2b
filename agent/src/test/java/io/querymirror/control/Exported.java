package io.querymirror.control;

import io.querymirror.report.Models;
import io.querymirror.report.ReportModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scrape of an agent gives in which everything has happened, read back from its text. */
public final class Exported {
  /** One family: its type, and the labels of its samples without {@code le}. */
  public record Family(String type, String help, TreeSet<String> labels) {}

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)\\})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Exported() {}

  /** By the names that an expression uses, without a histogram's endings. */
  public static Map<String, Family> families() {
    String text = text(Models.everything(), null);
    Map<String, Family> families = new TreeMap<>();
    Map<String, String> helps = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        String[] words = line.split(" ", 4);
        helps.put(words[2], words[3]);
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        families.put(words[2], new Family(words[3], helps.get(words[2]), new TreeSet<>()));
      } else {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
          throw new AssertionError(line);
        }
        String name = sample.group(1);
        Family family = families.get(name);
        if (family == null) {
          family = families.get(name.replaceFirst("_(bucket|count|sum)$", ""));
        }
        labels(sample.group(2)).keySet().stream()
            .filter(label -> !label.equals("le"))
            .forEach(family.labels()::add);
      }
    }
    Map<String, Family> inOrder = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      Family family = families.remove(metric.fullName());
      if (family != null) {
        inOrder.put(metric.fullName(), family);
      }
    }
    inOrder.putAll(families);
    return inOrder;
  }

  /** What each label was seen to be, by metric and label. */
  public static Map<String, TreeSet<String>> labelValues() {
    Map<String, TreeSet<String>> values = new TreeMap<>();
    for (String line : text(Models.everything(), null).lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        labels(sample.group(2))
            .forEach(
                (label, value) ->
                    values
                        .computeIfAbsent(sample.group(1) + " " + label, k -> new TreeSet<>())
                        .add(value));
      }
    }
    return values;
  }

  /** Samples of one metric with their labels, {@code a=b} in order. */
  static Map<String, Double> samples(String text, String metric) {
    Map<String, Double> found = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches() && sample.group(1).equals(metric)) {
        List<String> labels = new ArrayList<>();
        labels(sample.group(2)).forEach((k, v) -> labels.add(k + "=" + v));
        found.put(String.join(",", labels), Double.parseDouble(value(sample.group(3))));
      }
    }
    return found;
  }

  private static String value(String text) {
    return text.replace("+Inf", "Infinity");
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher label = LABEL.matcher(text == null ? "" : text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  static String text(ReportModel report, String accept) {
    return text(new FixedOperations(report).metrics(), accept);
  }

  static String text(PrometheusMetrics metrics, String accept) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.write(out, accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}

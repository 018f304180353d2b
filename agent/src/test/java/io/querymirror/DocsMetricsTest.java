package io.querymirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.querymirror.control.Exported;
import io.querymirror.control.Exported.Family;
import io.querymirror.control.JmxInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of metrics, the dashboard and the alert rules say what the agent exports. */
class DocsMetricsTest {
  /** Of every scraped series, and of histograms. */
  private static final Set<String> GIVEN = Set.of("job", "instance", "le");

  private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*\\$?(?:labels\\.)?(\\w+)\\s*}}");

  /** Heads of the tables that list what there is. */
  private static final Set<String> LISTS = Set.of("Metric", "Of");

  private static final Map<String, Family> EXPORTED = Exported.families();

  /** Where they differ, the rows that should be are in {@code agent/target/metrics.md}. */
  @Test
  void everyMetricIsOnThePageAndNoOther() throws IOException {
    List<String> rows = new ArrayList<>();
    EXPORTED.forEach(
        (name, f) -> rows.add(row('`' + name + '`', type(name, f), code(f.labels()), f.help())));
    JmxInfo.all().forEach((name, says) -> rows.add(jmx(name, says)));
    Files.write(Path.of("target/metrics.md"), rows);
    assertEquals(
        rows.stream().sorted().collect(Collectors.joining("\n")),
        Manual.page("metrics.md").rows().stream()
            .filter(r -> LISTS.contains(r.heads().get(0)))
            .map(r -> row(r.cells().toArray(new String[0])))
            .sorted()
            .collect(Collectors.joining("\n")));
  }

  private static String row(String... cells) {
    return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String jmx(String name, String says) {
    String[] words = name.split(" ");
    return row(words[0], '`' + words[1] + '`', says);
  }

  private static String code(Collection<String> words) {
    return words.stream().map(w -> '`' + w + '`').collect(Collectors.joining(", "));
  }

  /** The older text format has no type for what is told by labels alone. */
  private static String type(String name, Family family) {
    return name.endsWith("_info") ? "info" : family.type();
  }

  @Test
  void alertsAskForWhatThereIs() throws IOException {
    Set<String> documented =
        Manual.page("metrics.md").rows().stream()
            .filter(r -> r.heads().get(0).equals("Alert"))
            .map(r -> Manual.codeIn(r.cells().get(0)).get(0))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> found = new TreeSet<>();
    for (JsonNode group : alerts().path("groups")) {
      for (JsonNode rule : group.path("rules")) {
        String name = rule.path("alert").asText();
        found.add(name);
        Set<String> labels = holds(name, rule.path("expr").asText());
        String summary = rule.path("annotations").path("summary").asText();
        assertTrue(!summary.isEmpty(), name);
        Matcher used = LABEL.matcher(summary);
        while (used.find()) {
          assertTrue(labels.contains(used.group(1)), name + ": " + used.group());
        }
        assertEquals(runbook(name), rule.path("annotations").path("runbook").asText());
        assertTrue(
            Set.of("info", "warning", "critical")
                .contains(rule.path("labels").path("severity").asText()),
            name);
      }
    }
    assertEquals(documented, found);
  }

  /** The heading below which the page explains the alert. */
  private static String runbook(String alert) {
    for (Manual.Row row : Manual.page("metrics.md").rows()) {
      if (row.heads().get(0).equals("Alert") && row.cells().get(0).contains('`' + alert + '`')) {
        String heading = row.heading().replaceFirst("^#+ ", "").toLowerCase(java.util.Locale.ROOT);
        return "docs/metrics.md#" + heading.replaceAll("[^a-z ]", "").replace(' ', '-');
      }
    }
    return "on the page";
  }

  private static JsonNode alerts() throws IOException {
    return new YAMLMapper().readTree(Manual.ROOT.resolve("docs/alerts.yml").toFile());
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(Manual.ROOT.resolve("docs/grafana.json").toFile());
  }

  @Test
  void theDashboardAsksForWhatThereIs() throws IOException {
    JsonNode dashboard = dashboard();
    Set<String> variables = new TreeSet<>(Set.of("__rate_interval", "__range", "__all"));
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      variables.add(variable.path("name").asText());
    }
    int asked = 0;
    List<JsonNode> panels = new ArrayList<>();
    dashboard.path("panels").forEach(panels::add);
    for (JsonNode panel : panels) {
      String title = panel.path("title").asText();
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asText();
        Set<String> labels = holds(title, plain(expression, variables));
        Matcher used = LABEL.matcher(target.path("legendFormat").asText());
        while (used.find()) {
          assertTrue(labels.contains(used.group(1)), title + ": " + used.group());
        }
        asked++;
      }
    }
    for (JsonNode variable : dashboard.path("templating").path("list")) {
      Matcher values =
          Pattern.compile("label_values\\((.*), (\\w+)\\)")
              .matcher(variable.path("definition").asText());
      if (values.matches()) {
        Set<String> labels = holds("variable", plain(values.group(1), variables));
        assertTrue(labels.contains(values.group(2)), values.group());
      }
    }
    for (JsonNode note : dashboard.path("annotations").path("list")) {
      holds("annotation", plain(note.path("expr").asText(), variables));
    }
    assertTrue(asked > 40, "expressions: " + asked);
  }

  /** Every panel has a place of its own, and its data from the variable. */
  @Test
  void theDashboardIsWellLaidOut() throws IOException {
    Set<String> taken = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      assertTrue(ids.add(panel.path("id").asInt()), "two panels of one id");
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          assertTrue(
              taken.add((at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y)),
              panel.path("title").asText());
        }
      }
      for (JsonNode target : panel.path("targets")) {
        assertEquals("${datasource}", target.path("datasource").path("uid").asText());
      }
    }
  }

  /** But for a few that say the same in sum, or are for questions of one's own. */
  @Test
  void everyMetricIsLookedAtSomewhere() throws IOException {
    String all = dashboard() + alerts().toString();
    Set<String> unseen = new TreeSet<>(EXPORTED.keySet());
    unseen.removeIf(name -> Pattern.compile("\\b" + name + "(_bucket)?\\b").matcher(all).find());
    assertEquals(
        Set.of(
            "querymirror_build_info",
            "querymirror_log_messages_total",
            "querymirror_capture_seen_total",
            "querymirror_config_reloads_total",
            "querymirror_coverage_ratio",
            "querymirror_start_time_seconds",
            "querymirror_target_connection_wait_seconds_total",
            "querymirror_target_connections_peak",
            "querymirror_verdict"),
        unseen);
  }

  private static String plain(String expression, Set<String> variables) {
    Matcher used = Pattern.compile("\\$\\{?(\\w+)}?").matcher(expression);
    while (used.find()) {
      assertTrue(variables.contains(used.group(1)), expression);
    }
    return expression.replaceAll("\\$__(rate_interval|range)", "5m");
  }

  /** Throws where the expression asks for something else than there is; its labels. */
  private static Set<String> holds(String where, String expression) {
    PromQl read = PromQl.parse(expression);
    Set<String> all = new TreeSet<>(GIVEN);
    assertTrue(!read.selectors().isEmpty(), where + ": " + expression);
    for (PromQl.Selector selector : read.selectors()) {
      Family family = EXPORTED.get(selector.metric());
      if (family == null) {
        String base = selector.metric().replaceFirst("_(bucket|count|sum)$", "");
        family = EXPORTED.get(base);
        assertTrue(
            family != null && family.type().equals("histogram"),
            where + ": no metric " + selector.metric());
      } else {
        assertTrue(!family.type().equals("histogram"), where + ": " + selector.metric());
      }
      all.addAll(family.labels());
      for (String label : selector.matchers().keySet()) {
        assertTrue(
            GIVEN.contains(label) || family.labels().contains(label),
            where + ": " + selector.metric() + " has no label " + label);
      }
    }
    for (String label : read.grouping()) {
      assertTrue(all.contains(label), where + ": no label " + label);
    }
    return all;
  }

  /** Words that an expression asks for in a label are words that it can have. */
  @Test
  void valuesOfLabelsExist() throws IOException {
    Map<String, TreeSet<String>> values = Exported.labelValues();
    List<String> expressions = new ArrayList<>();
    alerts().findValues("expr").forEach(e -> expressions.add(e.asText()));
    dashboard()
        .findValues("expr")
        .forEach(e -> expressions.add(e.asText().replaceAll("\\$__\\w+", "5m")));
    for (String expression : expressions) {
      for (PromQl.Selector selector : PromQl.parse(expression).selectors()) {
        selector
            .matchers()
            .forEach(
                (label, value) -> {
                  if (!value.startsWith("$")) {
                    for (String word : value.split("\\|")) {
                      assertTrue(
                          values.get(selector.metric() + " " + label).contains(word),
                          selector + " " + word);
                    }
                  }
                });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(rate(a[5m])",
        "sum by job (a)",
        "a{b}",
        "a{b=\"c\"",
        "rate(a[5])",
        "nothing(a)",
        "a +",
        "a b",
        "{}"
      })
  void whatIsNoPromQlIsRefused(String expression) {
    assertThrows(IllegalArgumentException.class, () -> PromQl.parse(expression));
  }
}

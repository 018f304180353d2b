package io.querymirror.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.stats.ColumnDifference;
import io.querymirror.stats.DifferenceProfile;
import io.querymirror.stats.ExampleRow;
import io.querymirror.stats.Incomparable;
import io.querymirror.stats.JudgedCopy;
import io.querymirror.stats.ResultExample;
import io.querymirror.stats.ResultFinding;
import io.querymirror.stats.ResultKind;
import io.querymirror.stats.TypeDrift;
import io.querymirror.stats.WarningFinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes of the lines of {@link CopyLines} what they were made of. For one thread. */
final class CopyReader {
  private final Map<String, SqlShape> shapes = new HashMap<>();
  private final Map<List<String>, SourceConnection> connections = new HashMap<>();

  void digest(JsonNode node) {
    String id = node.path("digest").asText();
    List<TableRef> tables = new ArrayList<>();
    for (JsonNode t : node.path("tables")) {
      tables.add(new TableRef(textOrNull(t.path(0)), t.path(1).asText(), t.path(2).asBoolean()));
    }
    shapes.put(
        id,
        new SqlShape.Builder()
            .digest(node.path("text").asText(), Long.parseUnsignedLong(id, 16))
            .kind(Kind.valueOf(node.path("kind").asText()))
            .tables(tables)
            .build());
  }

  JudgedCopy copy(JsonNode node) {
    String id = node.path("digest").asText();
    SqlShape shape =
        shapes.computeIfAbsent(
            id, k -> new SqlShape.Builder().digest("", Long.parseUnsignedLong(k, 16)).build());
    JsonNode source = node.path("source");
    JsonNode target = node.path("target");
    Execution original =
        JudgedCopy.slim(
            connection(node.path("user").asText(), node.path("host").asText()),
            shape,
            textOrNull(node.path("schema")),
            node.path("in_transaction").asBoolean(),
            source.path("ns").asLong(),
            outcome(source));
    if (node.has("result")) {
      return JudgedCopy.compared(original, finding(node));
    }
    return JudgedCopy.ran(
        original,
        outcome(target),
        target.path("ns").asLong(),
        node.path("lag_ns").asLong(),
        node.path("timed").asBoolean(),
        node.path("at").asLong());
  }

  private SourceConnection connection(String user, String host) {
    return connections.computeIfAbsent(
        List.of(user, host),
        k -> new SourceConnection(connections.size() + 1, "", user, host, null, Map.of(), -1, -1));
  }

  private static Outcome outcome(JsonNode side) {
    if (side.has("sql_state")) {
      return Outcome.error(side.path("sql_state").asText(), side.path("code").asInt(), "");
    }
    return side.path("rows").asBoolean()
        ? Outcome.ROWS
        : Outcome.success(false, side.path("count").asLong(Outcome.NO_COUNT), Outcome.NO_KEY);
  }

  private static ResultFinding finding(JsonNode node) {
    JsonNode result = node.path("result");
    ResultFinding finding;
    switch (result.path("is").asText()) {
      case "same":
        finding = ResultFinding.same();
        break;
      case "incomparable":
        Incomparable why = Incomparable.valueOf(upper(result.path("why")));
        finding =
            why == Incomparable.NON_DETERMINISTIC
                ? ResultFinding.nonDeterministic(result.path("causes").asInt())
                : ResultFinding.incomparable(why);
        break;
      default:
        finding = ResultFinding.different(example(result));
        break;
    }
    if (result.has("by")) {
      finding = finding.profile(profile(result.path("by")));
    }
    finding = finding.rules(strings(result.path("rules")));
    if (node.has("hashes")) {
      JsonNode hashes = node.path("hashes");
      finding = finding.hashes(hashes.path("source").asText(), hashes.path("target").asText());
    }
    List<TypeDrift> drifts = new ArrayList<>();
    for (JsonNode d : node.path("type_drift")) {
      drifts.add(TypeDrift.of(d.path(0).asText(), d.path(1).asText(), d.path(2).asText()));
    }
    finding = drifts.isEmpty() ? finding : finding.drift(drifts);
    return node.has("same_warnings") ? finding.warnings(warnings(node)) : finding;
  }

  private static WarningFinding warnings(JsonNode node) {
    WarningFinding found = WarningFinding.of(node.path("same_warnings").asBoolean());
    if (!node.has("warnings")) {
      return found;
    }
    Map<String, Long> codes = new TreeMap<>();
    node.path("warnings")
        .fields()
        .forEachRemaining(code -> codes.put(code.getKey(), code.getValue().asLong()));
    return found.listed(codes);
  }

  private static ResultExample example(JsonNode result) {
    List<ExampleRow> rows = new ArrayList<>();
    for (JsonNode row : result.path("rows")) {
      List<Integer> differs = new ArrayList<>();
      for (JsonNode place : row.path("differs")) {
        differs.add(place.asInt());
      }
      rows.add(new ExampleRow(cells(row.path("source")), cells(row.path("target")), differs));
    }
    ResultExample example =
        ResultExample.of(
            ResultKind.valueOf(upper(result.path("kind"))),
            result.path("description").asText(),
            strings(result.path("columns")),
            strings(result.path("differing")),
            result.path("source_rows").asLong(),
            result.path("target_rows").asLong(),
            rows);
    return result.has("reason") ? example.asExpected(result.path("reason").asText()) : example;
  }

  private static DifferenceProfile profile(JsonNode by) {
    List<ColumnDifference> columns = new ArrayList<>();
    for (JsonNode c : by.path("columns")) {
      columns.add(
          new ColumnDifference(
              c.path("column").asText(),
              ColumnDifference.Measure.valueOf(upper(c.path("type"))),
              c.path("count").asLong(),
              c.path("unmeasured").asBoolean(),
              Double.parseDouble(c.path("number").asText()),
              Double.parseDouble(c.path("share").asText()),
              c.path("nanos").asLong(),
              false));
    }
    return new DifferenceProfile(
        columns, by.path("unpaired").asLong(), by.path("order").asBoolean());
  }

  private static String upper(JsonNode node) {
    return node.asText().toUpperCase(Locale.ROOT);
  }

  private static List<String> strings(JsonNode list) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : list) {
      texts.add(text.asText());
    }
    return texts;
  }

  private static @Nullable List<@Nullable String> cells(JsonNode list) {
    if (!list.isArray()) {
      return null;
    }
    List<@Nullable String> cells = new ArrayList<>();
    for (JsonNode cell : list) {
      cells.add(textOrNull(cell));
    }
    return cells;
  }

  private static @Nullable String textOrNull(JsonNode node) {
    return node.isTextual() ? node.asText() : null;
  }
}

package io.querymirror.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import io.querymirror.model.SqlShape;
import io.querymirror.sql.SqlParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A plan's JSON in one line, without the values of the statement that are in its conditions: a
 * string stays only where it can't hold any, every other is normalized as a statement's text is.
 */
public final class PlanText {
  private static final JsonFactory JSON = new JsonFactory();

  /** Names of tables, keys and columns, and words of the server's own. */
  private static final Set<String> NAMES =
      Set.of(
          "table_name",
          "alias",
          "schema_name",
          "access_type",
          "index_access_type",
          "possible_keys",
          "key",
          "keys",
          "index_name",
          "used_key_parts",
          "key_columns",
          "key_length",
          "ref",
          "used_columns",
          "filter_columns",
          "partitions",
          "message",
          "using_join_buffer",
          "using_index_for_group_by",
          "first_match",
          "join_algorithm",
          "join_type",
          "buffer_type",
          "buffer_size",
          "mrr_type",
          "state",
          "query_type",
          "json_schema_version",
          "r_sort_mode",
          "r_buffer_size",
          "r_sort_buffer_size",
          "range_checked_for_each_record");

  /** {@code 12.40}, {@code 1M}, {@code 78Kb}, {@code REPLACED}: servers quote some numbers. */
  private static final Pattern NUMBER = Pattern.compile("[\\d.]+(?:[eE][-+]?\\d+)?\\s?[KMGT]?b?");

  private static final Set<String> NUMBERS =
      Set.of(
          "filtered",
          "r_filtered",
          "data_read_per_join",
          "query_cost",
          "read_cost",
          "eval_cost",
          "prefix_cost",
          "sort_cost",
          "cost_info",
          "r_rows");

  /** Numbers that stand in the statement. */
  private static final Set<String> LITERALS = Set.of("limit", "limit_offset", "offset");

  /** The statement itself. */
  private static final String QUERY = "query";

  private PlanText() {}

  /** Throws IOException where the text is no JSON. */
  public static String masked(String json) throws IOException {
    return write(PlanNode.parse(json), true);
  }

  /** In one line, with every value. Throws IOException where the text is no JSON. */
  public static String whole(String json) throws IOException {
    return write(PlanNode.parse(json), false);
  }

  private static String write(PlanNode node, boolean mask) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(out)) {
      write(g, "", node, mask);
    }
    return out.toString();
  }

  private static void write(JsonGenerator g, String key, PlanNode node, boolean mask)
      throws IOException {
    if (node.isObject()) {
      g.writeStartObject();
      for (int i = 0; i < node.size(); i++) {
        if (!node.key(i).equals(QUERY)) {
          g.writeFieldName(node.key(i));
          write(g, node.key(i), node.value(i), mask);
        }
      }
      g.writeEndObject();
    } else if (node.isArray()) {
      g.writeStartArray();
      for (PlanNode item : node.items()) {
        write(g, key, item, mask);
      }
      g.writeEndArray();
    } else if (node.isText()) {
      g.writeString(mask ? masked(key, node.text()) : node.text());
    } else if (mask && LITERALS.contains(key)) {
      g.writeString("?");
    } else if (node.type() == JsonToken.VALUE_NULL) {
      g.writeNull();
    } else {
      g.writeRawValue(node.text()); // A number as it was written, or true or false.
    }
  }

  private static String masked(String key, String value) {
    if (NAMES.contains(key) || NUMBERS.contains(key) && NUMBER.matcher(value).matches()) {
      return value;
    }
    return expression(value);
  }

  /** An expression as a server prints it, without its values. */
  static String expression(String text) {
    SqlShape shape = SqlParser.parse(text);
    return shape.tokenizable() ? shape.digestText() : "?";
  }
}

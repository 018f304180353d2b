package io.querymirror.bench.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A titled table; cells are texts, numbers or {@link Quartiles}, null where there is none. */
public final class Table {
  private final String title;
  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  Table(String title, String... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  /** One row, a cell for each column. */
  public Table row(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for the columns " + columns);
    }
    rows.add(new ArrayList<>(Arrays.asList(cells)));
    return this;
  }

  String markdown() {
    StringBuilder out = new StringBuilder();
    if (!title.isEmpty()) {
      out.append("## ").append(title).append("\n\n");
    }
    line(out, columns);
    out.append('|');
    for (int i = 0; i < columns.size(); i++) {
      out.append(numeric(i) ? " ---: |" : " --- |");
    }
    out.append('\n');
    for (List<@Nullable Object> row : rows) {
      line(out, row.stream().map(Table::text).toList());
    }
    return out.append('\n').toString();
  }

  private boolean numeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .map(row -> row.get(column))
            .allMatch(cell -> cell == null || cell instanceof Number || cell instanceof Quartiles)
        && rows.stream().anyMatch(row -> row.get(column) != null);
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append('|');
    for (String cell : cells) {
      out.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    out.append('\n');
  }

  private static String text(@Nullable Object cell) {
    if (cell == null) {
      return "";
    }
    return cell instanceof Double value ? Quartiles.number(value) : cell.toString();
  }

  Map<String, Object> json() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      objects.add(object);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("rows", objects);
    return json;
  }
}

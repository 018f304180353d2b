package io.querymirror.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Columns that are as wide as their widest cell; the last one takes what is left of the line, and
 * is cut there, unless it is asked for whole.
 */
final class Table {
  private static final String INDENT = "  ";
  private static final String GAP = "  ";
  private static final int NARROWEST_LAST = 20;

  private final Terminal terminal;
  private final List<String> heads = new ArrayList<>();
  private final List<Boolean> right = new ArrayList<>();
  private final List<Object> lines = new ArrayList<>();
  private boolean whole;

  Table(Terminal terminal) {
    this.terminal = terminal;
  }

  Table left(String head) {
    heads.add(head);
    right.add(false);
    return this;
  }

  Table right(String head) {
    heads.add(head);
    right.add(true);
    return this;
  }

  /** The last column is as long as it is. */
  Table whole() {
    whole = true;
    return this;
  }

  /** A row, with a cell for each column; its first cell may stand out. */
  void row(Style style, List<String> cells) {
    List<String> clean = new ArrayList<>(cells.size());
    for (String cell : cells) {
      clean.add(Text.clean(cell));
    }
    lines.add(new Row(style, clean));
  }

  void row(String... cells) {
    row(Style.PLAIN, List.of(cells));
  }

  /** A line of text below the last row. */
  void note(String text) {
    lines.add(Text.clean(text));
  }

  void print(PrintStream out) {
    int[] widths = new int[heads.size()];
    measure(widths, heads);
    for (Object line : lines) {
      if (line instanceof Row) {
        measure(widths, ((Row) line).cells);
      }
    }
    out.println(terminal.styled(Style.FAINT, line(widths, heads, Style.PLAIN)));
    for (Object line : lines) {
      if (line instanceof Row) {
        Row row = (Row) line;
        out.println(line(widths, row.cells, row.style));
      } else {
        String note = INDENT + INDENT + line;
        out.println(terminal.styled(Style.FAINT, Text.cut(note, terminal.width())));
      }
    }
  }

  private static void measure(int[] widths, List<String> cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], Text.length(cells.get(i)));
    }
  }

  private String line(int[] widths, List<String> cells, Style first) {
    StringBuilder sb = new StringBuilder(INDENT);
    int used = INDENT.length();
    int last = widths.length - 1;
    for (int i = 0; i <= last; i++) {
      String cell = cells.get(i);
      if (i == last && !right.get(i) && !whole) {
        cell = Text.cut(cell, Math.max(NARROWEST_LAST, terminal.width() - used));
      }
      String pad = " ".repeat(Math.max(0, widths[i] - Text.length(cell)));
      String shown = i == 0 ? terminal.styled(first, cell) : cell;
      sb.append(right.get(i) ? pad + shown : i == last ? shown : shown + pad);
      sb.append(i == last ? "" : GAP);
      used += widths[i] + GAP.length();
    }
    return sb.toString().stripTrailing();
  }

  private static final class Row {
    final Style style;
    final List<String> cells;

    Row(Style style, List<String> cells) {
      this.style = style;
      this.cells = cells;
    }
  }
}

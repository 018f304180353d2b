package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;

/**
 * The outer three levels of the report have a line for each key, arrays there a line for each
 * entry, and all that is deeper is in one line. So a digest is a line: the file can be read,
 * searched line by line, and compared with another. One object for one report.
 */
final class ReportLayout implements PrettyPrinter {
  private static final int OBJECTS = 3;
  private static final int ARRAYS = 4;

  private int depth;

  /** Depth of the outermost container that is in one line, or more than there ever is. */
  private int lineFrom = Integer.MAX_VALUE;

  @Override
  public void writeRootValueSeparator(JsonGenerator g) throws IOException {
    g.writeRaw('\n');
  }

  @Override
  public void writeStartObject(JsonGenerator g) throws IOException {
    g.writeRaw('{');
    open(depth < OBJECTS && !g.getOutputContext().getParent().inArray());
  }

  @Override
  public void writeStartArray(JsonGenerator g) throws IOException {
    g.writeRaw('[');
    open(depth < ARRAYS);
  }

  @Override
  public void beforeObjectEntries(JsonGenerator g) throws IOException {
    space(g, depth, false);
  }

  @Override
  public void beforeArrayValues(JsonGenerator g) throws IOException {
    space(g, depth, false);
  }

  @Override
  public void writeObjectFieldValueSeparator(JsonGenerator g) throws IOException {
    g.writeRaw(": ");
  }

  @Override
  public void writeObjectEntrySeparator(JsonGenerator g) throws IOException {
    g.writeRaw(',');
    space(g, depth, true);
  }

  @Override
  public void writeArrayValueSeparator(JsonGenerator g) throws IOException {
    g.writeRaw(',');
    space(g, depth, true);
  }

  @Override
  public void writeEndObject(JsonGenerator g, int entries) throws IOException {
    close(g, entries);
    g.writeRaw('}');
  }

  @Override
  public void writeEndArray(JsonGenerator g, int entries) throws IOException {
    close(g, entries);
    g.writeRaw(']');
  }

  private void open(boolean lines) {
    depth++;
    if (!lines && lineFrom > depth) {
      lineFrom = depth;
    }
  }

  private void close(JsonGenerator g, int entries) throws IOException {
    if (entries > 0) {
      space(g, depth - 1, false);
    }
    if (lineFrom == depth) {
      lineFrom = Integer.MAX_VALUE;
    }
    depth--;
  }

  private void space(JsonGenerator g, int indent, boolean between) throws IOException {
    if (depth < lineFrom) {
      g.writeRaw('\n');
      for (int i = 0; i < indent; i++) {
        g.writeRaw("  ");
      }
    } else if (between) {
      g.writeRaw(' ');
    }
  }
}

package io.querymirror.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Puts the parser's complaint, which fills many lines, on one. */
final class Syntax {
  private Syntax() {}

  static void report(YAMLException error, String text, int lastLine, Mistakes mistakes) {
    int line = lastLine;
    String problem = String.valueOf(error.getMessage());
    if (error instanceof MarkedYAMLException) {
      MarkedYAMLException marked = (MarkedYAMLException) error;
      int from = line(marked.getContextMark(), lastLine);
      line = line(marked.getProblemMark(), lastLine);
      problem = String.valueOf(marked.getProblem());
      // The end of the file is never the place to mend what was left open.
      boolean open = problem.contains("end of stream") && marked.getContextMark() != null;
      problem +=
          marked.getContext() == null
              ? ""
              : ", " + marked.getContext() + (open || from == line ? "" : " from line " + from);
      line = open ? from : line;
    } else if (error instanceof ReaderException) {
      line = Chars.line(text, ((ReaderException) error).getPosition());
      problem = "a character that YAML does not allow";
    }
    mistakes.add(
        line,
        "",
        "broken YAML (" + problem.replaceAll("\\s+", " ").trim() + ")",
        "YAML" + hint(text, line));
  }

  private static int line(@Nullable Mark mark, int otherwise) {
    return mark == null ? otherwise : mark.getLine() + 1;
  }

  /** {@code {password: ${X}}} breaks, as braces mean something to YAML there. */
  private static String hint(String text, int line) {
    String[] lines = text.split("\n", -1);
    return line <= lines.length && lines[line - 1].contains("${")
        ? " (inside { } a value with ${…} stands in quotes)"
        : "";
  }
}

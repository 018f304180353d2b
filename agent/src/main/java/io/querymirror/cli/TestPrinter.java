package io.querymirror.cli;

import io.querymirror.config.RuleSettings;
import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.rule.Explanation;
import io.querymirror.rule.Finding;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code test} found out, for people: the statement, every rule, every target. */
final class TestPrinter {
  private static final int LABEL = 10;

  private final Terminal terminal;
  private final PrintStream out;

  TestPrinter(Terminal terminal, PrintStream out) {
    this.terminal = terminal;
    this.out = out;
  }

  void print(TestResult result) {
    statement(result);
    rules(result);
    targets(result);
  }

  private void statement(TestResult result) {
    Execution e = result.execution;
    SqlShape shape = result.shape();
    out.println(terminal.styled(Style.TITLE, "Statement"));
    line("text", e.sql());
    line("digest", shape.digestId() + "  " + shape.digestText());
    String kind = TestResult.word(shape.kind());
    line(
        "kind",
        kind
            + (shape.kind().group() == Kind.Group.NEITHER
                ? ""
                : ", of the group " + TestResult.word(shape.kind().group())));
    line("tables", tables(result));
    line(
        "session",
        "schema "
            + orNone(e.schema())
            + ", user "
            + orNone(e.connection().user())
            + ", host "
            + orNone(e.connection().host())
            + (e.inTransaction() ? ", in a transaction" : ", in no transaction"));
    if (shape.unsupported() != null) {
      line("never sent", shape.unsupported());
    }
  }

  private static String tables(TestResult result) {
    Set<String> names = new LinkedHashSet<>();
    for (TableRef t : result.shape().tables()) {
      String schema = result.schema(t);
      names.add(
          (schema == null ? "" : schema + ".") + t.name() + (t.written() ? " (written)" : ""));
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static String orNone(@Nullable String name) {
    return name == null || name.isEmpty() ? "none" : name;
  }

  private void rules(TestResult result) {
    out.println();
    out.println(terminal.styled(Style.TITLE, "Rules, the first that matches wins"));
    List<Explanation.Part> parts = result.explanation.parts();
    String last = "";
    for (int i = 0; i < parts.size(); i++) {
      Explanation.Part part = parts.get(i);
      RuleSettings rule = part.rule();
      String name = (i + 1) + ". " + Text.clean(rule.name());
      switch (part.answer()) {
        case TOOK:
          out.println("  " + name + ": " + terminal.styled(Style.GOOD, "takes it") + does(rule));
          last = rule.name();
          break;
        case LEFT:
          out.println("  " + name + ": leaves it");
          break;
        default:
          out.println("  " + name + ": not asked, as " + Text.clean(last) + " took it");
      }
      if (part.answer() != Explanation.Answer.NOT_ASKED) {
        part.findings().forEach(this::finding);
      }
    }
  }

  private static String does(RuleSettings rule) {
    return (rule.skip() ? ", to skip it" : "")
        + (rule.continues() ? ", and the next rules are asked too" : "");
  }

  private void finding(Finding f) {
    String words = Text.clean(f.found());
    if (f.holds()) {
      out.println(
          terminal.styled(
              Style.FAINT,
              Text.cut("       " + f.field() + " " + Text.clean(f.expected()), terminal.width())));
      return;
    }
    out.println(
        "     "
            + terminal.styled(Style.WARNING, "x")
            + " "
            + f.field()
            + (f.field().equals("not")
                ? ": excluded by " + Text.clean(f.expected()) + ", found " + words
                : ": expected " + Text.clean(f.expected()) + ", found " + words));
  }

  private void targets(TestResult result) {
    out.println();
    switch (result.decision()) {
      case "skipped":
        out.println(terminal.styled(Style.TITLE, "Skipped") + ": it is mirrored nowhere");
        break;
      case "unmatched":
        out.println(
            terminal.styled(Style.TITLE, "Unmatched")
                + ": no rule takes it, so it is not mirrored");
        break;
      default:
        out.println(terminal.styled(Style.TITLE, "Targets"));
    }
    for (Arrival arrival : result.arrivals) {
      String head = "  " + Text.clean(arrival.target.name()) + ", by " + Text.clean(arrival.rule);
      out.println(head + ":");
      for (String line : arrival.words()) {
        out.println(
            "    " + (arrival.runs() ? line : terminal.styled(Style.WARNING, Text.clean(line))));
      }
      String sql = arrival.foresight.sql();
      if (sql != null && !sql.equals(result.execution.sql())) {
        out.println(
            "    as " + Text.clean(sql) + (arrival.rewritten == null ? "" : " (rewritten)"));
      }
    }
    if (result.follows()) {
      out.println(
          "  It is session control: a target with order session or commit gets it in its place,"
              + " whatever the rules say, once a rule took any statement of the session for it.");
    }
  }

  private void line(String label, String text) {
    out.println(
        "  " + label + " ".repeat(Math.max(2, LABEL + 2 - label.length())) + Text.clean(text));
  }
}

package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.ExpectedCounts;
import java.io.IOException;
import java.time.LocalDate;

/** The field {@code expected}: what came of the rules about expected differences. */
public final class ExpectedJson implements ReportPart {
  private final ExpectedCounts counts;

  public ExpectedJson(ExpectedCounts counts) {
    this.counts = counts;
  }

  /** Nothing where there are no rules. */
  @Override
  public void write(JsonGenerator g) throws IOException {
    if (counts.rules().isEmpty()) {
      return;
    }
    LocalDate today = LocalDate.now();
    g.writeArrayFieldStart("expected");
    for (ExpectedCounts.Rule rule : counts.rules()) {
      LocalDate until = rule.until();
      boolean over = until != null && today.isAfter(until);
      g.writeStartObject();
      g.writeStringField("reason", rule.reason());
      if (until != null) {
        g.writeStringField("until", until.toString());
      }
      g.writeBooleanField("expired", over);
      g.writeNumberField("used", rule.uses());
      g.writeNumberField("late", rule.lateUses());
      g.writeArrayFieldStart("unknown_columns");
      for (String column : rule.unknownColumns()) {
        g.writeString(column);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
    g.writeEndArray();
  }
}

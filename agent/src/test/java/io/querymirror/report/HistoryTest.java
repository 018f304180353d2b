package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.model.Outcome;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.Executions;
import io.querymirror.stats.TargetLedger;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant START = Instant.parse("2026-01-02T03:00:00Z");

  private final TargetLedger ledger = new TargetLedger("candidate");
  private final History history = new History(START);
  private Instant now = START;

  private void run(int executed, long lagMillis) {
    for (int i = 0; i < executed; i++) {
      ledger.matched();
      ledger.result(
          Executions.of(1, "select ?", Outcome.ROWS, 50),
          Outcome.ROWS,
          40_000,
          lagMillis * 1_000_000);
      ledger.executed("a:1");
    }
  }

  private void report() {
    now = now.plusSeconds(10);
    history.add(now, ledger.snapshot());
  }

  private JsonNode written() throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(out)) {
      g.writeStartObject();
      history.write(g);
      g.writeEndObject();
    }
    return new ObjectMapper().readTree(out.toString()).path("history");
  }

  @Test
  void eachPointIsOfItsIntervalAlone() throws IOException {
    run(20, 5);
    report();
    run(5, 40);
    ledger.matched();
    ledger.dropped(DropReason.QUEUE_FULL);
    ledger.matched();
    report();
    report();
    JsonNode columns = written();
    assertEquals("[2,0.5,0]", columns.path("executed_per_s").toString());
    assertEquals("[0,0.1,0]", columns.path("dropped_per_s").toString());
    assertEquals("[0,1,1]", columns.path("pending").toString());
    JsonNode lag = columns.path("lag_p50_ms");
    assertEquals(5, lag.get(0).asDouble(), 0.1);
    assertEquals(40, lag.get(1).asDouble(), 0.7);
    assertTrue(lag.get(2).isNull(), "nothing ran");
    assertEquals(START.plusSeconds(20).toEpochMilli(), columns.path("at").get(1).asLong());
  }

  @Test
  void isBoundedAndEvenOverAnyTime() throws IOException {
    int reports = 5_000;
    for (int i = 0; i < reports; i++) {
      run(3, 5);
      report();
    }
    JsonNode columns = written();
    JsonNode at = columns.path("at");
    assertTrue(at.size() <= History.MOST && at.size() > History.MOST / 2 - 10, "" + at.size());
    long step = at.get(1).asLong() - at.get(0).asLong();
    for (int i = 2; i < at.size() - 1; i++) {
      assertEquals(step, at.get(i).asLong() - at.get(i - 1).asLong());
    }
    double executed = 0;
    long from = START.toEpochMilli();
    for (int i = 0; i < at.size(); i++) {
      executed +=
          columns.path("executed_per_s").get(i).asDouble() * (at.get(i).asLong() - from) / 1000;
      from = at.get(i).asLong();
    }
    assertEquals(3 * reports, executed, 1);
    assertEquals(now.toEpochMilli(), from);
  }
}

package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.CaptureSnapshot;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.util.Map;

/** The counts that balance, as {@code report.json} and the answer to {@code status} have them. */
public final class LedgerJson {
  private LedgerJson() {}

  /** Fields of an object that is open: what was captured, and what of it was lost. */
  public static void capture(JsonGenerator g, CaptureSnapshot c) throws IOException {
    g.writeNumberField("seen", c.seen());
    g.writeNumberField("unmatched", c.unmatched());
    g.writeNumberField("skipped", c.skipped());
    g.writeNumberField("matched", c.matched());
    g.writeObjectFieldStart("dropped");
    g.writeNumberField("ring_full", c.ringFull());
    g.writeNumberField("internal_error", c.lost());
    g.writeEndObject();
    g.writeNumberField("internal_errors", c.internalErrors());
  }

  /** The object {@code ledger} of a target. */
  public static void target(JsonGenerator g, TargetSnapshot t) throws IOException {
    g.writeObjectFieldStart("ledger");
    g.writeNumberField("matched", t.matched());
    g.writeNumberField("amplified", t.amplified());
    g.writeNumberField("sampled_out", t.sampledOut());
    g.writeNumberField("not_repeated", t.notRepeated());
    g.writeNumberField("executed", t.executed());
    g.writeNumberField("failed", t.failed());
    g.writeNumberField("pending", t.pending());
    g.writeObjectFieldStart("dropped");
    for (Map.Entry<DropReason, Long> drop : t.dropped().entrySet()) {
      g.writeNumberField(drop.getKey().key(), drop.getValue());
    }
    g.writeEndObject();
    g.writeEndObject();
  }
}

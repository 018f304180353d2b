package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Each target's {@link History}. For one thread at a time. */
final class Histories {
  private final Map<String, History> byTarget = new HashMap<>();

  /** To be called once for each report. */
  void add(ReportModel model) {
    for (TargetSnapshot target : model.targets()) {
      byTarget
          .computeIfAbsent(target.target(), k -> new History(model.started()))
          .add(model.updated(), target);
    }
  }

  /** {@code history}; nothing where no report was added that has this target. */
  void write(String target, JsonGenerator g) throws IOException {
    History history = byTarget.get(target);
    if (history != null) {
      history.write(g);
    }
  }
}

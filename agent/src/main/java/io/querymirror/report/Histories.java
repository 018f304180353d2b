package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.querymirror.stats.TargetSnapshot;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Each target's {@link History}. For one thread at a time. */
final class Histories {
  private final Map<String, History> byTarget = new HashMap<>();

  /** To be called once for each report. */
  void add(ReportModel model) {
    Set<String> names = new HashSet<>();
    for (TargetSnapshot target : model.targets()) {
      names.add(target.target());
      byTarget
          .computeIfAbsent(target.target(), k -> new History(model.started()))
          .add(model.updated(), target);
    }
    byTarget.keySet().retainAll(names);
  }

  /** {@code history}; nothing where no report was added that has this target. */
  void write(String target, JsonGenerator g) throws IOException {
    History history = byTarget.get(target);
    if (history != null) {
      history.write(g);
    }
  }
}

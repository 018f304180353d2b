package io.querymirror.rule;

import com.google.re2j.Pattern;
import io.querymirror.config.MatchSettings;
import io.querymirror.config.RuleSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All {@code sql} patterns of the rules, asked at once. To the rules a text is no more than which
 * of them are found in it, so texts that hold values, and so never come again, can share a plan.
 */
final class SqlPatterns {
  /** With more than this many a text is better known by itself, as it may come again. */
  private static final int FEW = 16;

  /** No text of a statement begins so. */
  private static final String NONE_FOUND = "\0";

  private final List<Pattern> patterns = new ArrayList<>();

  SqlPatterns(List<RuleSettings> rules) {
    for (RuleSettings rule : rules) {
      add(rule.match());
    }
  }

  private void add(@Nullable MatchSettings match) {
    if (match != null) {
      patterns.addAll(match.sql());
      add(match.not());
    }
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  boolean areFew() {
    return patterns.size() <= FEW;
  }

  /** Which patterns are found in a text, in a word that is the same for all such texts. */
  String found(String sql) {
    String found = NONE_FOUND;
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matcher(sql).find()) {
        found += (char) i;
      }
    }
    return found;
  }
}

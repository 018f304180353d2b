package io.querymirror.rule;

import io.querymirror.config.CopySettings;
import io.querymirror.config.MaskSettings;
import io.querymirror.config.MatchSettings;
import io.querymirror.config.RuleSettings;
import io.querymirror.config.Settings;
import io.querymirror.model.BindMask;
import io.querymirror.model.Execution;
import io.querymirror.model.SourceEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Asks the rules about statements. What depends on a statement's text and session alone is judged
 * once and kept; an execution of a known text costs a look-up, and the conditions on its binds,
 * transaction, outcome and time where rules have some. For one thread.
 */
public final class RuleEngine {
  private static final int PLANS = 4096;
  private static final long PLAN_BYTES = 4 << 20;

  private final List<RuleSettings> rules;
  private final List<Matcher> matchers = new ArrayList<>();
  private final List<Sampler> samplers = new ArrayList<>();
  private final List<CopySettings> copies = new ArrayList<>();
  private final List<Rewriter> rewriters = new ArrayList<>();
  private final List<BindMask> hidden = new ArrayList<>();
  private final PlanCache cache;
  private final SqlPatterns patterns;
  private final boolean usesShape;
  private final boolean usesUser;
  private final boolean usesHost;
  private final boolean usesSchema;

  public RuleEngine(Settings s) {
    this(s.rules(), new PlanCache(PLANS, PLAN_BYTES));
  }

  /**
   * The rules that take over from {@code before}: one that keeps its name, {@code copies} and
   * {@code vary} answers {@link #copy} with the same object as before, as fractions are carried
   * over by it.
   */
  public RuleEngine(Settings s, RuleEngine before) {
    this(s);
    Map<String, CopySettings> known = new HashMap<>();
    for (int i = 0; i < before.rules.size(); i++) {
      known.put(before.rules.get(i).name(), before.copies.get(i));
    }
    for (int i = 0; i < rules.size(); i++) {
      CopySettings was = known.get(rules.get(i).name());
      CopySettings now = copies.get(i);
      if (was != null && was.copies() == now.copies() && was.vary() == now.vary()) {
        copies.set(i, was);
      }
    }
  }

  RuleEngine(List<RuleSettings> rules, PlanCache cache) {
    this.rules = rules;
    this.cache = cache;
    for (RuleSettings rule : rules) {
      matchers.add(new Matcher(rule.match()));
      copies.add(rule.copy());
      samplers.add(new Sampler(rule.copy()));
      rewriters.add(new Rewriter(rule.copy().rewrites()));
      MaskSettings mask = rule.maskBinds();
      hidden.add(mask.all() ? BindMask.ALL : BindMask.of(mask.positions()));
    }
    patterns = new SqlPatterns(rules);
    usesShape =
        uses(
            m ->
                !m.digestText().isEmpty()
                    || !m.digests().isEmpty()
                    || !m.kinds().isEmpty()
                    || !m.tables().isEmpty());
    usesUser = uses(m -> !m.users().isEmpty());
    usesHost = uses(m -> !m.hosts().isEmpty() || !m.groupHosts().isEmpty());
    usesSchema = uses(m -> !m.schemas().isEmpty() || !m.tables().isEmpty());
  }

  private boolean uses(Predicate<MatchSettings> field) {
    return rules.stream().anyMatch(r -> uses(r.match(), field));
  }

  private static boolean uses(MatchSettings match, Predicate<MatchSettings> field) {
    MatchSettings not = match.not();
    return field.test(match) || (not != null && uses(not, field));
  }

  /**
   * What happens to a statement, also to session control that came as text; throws
   * IllegalStateException for a method of the connection, which no rule judges.
   */
  public Decision decide(Execution e) {
    String sql = e.sql();
    // A text's shape is not the text's alone: the session's sql_mode tells what a quote is.
    PlanKey key =
        new PlanKey(
            patterns.isEmpty() ? null : text(e, sql),
            usesShape ? e.statementShape() : null,
            usesUser ? e.connection().user() : null,
            usesHost ? e.connection().host() : null,
            usesSchema ? e.schema() : null);
    Plan plan = cache.get(key);
    if (plan == null) {
      plan = new Plan(rules, matchers, e);
      cache.put(key, plan);
    }
    return plan.decide(e);
  }

  /** The same decision, with what each field of each rule has to say of the statement. */
  public Explanation explain(Execution e) {
    Decision decision = decide(e);
    List<Explanation.Part> parts = new ArrayList<>();
    int next = 0;
    int[] taken = decision.rules();
    boolean over = false;
    for (int i = 0; i < rules.size(); i++) {
      RuleSettings rule = rules.get(i);
      boolean took = next < taken.length && taken[next] == i;
      Explanation.Answer answer =
          took
              ? Explanation.Answer.TOOK
              : over ? Explanation.Answer.NOT_ASKED : Explanation.Answer.LEFT;
      parts.add(new Explanation.Part(rule, answer, matchers.get(i).explain(e)));
      next += took ? 1 : 0;
      over |= took && !rule.continues();
    }
    return new Explanation(decision, parts);
  }

  /** Whether a statement is in the sample of the rule that it is a hit of. */
  public boolean keeps(Hit hit, Execution e) {
    return samplers.get(hit.rule()).keeps(e);
  }

  /**
   * The statement as the rule wants it repeated: the same one, one with another text, or one that
   * is unsupported for what the rule makes of its text.
   */
  public Execution rewrite(Hit hit, Execution e) {
    Execution copy = rewriters.get(hit.rule()).rewrite(e);
    BindMask mask = hidden.get(hit.rule());
    return mask.isEmpty() ? copy : copy.hiding(mask);
  }

  /** How the rule copies what it takes. */
  public CopySettings copy(Hit hit) {
    return copies.get(hit.rule());
  }

  /** What {@link #copy} may answer. */
  public Collection<CopySettings> copies() {
    return Collections.unmodifiableCollection(copies);
  }

  /** What the rules can tell texts apart by: prepared ones come again, others hold values. */
  private String text(Execution e, String sql) {
    boolean comesAgain = e.event().form() != SourceEvent.Form.TEXT;
    return comesAgain || !patterns.areFew() ? sql : patterns.found(sql);
  }
}

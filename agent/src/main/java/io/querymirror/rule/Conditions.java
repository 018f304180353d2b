package io.querymirror.rule;

import com.google.re2j.Pattern;
import io.querymirror.config.BindSettings;
import io.querymirror.config.Glob;
import io.querymirror.config.MatchSettings;
import io.querymirror.config.TablePattern;
import io.querymirror.model.Execution;
import io.querymirror.model.Id;
import io.querymirror.model.Kind;
import io.querymirror.model.Outcome;
import io.querymirror.model.TableRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The conditions of a {@code match}, but for its {@code not}. */
final class Conditions {
  private static final String NONE = "none";

  private Conditions() {}

  /** What text and session decide; cheap ones first. */
  static List<Condition> fixed(MatchSettings m) {
    List<Condition> all = new ArrayList<>();
    if (!m.kinds().isEmpty()) {
      all.add(
          new Condition(
              "kind",
              any(kinds(m.kinds())),
              e -> m.kinds().contains(e.statementShape().kind()),
              e -> name(e.statementShape().kind())));
    }
    if (!m.digests().isEmpty()) {
      all.add(
          new Condition(
              "digest",
              any(digests(m.digests())),
              e -> m.digests().contains(e.statementShape().digest()),
              e -> e.statementShape().digestId()));
    }
    if (!m.schemas().isEmpty()) {
      all.add(globs("schema", m.schemas(), Execution::schema));
    }
    if (!m.users().isEmpty()) {
      all.add(globs("user", m.users(), e -> e.connection().user()));
    }
    if (!m.hosts().isEmpty()) {
      all.add(globs("host", m.hosts(), e -> e.connection().host()));
    }
    if (!m.groupHosts().isEmpty()) {
      all.add(globs("host_group", m.groupHosts(), e -> e.connection().host()));
    }
    if (!m.tables().isEmpty()) {
      all.add(
          new Condition("table", any(m.tables()), e -> table(m.tables(), e), Conditions::tables));
    }
    if (!m.digestText().isEmpty()) {
      all.add(
          new Condition(
              "digest_text",
              any(m.digestText()),
              e -> found(m.digestText(), e.statementShape().digestText()),
              e -> e.statementShape().digestText()));
    }
    if (!m.sql().isEmpty()) {
      all.add(new Condition("sql", any(m.sql()), e -> found(m.sql(), e.sql()), Execution::sql));
    }
    return all;
  }

  /** What only each execution tells. */
  static List<Condition> varying(MatchSettings m) {
    List<Condition> all = new ArrayList<>();
    Boolean inTransaction = m.inTransaction();
    if (inTransaction != null) {
      all.add(
          new Condition(
              "in_transaction",
              inTransaction.toString(),
              e -> e.inTransaction() == inTransaction,
              e -> String.valueOf(e.inTransaction())));
    }
    Boolean succeeded = m.succeeded();
    if (succeeded != null) {
      all.add(
          new Condition(
              "outcome",
              succeeded ? "ok" : "error",
              e -> e.outcome().ok() == succeeded,
              e -> outcome(e.outcome())));
    }
    Duration slowerThan = m.slowerThan();
    if (slowerThan != null) {
      long nanos = slowerThan.toNanos();
      all.add(
          new Condition(
              "slower_than",
              duration(nanos),
              e -> e.sourceNanos() > nanos,
              e -> duration(e.sourceNanos())));
    }
    for (BindSettings b : m.binds()) {
      BindTest test = new BindTest(b);
      all.add(new Condition("binds." + test.place(), test.expected(), test, test::found));
    }
    return all;
  }

  /** Reads a name off a statement. */
  private interface Named {
    @Nullable String of(Execution e);
  }

  private static Condition globs(String field, List<Glob> globs, Named named) {
    return new Condition(
        field, any(globs), e -> matches(globs, named.of(e)), e -> orNone(named.of(e)));
  }

  private static boolean matches(List<Glob> globs, @Nullable String name) {
    if (name != null) {
      for (Glob g : globs) {
        if (g.matches(name)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean table(List<TablePattern> patterns, Execution e) {
    for (TableRef t : e.statementShape().tables()) {
      String schema = t.schema() == null ? e.schema() : t.schema();
      for (TablePattern p : patterns) {
        if (p.matches(schema, t.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String tables(Execution e) {
    Set<String> names = new LinkedHashSet<>();
    for (TableRef t : e.statementShape().tables()) {
      String schema = t.schema() == null ? e.schema() : t.schema();
      names.add(schema == null ? t.name() : schema + "." + t.name());
    }
    return names.isEmpty() ? NONE : String.join(", ", names);
  }

  private static boolean found(List<Pattern> patterns, String text) {
    for (Pattern p : patterns) {
      if (p.matcher(text).find()) {
        return true;
      }
    }
    return false;
  }

  private static String any(Collection<?> all) {
    return all.stream().map(Object::toString).collect(Collectors.joining(" or "));
  }

  private static List<String> digests(Set<Long> digests) {
    return digests.stream().map(Id::of).sorted().collect(Collectors.toList());
  }

  /** A whole group by its name. */
  private static Set<String> kinds(Set<Kind> kinds) {
    Set<String> names = new LinkedHashSet<>();
    Set<Kind> rest = EnumSet.copyOf(kinds);
    for (Kind.Group group : List.of(Kind.Group.READ, Kind.Group.WRITE)) {
      List<Kind> members = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        if (kind.group() == group) {
          members.add(kind);
        }
      }
      if (rest.containsAll(members)) {
        names.add(group.name().toLowerCase(Locale.ROOT));
        rest.removeAll(members);
      }
    }
    rest.forEach(kind -> names.add(kind.configName()));
    return names;
  }

  /** SHOW and LOAD have no name of their own in configuration. */
  private static String name(Kind kind) {
    String own = kind.name().toLowerCase(Locale.ROOT);
    return own.equals(kind.configName()) ? own : kind.configName() + " (" + own + ")";
  }

  private static String outcome(Outcome outcome) {
    return outcome.ok() ? "ok" : "error " + outcome.vendorCode();
  }

  private static String orNone(@Nullable String name) {
    return name == null || name.isEmpty() ? NONE : name;
  }

  /** In the largest unit in which it is whole, down to microseconds. */
  static String duration(long nanos) {
    long micros = nanos / 1_000;
    if (micros % 1_000 != 0) {
      return micros + "us";
    }
    long millis = micros / 1_000;
    if (millis % 1_000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    return seconds % 3_600 == 0
        ? seconds / 3_600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}

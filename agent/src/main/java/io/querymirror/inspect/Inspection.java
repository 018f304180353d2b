package io.querymirror.inspect;

import io.querymirror.config.Glob;
import io.querymirror.config.HostSettings;
import io.querymirror.config.MatchSettings;
import io.querymirror.config.RuleSettings;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at all hosts of a configuration, side by side, and gives up on those that hang. */
public final class Inspection {
  private static final int AT_ONCE = 16;

  /** Of which hosts of one target are compared with each other. */
  private static final List<String> ALIKE =
      List.of(
          "version",
          "sql_mode",
          "collation_server",
          "lower_case_table_names",
          "transaction_isolation",
          "tx_isolation",
          "time_zone");

  private final Settings settings;
  private final SeenTables seen;

  public Inspection(Settings settings, SeenTables seen) {
    this.settings = settings;
    this.seen = seen;
  }

  /** One for each host, in the file's order; takes the limit at most, and a moment more. */
  public List<HostState> look(Duration limit) throws InterruptedException {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread t = new Thread(task, "querymirror-check");
              t.setDaemon(true);
              return t;
            });
    try {
      Map<Future<HostState>, HostState> looks = new LinkedHashMap<>();
      for (TargetSettings target : settings.targets().values()) {
        Set<String> named = named(target.name());
        for (HostSettings host : target.hosts()) {
          HostInspector inspector =
              new HostInspector(target, host, seen, named, settings.limits().statementSize());
          HostState none =
              new HostState(
                  target.name(),
                  host.address(),
                  limit.toMillis(),
                  List.of(
                      Point.error(
                          Reach.CHECK,
                          "no answer within " + limit.toSeconds() + " s",
                          "the host hangs, or is very slow",
                          "look at the server and the network")),
                  Map.of());
          looks.put(threads.submit(inspector::look), none);
        }
      }
      return compared(answers(looks, System.nanoTime() + limit.toNanos()));
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<HostState> answers(Map<Future<HostState>, HostState> looks, long deadline)
      throws InterruptedException {
    List<HostState> states = new ArrayList<>();
    for (Map.Entry<Future<HostState>, HostState> look : looks.entrySet()) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        states.add(look.getKey().get(left, TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        states.add(look.getValue());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return states;
  }

  /** Schemas that the rules for a target name without a wildcard, by the source's names. */
  private Set<String> named(String target) {
    Set<String> names = new LinkedHashSet<>();
    for (RuleSettings rule : settings.rules()) {
      MatchSettings match = rule.match();
      if (rule.mirror().contains(target)) {
        for (Glob schema : match.schemas()) {
          String text = schema.toString();
          if (text.indexOf('*') < 0 && text.indexOf('?') < 0) {
            names.add(text);
          }
        }
      }
    }
    return names;
  }

  /** Copies go to any host of a target, so hosts of one must answer alike. */
  static List<HostState> compared(List<HostState> states) {
    Map<String, HostState> first = new LinkedHashMap<>();
    List<HostState> all = new ArrayList<>();
    for (HostState state : states) {
      HostState other = state.variables().isEmpty() ? null : first.get(state.target());
      if (!state.variables().isEmpty()) {
        first.putIfAbsent(state.target(), state);
      }
      all.add(other == null ? state : state.plus(differences(state, other)));
    }
    return all;
  }

  private static List<Point> differences(HostState state, HostState other) {
    List<Point> points = new ArrayList<>();
    for (String name : ALIKE) {
      String own = state.variables().getOrDefault(name, "");
      String others = other.variables().getOrDefault(name, "");
      if (!own.equals(others)) {
        points.add(
            Point.warning(
                "alike." + name,
                own + ", and " + others + " on " + other.address(),
                "copies of one statement go to either, and may be answered differently",
                "make the hosts of one target alike, or make two targets of them"));
      }
    }
    return points;
  }

  /** What no host can tell, in words; not empty. */
  public List<String> unchecked() {
    List<String> words = new ArrayList<>();
    words.add(
        "The source is not in the file: compare version, sql_mode, charset, isolation, time zone"
            + " and lower_case_table_names with production's by hand.");
    if (!seen.any()) {
      words.add(
          "No report is in "
              + settings.report().directory()
              + " yet, so no table was compared with those that the source's statements name: run"
              + " this again after a first run.");
    }
    for (TargetSettings target : settings.targets().values()) {
      if (target.compare().plans().source()) {
        words.add(
            "The source's own plans ("
                + target.name()
                + ".compare.plans.source): the account for them is used at the source alone.");
        break;
      }
    }
    return words;
  }
}

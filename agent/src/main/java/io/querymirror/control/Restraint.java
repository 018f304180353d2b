package io.querymirror.control;

import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.stats.OwnUse;
import io.querymirror.stats.OwnUse.Measure;
import io.querymirror.stats.OwnUse.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the limits: the furthest step of any of them. Switches mirroring off and on
 * again as an operator would, but never on where an operator switched it off. Used by one thread.
 */
final class Restraint {
  private static final Log LOG = Log.of(Restraint.class);

  final Limit cpu = new Limit("cpu", 4, 0.8, 0.5, 0.9, 1);
  final Limit heap = new Limit("heap", 1, 0.95, 1);
  final Limit overhead = new Limit("overhead_p99", 2, 0.8, 1);

  private final List<Limit> limits = List.of(cpu, heap, overhead);
  private final Operations operations;
  private final Shedding shedding;
  private final Consumer<Boolean> discard;
  private State state = State.OK;
  private String reason = "";
  private long sinceMillis;
  private long timesShed;
  private long timesOff;

  /**
   * @param discard told, again and again, whether copies that are queued are to be dropped
   */
  Restraint(Operations operations, Shedding shedding, Consumer<Boolean> discard) {
    this.operations = operations;
    this.shedding = shedding;
    this.discard = discard;
  }

  State state() {
    return state;
  }

  /** Does what follows from what was measured. */
  void look(long now) {
    if (state != State.OK && operations.enabled() == (state == State.OFF)) {
      // An operator has decided. What was switched on is tried, and watched anew.
      sinceMillis = System.currentTimeMillis();
      state = State.OK;
      limits.forEach(Limit::reset);
    } else if (state == State.OK && !operations.enabled()) {
      limits.forEach(Limit::reset);
    }
    Limit worst = null;
    double share = 0;
    for (Limit limit : limits) {
      limit.look(now);
      share = Math.max(share, limit.share());
      if (limit.share() > 0 && (worst == null || further(limit, worst))) {
        worst = limit;
      }
    }
    shedding.share(share);
    discard.accept(heap.share() > 0);
    State next = worst == null ? State.OK : worst.isOff() ? State.OFF : State.SHEDDING;
    reason = worst == null ? "" : worst.name();
    if (next != state) {
      become(next, worst);
    }
  }

  private static boolean further(Limit one, Limit other) {
    return one.isOff() == other.isOff() ? one.share() > other.share() : one.isOff();
  }

  private void become(State next, @Nullable Limit worst) {
    State before = state;
    state = next;
    sinceMillis = System.currentTimeMillis();
    if (next == State.OFF) {
      timesOff++;
      if (operations.enabled()) {
        operations.enable(false, Origin.LIMITS);
      }
    } else if (before == State.OFF && operations.switchedBy() == Origin.LIMITS) {
      operations.enable(true, Origin.LIMITS);
    } else if (before == State.OK) {
      timesShed++;
    }
    tell(before, worst);
  }

  private void tell(State before, @Nullable Limit worst) {
    if (worst == null) {
      LOG.say(Message.LIMIT_OK);
    } else if (state == State.OFF) {
      LOG.say(
          Message.LIMIT_OFF,
          beyond(worst),
          shown(worst, worst.releasesBelow()),
          worst.hold() / 1_000_000_000L);
    } else if (before == State.OK) {
      LOG.say(Message.LIMIT_SHEDS, beyond(worst), shown(worst, worst.releasesBelow()));
    } else if (operations.enabled()) {
      LOG.say(Message.LIMIT_ON);
    }
  }

  private static String beyond(Limit limit) {
    return what(limit) + ", limits." + limit.name() + " is " + shown(limit, limit.limit());
  }

  private static String what(Limit limit) {
    String value = shown(limit, limit.value());
    switch (limit.name()) {
      case "cpu":
        return "the agent's threads take " + value + " of all cores";
      case "heap":
        return value + " of the heap is in use behind a collection";
      default:
        return "1 % of the application's calls lose " + value + " and more to the agent";
    }
  }

  private static String shown(Limit limit, double value) {
    return limit.name().equals("overhead_p99")
        ? String.format(Locale.ROOT, "%.3f us", value / 1000)
        : String.format(Locale.ROOT, "%.1f %%", value * 100);
  }

  /** For the report. */
  OwnUse use(long cpuNanos, long heapUsed, long heapMost) {
    List<Measure> measures = new ArrayList<>();
    for (Limit limit : limits) {
      State own = limit.isOff() ? State.OFF : limit.share() > 0 ? State.SHEDDING : State.OK;
      measures.add(new Measure(limit.name(), limit.value(), limit.limit(), own));
    }
    return new OwnUse(
        state,
        reason,
        sinceMillis,
        shedding.share(),
        timesShed,
        timesOff,
        cpuNanos,
        heapUsed,
        heapMost,
        measures);
  }
}

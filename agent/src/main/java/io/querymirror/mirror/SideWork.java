package io.querymirror.mirror;

import io.querymirror.config.TargetSettings;
import io.querymirror.message.Message;
import io.querymirror.mirror.observe.Observers;
import io.querymirror.mirror.observe.PlanOffers;
import io.querymirror.mirror.wire.RoundTrips;
import io.querymirror.stats.OutOfStep.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes on at a target beside its copies, now and then and on connections of its own: looks for
 * other writers, at how long next to nothing takes, at plans and at what the hosts have to do.
 */
final class SideWork {
  private final TargetContext target;

  /** Where writes are applied in commit order, else null. */
  private final @Nullable Writers writers;

  private final RoundTrips roundTrips;
  private @Nullable Observers observers;

  /**
   * @param order under {@code order: commit}, else null
   */
  SideWork(TargetContext target, @Nullable CommitGate order) {
    this.target = target;
    this.roundTrips =
        new RoundTrips(target.hosts::own, target.ledger, target.account::ends, target.workers);
    if (order != null && target.applies) {
      Writers others = writers(target);
      order.observe(others::ran);
      this.writers = others;
    } else {
      this.writers = null;
    }
  }

  private static Writers writers(TargetContext target) {
    return new Writers(
        new TouchedSchemas(target.texts::schema),
        target.hosts::own,
        target.workers,
        () -> {
          target.ledger.fidelity().severalWriters();
          target.ledger.outOfStep().everything(Reason.SEVERAL_WRITERS);
          target.log.say(Message.SEVERAL_WRITERS);
        },
        target.log::debug);
  }

  /** See {@link Target#among}. */
  void among(OwnWriters own) {
    if (writers != null) {
      writers.among(own);
    }
  }

  /** See {@link Target#observe}. */
  void observe(TargetSettings settings, Duration every, PlanOffers offers) {
    Observers all =
        new Observers(
            settings,
            target.hosts.all(),
            target.texts,
            target.ledger,
            target.log,
            target.workers,
            every,
            offers);
    observers = all;
    target.plans = all.plans();
  }

  /** How often the report is written from now on. */
  void every(Duration every) {
    if (observers != null) {
      observers.every(every);
    }
  }

  /** To be called once a second, by one thread. */
  void look() {
    if (writers != null) {
      writers.look();
    }
    if (observers != null) {
      observers.look();
    }
    roundTrips.look();
  }

  /** Does not wait. */
  void close() {
    if (writers != null) {
      writers.close();
    }
    if (observers != null) {
      observers.close();
    }
    roundTrips.close();
  }
}

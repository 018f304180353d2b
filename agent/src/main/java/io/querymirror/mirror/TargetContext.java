package io.querymirror.mirror;

import io.querymirror.catalog.Calls;
import io.querymirror.catalog.Catalogs;
import io.querymirror.catalog.Concern;
import io.querymirror.catalog.Reach;
import io.querymirror.config.Order;
import io.querymirror.config.Protocol;
import io.querymirror.config.TargetData;
import io.querymirror.config.TargetSettings;
import io.querymirror.config.Writes;
import io.querymirror.message.Message;
import io.querymirror.message.TargetLog;
import io.querymirror.mirror.hosts.Hosts;
import io.querymirror.mirror.hosts.TextMap;
import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.observe.Plans;
import io.querymirror.model.Execution;
import io.querymirror.model.HeldRows;
import io.querymirror.model.TableRef;
import io.querymirror.stats.OutOfStep.Reason;
import io.querymirror.stats.TargetLedger;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What all lanes of one target share. */
final class TargetContext {
  final String name;
  final boolean deny;

  /** Writes run, and nothing of them stays. */
  final boolean undo;

  final boolean applies;

  /** Whether it is for further copies, which count for volume and for no fidelity. */
  final boolean further;

  /** Whether sessions are read-only although the target is not. */
  final boolean readOnly;

  /** Whether results are compared with the rows that production returned. */
  final boolean compares;

  final boolean cheapest;
  final boolean commitOrder;
  final Doubtful doubtful;
  final Hosts hosts;
  final Account account;
  final TargetLedger ledger;
  final WriteTrail trail;
  final TextMap texts;
  final Catalogs catalogs;
  final Calls calls;
  final WorkerPool workers;
  final ScheduledExecutorService timer;
  final TargetLog log;

  /** How long statements take under {@code order: commit}. */
  final Pace pace = new Pace();

  /** Where writes are applied in commit order, else null. */
  final @Nullable LoneInserts lone;

  /** Where results are compared, else null. */
  final @Nullable Judge judge;

  /** Takes plans of what runs; null for none. Set before anything does. */
  volatile @Nullable Plans plans;

  /** The highest key that an INSERT was told, by table. */
  final ConcurrentMap<String, AtomicLong> keys = new ConcurrentHashMap<>();

  TargetContext(
      TargetSettings settings,
      Hosts hosts,
      Account account,
      TargetLedger ledger,
      WriteTrail trail,
      WorkerPool workers,
      ScheduledExecutorService timer,
      TargetLog log) {
    this.name = settings.name();
    this.deny = settings.writes() == Writes.DENY;
    this.undo = settings.writes() == Writes.ROLLBACK;
    this.applies = settings.writes() == Writes.APPLY;
    this.further = false;
    this.readOnly = false;
    this.compares = comparesRows(settings);
    this.cheapest = settings.protocol() == Protocol.CHEAPEST;
    this.commitOrder = settings.order() == Order.COMMIT;
    this.doubtful = new Doubtful(ledger, settings::sourcesOf, log);
    this.hosts = hosts;
    this.account = account;
    this.ledger = ledger;
    this.trail = trail;
    this.texts = new TextMap(settings);
    this.catalogs = new Catalogs(hosts::own, workers, what -> log.say(Message.SCHEMA_UNREAD, what));
    this.calls = new Calls(catalogs, texts::schema);
    this.workers = workers;
    this.timer = timer;
    this.log = log;
    ledger.outOfStep().follow(new Reached(catalogs, texts::schema, settings::sourcesOf));
    this.lone =
        commitOrder && applies
            ? new LoneInserts(new Reach(catalogs, texts::schema), this::unpinned)
            : null;
    this.judge = settings.compare().results() ? judge(settings) : null;
  }

  private TargetContext(TargetContext first) {
    this.name = first.name;
    this.deny = first.deny || first.applies;
    this.undo = first.undo;
    this.applies = false;
    this.further = true;
    this.readOnly = first.applies;
    this.compares = false;
    this.cheapest = first.cheapest;
    this.hosts = first.hosts;
    this.account = first.account;
    this.ledger = first.ledger;
    this.texts = first.texts;
    this.workers = first.workers;
    this.timer = first.timer;
    this.log = first.log;
    this.catalogs = first.catalogs;
    this.calls = first.calls;
    this.commitOrder = false;
    this.doubtful = first.doubtful;
    this.trail = WriteTrail.UNREAD;
    this.judge = null;
    this.lone = null;
  }

  private Judge judge(TargetSettings settings) {
    return new Judge(
        settings,
        ledger,
        log,
        calls,
        new Reach(catalogs, texts::schema),
        this::concern,
        new Delayed(this, settings));
  }

  private void unpinned(TableRef table) {
    ledger.fidelity().unpinned();
    ledger.outOfStep().table(table.schema(), table.name(), Reason.UNPINNED);
  }

  /** Which rows of this target's tables a statement concerns; for the dispatcher's thread. */
  Concern concern() {
    return new Concern(catalogs, texts::schema, table -> log.say(Message.NOT_INNODB, table));
  }

  /** The rows that production returned, where they are compared here and have room. */
  @Nullable HeldRows rows(Execution e) {
    return compares ? account.rows(e) : null;
  }

  /** Whether a target's results are compared with the rows that production returned. */
  static boolean comparesRows(TargetSettings settings) {
    return settings.compare().results() && settings.compare().data() != TargetData.OWN;
  }

  /**
   * The same target for further copies: where writes are applied they only read, so that no write
   * that hides in a function is applied a second time.
   */
  TargetContext further() {
    return new TargetContext(this);
  }
}

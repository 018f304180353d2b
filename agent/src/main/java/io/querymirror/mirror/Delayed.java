package io.querymirror.mirror;

import io.querymirror.config.TargetSettings;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.hosts.TargetHost;
import io.querymirror.mirror.judging.Judge;
import io.querymirror.mirror.wire.CopyResult;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.Execution;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs reads once more when a replication's lag must be over, each on a connection of its own. From
 * any thread.
 */
final class Delayed implements Judge.Later {
  private static final int MOST = 64;

  /** A replication's lag is over after such a part of the target's time-out. */
  private static final int LAGS = 6;

  private final TargetContext target;
  private final long delayMillis;
  private final Set<Again> waiting = ConcurrentHashMap.newKeySet();

  Delayed(TargetContext target, TargetSettings settings) {
    this.target = target;
    this.delayMillis = settings.timeout().toMillis() / LAGS;
  }

  /** One read that waits. */
  private final class Again {
    private final Execution execution;
    private final Consumer<@Nullable CopyResult> then;
    private final AtomicBoolean over = new AtomicBoolean();

    Again(Execution execution, Consumer<@Nullable CopyResult> then) {
      this.execution = execution;
      this.then = then;
    }

    void run() {
      over(over.get() ? null : copy(execution));
    }

    void over(@Nullable CopyResult result) {
      waiting.remove(this);
      if (over.compareAndSet(false, true)) {
        then.accept(result);
      }
    }
  }

  @Override
  public void again(Execution e, Consumer<@Nullable CopyResult> then) {
    Again again = new Again(e, then);
    waiting.add(again);
    if (waiting.size() > MOST) {
      again.over(null);
      return;
    }
    try {
      target.timer.schedule(
          () -> target.workers.execute(again::run), delayMillis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ex) {
      again.over(null);
    }
  }

  private @Nullable CopyResult copy(Execution e) {
    TargetHost host = target.hosts.choose(true);
    if (host == null) {
      return null;
    }
    TargetConnection c = null;
    try {
      c = host.connect(ConnectionVariant.of(e.connection()), e.connection(), "");
      Schemas.use(c, target.texts.schema(e.schema()));
      CopyResult result = c.copy(e, target.texts.map(e), true);
      return result.ok() ? result : null;
    } catch (SQLException | NotRepeatableException ex) {
      return null;
    } finally {
      if (c != null) {
        c.release(c.alive() ? "" : null);
      }
    }
  }

  @Override
  public void close() {
    for (Again again : waiting) {
      again.over(null);
    }
  }
}

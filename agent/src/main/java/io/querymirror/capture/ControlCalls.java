package io.querymirror.capture;

import io.querymirror.bootstrap.Probe;
import io.querymirror.capture.CallContext.Call;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceEvent;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Methods of a connection that change its session. */
final class ControlCalls {
  private final CaptureSettings settings;
  private final Followed followed;
  private final Handover handover;
  private final WeakIdentityMap<String> savepoints = new WeakIdentityMap<>(s -> {});
  private final AtomicLong savepointIds = new AtomicLong();

  ControlCalls(CaptureSettings settings, Followed followed, Handover handover) {
    this.settings = settings;
    this.followed = followed;
    this.handover = handover;
  }

  void purge() {
    savepoints.purge();
  }

  void enter(Frame f, Object connection) {
    f.call = Call.OTHER;
    if (!f.known) {
      f.start = System.nanoTime();
      return;
    }
    Session s = session(f, connection);
    if (s == null) {
      f.call = Call.NONE;
      return;
    }
    if (ends(f.what)) {
      s.leave();
    }
    f.begin(s, settings.ordered);
  }

  private @Nullable Session session(Frame f, Object connection) {
    DriverAccess access = DriverAccess.of(connection);
    Object key = access.keyOfConnection(connection);
    if (!ends(f.what)) {
      return followed.session(access, connection, key, f);
    }
    Session s = key == null ? null : followed.sessions().get(key, f.context.probe);
    return s == null || s.ended ? null : s;
  }

  void exit(Frame f, Object connection, @Nullable Object result, @Nullable Throwable thrown) {
    if (f.call == Call.NONE) {
      return;
    }
    if (!f.known) {
      if (f.inner) {
        return;
      }
      f.session(session(f, connection));
    }
    Session s = f.session();
    if (s == null) {
      return;
    }
    DriverAccess access = DriverAccess.of(connection);
    s.epoch++;
    if (ends(f.what)) {
      s.ended = true;
    }
    SourceEvent.Type type = type(f.what);
    String name = name(f, result == null ? f.first : result, thrown == null);
    if (type == SourceEvent.Type.SCHEMA) {
      // setCatalog or setSchema: which of them does anything is the driver's matter.
      Object key = access.keyOfConnection(connection);
      String now = key == null ? null : access.schema(key, connection);
      name = now == null ? name : now;
      if (name == null) {
        return;
      }
      s.changedSchema = name;
    }
    if (settings.ordered) {
      f.finishes(s);
    }
    handover.publish(
        s,
        SourceEvent.control(
            type,
            s.connection(),
            f.start,
            System.nanoTime(),
            s.epoch,
            s.lost,
            s.takeJoined(),
            thrown == null || ends(f.what) ? Outcome.ROWS : Outcomes.error(thrown),
            name,
            f.number));
  }

  private static boolean ends(int what) {
    return what == Probe.CONTROL_CLOSE || what == Probe.CONTROL_RESET;
  }

  private static SourceEvent.Type type(int what) {
    switch (what) {
      case Probe.CONTROL_COMMIT:
        return SourceEvent.Type.COMMIT;
      case Probe.CONTROL_ROLLBACK:
        return SourceEvent.Type.ROLLBACK;
      case Probe.CONTROL_AUTOCOMMIT:
        return SourceEvent.Type.AUTOCOMMIT;
      case Probe.CONTROL_SAVEPOINT:
        return SourceEvent.Type.SAVEPOINT;
      case Probe.CONTROL_ROLLBACK_TO:
        return SourceEvent.Type.ROLLBACK_TO;
      case Probe.CONTROL_RELEASE:
        return SourceEvent.Type.RELEASE_SAVEPOINT;
      case Probe.CONTROL_SCHEMA:
        return SourceEvent.Type.SCHEMA;
      case Probe.CONTROL_ISOLATION:
        return SourceEvent.Type.ISOLATION;
      case Probe.CONTROL_READ_ONLY:
        return SourceEvent.Type.READ_ONLY;
      default:
        return SourceEvent.Type.CLOSE;
    }
  }

  /** Savepoints without a name get one of ours: the target needs some name, not the same. */
  private @Nullable String name(Frame f, @Nullable Object argument, boolean ok) {
    if (f.what == Probe.CONTROL_SCHEMA) {
      return (String) argument;
    }
    if (!ok || !(argument instanceof Savepoint)) {
      return null;
    }
    String name = savepoints.get(argument, f.context.probe);
    if (name == null) {
      try {
        name = ((Savepoint) argument).getSavepointName();
      } catch (SQLException | RuntimeException unnamed) {
        name = null;
      }
      if (name == null) {
        name = "querymirror_" + savepointIds.incrementAndGet();
      }
      savepoints.put(savepoints.key(argument), name);
    }
    return name;
  }
}

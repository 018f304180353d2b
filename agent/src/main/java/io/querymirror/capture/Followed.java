package io.querymirror.capture;

import io.querymirror.capture.CallContext.Call;
import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The connections and prepared statements of the application that are followed. */
final class Followed {
  static final String MARKER = "/* querymirror";

  private final CaptureSettings settings;
  private final Handover handover;
  private final Sessions sessions;
  private final WeakIdentityMap<StatementState> statements = new WeakIdentityMap<>(s -> {});

  Followed(CaptureSettings settings, Handover handover) {
    this.settings = settings;
    this.handover = handover;
    this.sessions = new Sessions(handover::abandoned);
  }

  Sessions sessions() {
    return sessions;
  }

  void purge() {
    sessions.purge();
    statements.purge();
  }

  /** Follows a connection that was just opened. */
  void opened(
      DriverAccess access,
      Object key,
      Object connection,
      @Nullable String url,
      Map<String, String> properties) {
    SourceConnection identity =
        access.identify(sessions.nextId(), key, connection, url, properties);
    sessions.add(new Session(sessions.key(key), identity, settings.generation));
  }

  /** Follows a statement that was just prepared, and that the next calls are mostly of. */
  void prepared(Object statement, Session s, String sql, SourceEvent.Form form, Frame f) {
    WeakIdentityMap.Key key = statements.key(statement);
    StatementState state = new StatementState(key, s, s.texts.of(sql), form, settings.generation);
    state.several = DriverAccess.of(statement).isOfSeveral(statement);
    statements.put(key, state);
    f.state(state);
  }

  /**
   * A statement was closed. What is left here until a collection would be copied by it: of an
   * application that prepares for each execution, the state of each.
   */
  void closed(Object statement, Frame f) {
    StatementState last = f.state();
    if (last != null && last.isOf(statement)) {
      statements.remove(last.key());
    } else if (statement instanceof PreparedStatement) {
      statements.remove(statement, f.context.probe);
    }
  }

  /** How many statements are followed. */
  int statements() {
    return statements.size();
  }

  /** The state of a plain statement that has a batch; null where its session is not known. */
  @Nullable StatementState batching(Object statement, Frame f) {
    StatementState state = state(statement, f);
    if (state != null) {
      return state;
    }
    DriverAccess access = DriverAccess.of(statement);
    Session s = session(access, statement, access.keyOfStatement(statement), f);
    if (s == null) {
      return null;
    }
    WeakIdentityMap.Key key = statements.key(statement);
    state = new StatementState(key, s, null, SourceEvent.Form.TEXT, settings.generation);
    state.several = access.isOfSeveral(statement);
    return statements.putIfAbsent(key, state);
  }

  /** What is known of a statement, as it is; null where it is not followed. */
  @Nullable StatementState known(Object statement, Frame f) {
    StatementState last = f.state();
    if (last != null && last.isOf(statement)) {
      return last;
    }
    StatementState state = statements.get(statement, f.context.probe);
    if (state != null) {
      f.state(state);
    }
    return state;
  }

  /** The state of a prepared statement, or of a plain one that is followed; else null. */
  @Nullable StatementState state(Object statement, Frame f) {
    StatementState state = known(statement, f);
    if (state == null) {
      return statement instanceof PreparedStatement ? late(statement, f) : null;
    }
    state.refresh(settings.generation);
    return state;
  }

  /** Prepared before the agent saw it: its binds so far are unknown. */
  private @Nullable StatementState late(Object statement, Frame f) {
    DriverAccess access = DriverAccess.of(statement);
    String sql = access.sql(statement);
    Session s =
        sql == null ? null : session(access, statement, access.keyOfStatement(statement), f);
    if (sql == null || s == null || sql.startsWith(MARKER)) {
      return null;
    }
    WeakIdentityMap.Key key = statements.key(statement);
    StatementState state =
        new StatementState(key, s, new StatementText(sql), access.form(), settings.generation);
    state.missed();
    state.several = access.isOfSeveral(statement);
    state = statements.putIfAbsent(key, state);
    f.state(state);
    return state;
  }

  /** Whether nothing has to be told of this session before its next event. */
  boolean isCurrent(Session s) {
    return s.generation == settings.generation && s.lost == 0 && !s.ended;
  }

  /** The session of a statement, which may have outlived the one that it was prepared in. */
  Session sessionOf(StatementState state, Object statement, Frame f) {
    Session s = state.session;
    if (isCurrent(s) && !state.several) {
      return s;
    }
    DriverAccess access = DriverAccess.of(statement);
    if (!s.ended && !state.several) {
      return rejoin(s, access, statement);
    }
    Session next = session(access, statement, access.keyOfStatement(statement), f);
    if (next == null) {
      return s;
    }
    state.session = next;
    return next;
  }

  /** The session behind a key, joined anew after the agent was off or lost events of it. */
  @Nullable Session session(DriverAccess access, Object subject, @Nullable Object key, Frame f) {
    if (key == null) {
      return null;
    }
    Session s = f.session();
    if (s == null || !s.isOf(key)) {
      s = sessions.get(key, f.context.probe);
      if (s == null || s.ended) {
        Object connection = subject instanceof Connection ? subject : null;
        SourceConnection identity =
            access.identify(sessions.nextId(), key, connection, null, Map.of());
        s =
            s == null
                ? sessions.add(unseen(access, key, identity))
                : sessions.follow(s, identity, settings.generation - 1);
        // Not every data source connects by its driver.
        settings.opened.run();
      }
    }
    return rejoin(s, access, subject);
  }

  /** A connection whose opening was not seen, as with a driver that has several behind one. */
  private Session unseen(DriverAccess access, Object key, SourceConnection identity) {
    Session s = new Session(sessions.key(key), identity, settings.generation - 1);
    s.fresh = access.created(key) > settings.onSince;
    return s;
  }

  /**
   * Events of this session may have been missed: tells the dispatcher where it stands now, and
   * whether a transaction is open whose beginning was not seen.
   */
  private Session rejoin(Session s, DriverAccess access, Object subject) {
    int current = settings.generation;
    if (s.generation == current && s.lost == 0 || handover.isHopeless(s)) {
      return s;
    }
    Object key =
        subject instanceof Statement
            ? access.keyOfStatement(subject)
            : access.keyOfConnection(subject);
    if (key == null) {
      return s;
    }
    boolean autocommit = access.autocommit(key);
    // A driver's own word may be from before the reset or the close.
    s.joinedInTransaction = !s.fresh && access.inTransaction(key);
    String joined = s.fresh && s.lost == 0 ? null : SourceEvent.REJOINED;
    s.fresh = false;
    s.generation = current;
    s.epoch++;
    long now = System.nanoTime();
    // The first word that arrives ends the loss, so it must be the one that tells of it.
    boolean told = handover.tell(s, SourceEvent.Type.AUTOCOMMIT, joined, autocommit ? 1 : 0, now);
    String schema = access.schema(key, subject);
    if (told && schema != null) {
      handover.tell(s, SourceEvent.Type.SCHEMA, schema, 0, now);
    }
    return s;
  }

  /**
   * A call of a class of no known driver has ended: it is a driver's if nothing inside it was one,
   * else a wrapper's.
   */
  void identify(Frame f, Object statement) {
    if (f.inner) {
      f.call = Call.NONE;
      return;
    }
    if (f.announced) {
      return;
    }
    StatementState state = state(statement, f);
    DriverAccess access = DriverAccess.of(statement);
    Session s =
        state != null
            ? sessionOf(state, statement, f)
            : session(access, statement, access.keyOfStatement(statement), f);
    f.session(s);
    if (s == null) {
      f.call = Call.NONE;
    }
  }
}

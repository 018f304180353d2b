package io.querymirror.mirror.observe;

import com.mysql.cj.jdbc.JdbcConnection;
import io.querymirror.mirror.hosts.TextMap;
import io.querymirror.mirror.wire.BindApplier;
import io.querymirror.mirror.wire.Marker;
import io.querymirror.mirror.wire.NotRepeatableException;
import io.querymirror.model.Kind;
import io.querymirror.model.SourceEvent.Form;
import io.querymirror.model.SqlShape;
import io.querymirror.plan.AnalyzedTree;
import io.querymirror.plan.MariaDbJson;
import io.querymirror.plan.PlanReader;
import io.querymirror.plan.PlanServer;
import io.querymirror.plan.PlanShape;
import io.querymirror.plan.PlanText;
import io.querymirror.plan.TakenPlan;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks a server for the plan of one execution, with its values as literals. */
final class PlanAsker {
  private static final int LONGEST = 1 << 20;

  private final @Nullable TextMap texts;
  private volatile boolean shows;

  /**
   * @param texts by which the source's names become this database's; null where they are
   */
  PlanAsker(@Nullable TextMap texts) {
    this.texts = texts;
  }

  /** Whether plans are kept with the values that are in them; not unless told. */
  void show(boolean values) {
    shows = values;
  }

  @Nullable String schema(PlanRequest r) {
    return texts == null ? r.schema() : texts.schema(r.schema());
  }

  /** Whether a session that may not write is asked: EXPLAIN of what writes or locks is refused. */
  static boolean reads(PlanRequest r) {
    return r.shape().kind() == Kind.SELECT && !r.shape().locking();
  }

  /** Whether it may run once more: nothing but rows comes of it. */
  static boolean runsAgain(SqlShape shape) {
    return shape.kind() == Kind.SELECT && shape.isRead() && !shape.locking();
  }

  /**
   * @param analyze whether it runs for it
   * @throws IOException where the answer is no plan
   */
  TakenPlan ask(PlanConnections.Session session, PlanRequest r, boolean analyze)
      throws SQLException, IOException, NotRepeatableException {
    PlanServer server = session.server();
    boolean runs = analyze && server.analyzes() && runsAgain(r.shape());
    String how = runs && server.analyzesInJson() ? "ANALYZE FORMAT=JSON " : "EXPLAIN FORMAT=JSON ";
    String json = answer(session.raw, how, r);
    if (server.isMariaDb()) {
      json = MariaDbJson.repaired(json);
    }
    PlanShape shape = PlanReader.read(json).named(r.shape());
    String analyzed = null;
    boolean shown = shows && r.shows();
    if (runs && !server.analyzesInJson()) {
      AnalyzedTree tree = AnalyzedTree.read(answer(session.raw, "EXPLAIN ANALYZE ", r));
      shape = tree.counted(shape);
      analyzed = tree.json(!shown);
    }
    String kept = shown ? PlanText.whole(json) : PlanText.masked(json);
    return new TakenPlan(shape, kept, analyzed, Instant.now(), r.sequence());
  }

  private String answer(JdbcConnection c, String how, PlanRequest r)
      throws SQLException, IOException, NotRepeatableException {
    String text = texts == null ? r.sql() : texts.map(r.sql(), r.shape());
    String sql = Marker.OWN + how + text;
    if (r.form() == Form.TEXT) {
      try (Statement s = c.createStatement();
          ResultSet rows = s.executeQuery(sql)) {
        return text(rows);
      }
    }
    try (PreparedStatement s = c.clientPrepareStatement(sql)) {
      BindApplier.apply(s, r.binds());
      try (ResultSet rows = s.executeQuery()) {
        return text(rows);
      }
    }
  }

  private static String text(ResultSet rows) throws SQLException, IOException {
    String text = rows.next() ? rows.getString(1) : null;
    if (text == null || text.length() > LONGEST) {
      throw new IOException(text == null ? "no plan" : "a plan of " + text.length());
    }
    return text;
  }
}

package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.querymirror.capture.Placed.Missing;
import io.querymirror.capture.SessionTracker;
import io.querymirror.model.Binds;
import io.querymirror.model.Execution;
import io.querymirror.model.Outcome;
import io.querymirror.model.SourceConnection;
import io.querymirror.model.SourceEvent;
import io.querymirror.model.StatementText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SheddingTest {
  private static final Outcome OK = Outcome.success(false, 1, Outcome.NO_KEY);

  private final Shedding shedding = new Shedding();
  private final SessionTracker tracker = new SessionTracker();
  private final Map<Long, Set<Missing>> ofTransaction = new HashMap<>();
  private final List<Missing> alone = new ArrayList<>();
  private final List<Missing> ends = new ArrayList<>();

  private static SourceConnection connection(int id) {
    return new SourceConnection(id, "connector-j", "app", "db:3306", "shop", Map.of(), id, -1);
  }

  private void place(SourceEvent event) {
    tracker.place(event, this::placed);
  }

  private void placed(Execution e, Missing known) {
    Missing missing = shedding.judge(e, known);
    if (!e.isStatement()) {
      if (e.endedTransaction() != 0) {
        ends.add(missing);
      }
    } else if (e.transaction() != 0) {
      ofTransaction.computeIfAbsent(e.transaction(), id -> new HashSet<>()).add(missing);
    } else {
      alone.add(missing);
    }
  }

  private void run(SourceConnection c, String sql) {
    place(
        SourceEvent.statement(
            c, 0, 1, SourceEvent.Form.TEXT, new StatementText(sql), Binds.NONE, OK));
  }

  private void call(SourceConnection c, SourceEvent.Type type, int number) {
    place(SourceEvent.control(type, c, 0, 1, 0, 0, false, Outcome.ROWS, null, number));
  }

  private long shed(List<Missing> all) {
    return all.stream().filter(m -> m == Missing.SHED).count();
  }

  @Test
  void nothingIsShedUnlessToldTo() {
    for (int i = 0; i < 100; i++) {
      run(connection(1), "select 1");
    }
    assertEquals(0, shed(alone));
  }

  @Test
  void theShareIsExact() {
    for (double share : new double[] {0.5, 0.9, 0.1}) {
      alone.clear();
      shedding.share(share);
      for (int i = 0; i < 1_000; i++) {
        run(connection(1), "select 1");
      }
      assertEquals(1_000 * share, shed(alone), 1);
    }
    alone.clear();
    shedding.share(1);
    run(connection(1), "select 1");
    assertEquals(1, shed(alone));
  }

  @Test
  void aTransactionIsShedAsAWholeWhateverChangesMeanwhile() {
    Random random = new Random(11);
    List<SourceConnection> connections = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      connections.add(connection(i + 1));
      if (i % 2 == 0) {
        call(connections.get(i), SourceEvent.Type.AUTOCOMMIT, 0);
      }
    }
    double[] shares = {0, 0.5, 0.9, 1};
    for (int i = 0; i < 20_000; i++) {
      SourceConnection c = connections.get(random.nextInt(connections.size()));
      switch (random.nextInt(12)) {
        case 0:
          shedding.share(shares[random.nextInt(shares.length)]);
          break;
        case 1:
          shedding.block(random.nextBoolean());
          break;
        case 2:
          run(c, "begin");
          break;
        case 3:
          run(c, random.nextBoolean() ? "commit" : "rollback");
          break;
        case 4:
          call(c, SourceEvent.Type.COMMIT, 0);
          break;
        case 5:
          run(c, "create table x (a int)");
          break;
        case 6:
          run(c, "set @a = 1");
          break;
        default:
          run(c, "update t set n = n + 1");
      }
    }
    int whole = 0;
    for (Map.Entry<Long, Set<Missing>> transaction : ofTransaction.entrySet()) {
      assertEquals(1, transaction.getValue().size(), transaction::toString);
      whole += transaction.getValue().contains(Missing.SHED) ? 1 : 0;
    }
    assertEquals(0.65 * ofTransaction.size(), whole, 0.2 * ofTransaction.size());
    assertEquals(0, shed(ends), "an end reaches whoever has what it ends");
  }

  @Test
  void whatIsMissingForAnotherReasonStaysSo() {
    shedding.share(1);
    List<Missing> found = new ArrayList<>();
    tracker.place(
        SourceEvent.statement(
            connection(1),
            0,
            1,
            SourceEvent.Form.TEXT,
            new StatementText("select 1"),
            Binds.NONE,
            OK),
        (e, m) -> found.add(shedding.judge(e, Missing.DISABLED)));
    assertEquals(List.of(Missing.DISABLED), found);
  }
}

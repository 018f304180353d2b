package io.querymirror.capture;

import io.querymirror.model.HeldRows;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program: the application's threads read results in every way while the agent's threads read the
 * same results where the driver holds them. Neither may see anything but the truth, which was read
 * before with nobody beside. Started by the integration tests with each driver.
 *
 * <p>Arguments: URL, user, password, seconds. The last line of its output tells what it found.
 */
public final class HeldRowsStress {
  private static final int APPLICATION_THREADS = 4;
  private static final int AGENT_THREADS = 3;
  private static final int TOLD = 10;

  /** With nobody beside: what is wrong then is the driver's own. */
  private static final boolean ALONE = Boolean.getBoolean("querymirror.stress.alone");

  /** A result on its way to the agent's threads, which share it. */
  private record Handed(HeldRows rows, StressTruth truth) {}

  private final String url;
  private final String user;
  private final String password;
  private final List<StressTruth> truths = new ArrayList<>();
  private final BlockingQueue<Handed> ring = new ArrayBlockingQueue<>(256);
  private final RowBudget budget = new RowBudget(64 << 20, 1000);
  private final AtomicLong cells = new AtomicLong();
  private final AtomicLong results = new AtomicLong();
  private final AtomicLong gone = new AtomicLong();
  private final AtomicLong application = new AtomicLong();
  private final AtomicLong wrongForApplication = new AtomicLong();
  private final AtomicLong wrongForAgent = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();
  private volatile boolean over;
  private volatile boolean allHanded;

  private HeldRowsStress(String url, String user, String password) {
    this.url = url;
    this.user = user;
    this.password = password;
  }

  public static void main(String[] args) throws Exception {
    HeldRowsStress stress = new HeldRowsStress(args[0], args[1], args[2]);
    stress.prepare();
    stress.run(Integer.parseInt(args[3]));
    System.out.println(stress.told());
    System.exit(stress.wrong() ? 1 : 0);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }

  private void prepare() throws SQLException {
    try (Connection c = connect()) {
      StressTable.create(c);
      for (String query : StressTable.QUERIES) {
        truths.add(StressTruth.of(c, query, false));
        truths.add(StressTruth.of(c, query, true));
      }
      StressTable.refused(c);
      StressTable.warned(c);
      StressCalls.held(c);
    }
  }

  private void run(int seconds) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < APPLICATION_THREADS; i++) {
      int seed = i;
      threads.add(new Thread(() -> guarded(() -> apply(new Random(seed))), "application " + i));
    }
    for (int i = 0; i < AGENT_THREADS; i++) {
      readers.add(new Thread(() -> guarded(this::observe), "agent " + i));
    }
    threads.forEach(Thread::start);
    readers.forEach(Thread::start);
    TimeUnit.SECONDS.sleep(seconds);
    over = true;
    for (Thread t : threads) {
      t.join();
    }
    allHanded = true;
    for (Thread t : readers) {
      t.join();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (errors.incrementAndGet() <= TOLD) {
        e.printStackTrace();
      }
    }
  }

  // ---- the application ------------------------------------------------------------------------

  private void apply(Random random) throws SQLException {
    try (Connection c = connect()) {
      List<PreparedStatement> kept = new ArrayList<>();
      for (StressTruth truth : truths) {
        kept.add(truth.prepared() ? prepare(c, truth.query()) : null);
      }
      while (!over) {
        int which = random.nextInt(truths.size());
        StressTruth truth = truths.get(which);
        PreparedStatement prepared = kept.get(which);
        if (prepared != null) {
          use(prepared, prepared.executeQuery(), truth, random);
          if (random.nextInt(20) == 0) {
            prepared.close();
            kept.set(which, prepare(c, truth.query()));
          }
        } else {
          try (Statement s =
              c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            use(s, s.executeQuery(truth.query()), truth, random);
          }
        }
      }
    }
  }

  private static PreparedStatement prepare(Connection c, String query) throws SQLException {
    return c.prepareStatement(query, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
  }

  private void use(Statement statement, ResultSet rs, StressTruth truth, Random random)
      throws SQLException {
    if (!ALONE) {
      hand(statement, truth, random);
    }
    application.incrementAndGet();
    wrongForApplication.addAndGet(truth.read(rs, random));
    if (random.nextInt(3) > 0) {
      rs.close();
    }
  }

  /** As the capture does, on the application's thread, before the application has the result. */
  private void hand(Statement statement, StressTruth truth, Random random) {
    HeldRows held = StressSource.rows(statement, budget);
    if (held == null || held.missing() != null) {
      throw new IllegalStateException(truth + ": " + (held == null ? null : held.missing()));
    }
    int readers = 1 + random.nextInt(AGENT_THREADS);
    for (int i = 0; i < readers; i++) {
      held.keep();
      if (!ring.offer(new Handed(held, truth))) {
        held.release();
      }
    }
    held.release();
  }

  // ---- the agent ------------------------------------------------------------------------------

  private void observe() throws InterruptedException {
    while (true) {
      Handed next = ring.poll(50, TimeUnit.MILLISECONDS);
      if (next == null) {
        if (allHanded && ring.isEmpty()) {
          return;
        }
        continue;
      }
      long found = next.truth().compare(next.rows());
      if (found == StressTruth.GONE) {
        gone.incrementAndGet();
      } else {
        results.incrementAndGet();
        cells.addAndGet(next.truth().cells());
        wrongForAgent.addAndGet(found);
      }
      next.rows().release();
    }
  }

  private boolean wrong() {
    return wrongForAgent.get() + wrongForApplication.get() + errors.get() + budget.taken() != 0
        || results.get() == 0;
  }

  private String told() {
    return "application="
        + application
        + " application_wrong="
        + wrongForApplication
        + " agent="
        + results
        + " cells="
        + cells
        + " agent_wrong="
        + wrongForAgent
        + " gone="
        + gone
        + " errors="
        + errors
        + " taken="
        + budget.taken();
  }
}

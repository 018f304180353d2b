package io.querymirror.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.querymirror.model.Outcome;
import io.querymirror.stats.CaptureLedger;
import io.querymirror.stats.DropReason;
import io.querymirror.stats.Executions;
import io.querymirror.stats.RuleCounts;
import io.querymirror.stats.TargetLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The contract's equations in every report that is written while everything runs. */
class ReportModelTest {
  private static final int REPORTS = 10;

  private final AtomicBoolean over = new AtomicBoolean();
  private final CaptureLedger capture = new CaptureLedger();
  private final RuleCounts rules = new RuleCounts(List.of("all"));
  private final TargetLedger a = new TargetLedger("a");
  private final TargetLedger b = new TargetLedger("b");

  @Test
  void everyReportBalances() throws Exception {
    BlockingQueue<TargetLedger> queue = new ArrayBlockingQueue<>(64);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Future<?> application = threads.submit(this::application);
    Future<?> dispatcher = threads.submit(() -> dispatch(queue));
    List<Future<?>> workers =
        List.of(threads.submit(() -> work(queue, 1)), threads.submit(() -> work(queue, 2)));
    for (int i = 0; i < REPORTS; i++) {
      check(report());
    }
    over.set(true);
    for (Future<?> worker : workers) {
      worker.get(60, TimeUnit.SECONDS);
    }
    long lost = (Long) application.get(60, TimeUnit.SECONDS);
    long dispatched = (Long) dispatcher.get(60, TimeUnit.SECONDS);
    threads.shutdown();

    JsonNode last = report();
    check(last);
    assertEquals(dispatched, last.at("/capture/matched").asLong());
    assertEquals(dispatched + 2 * lost, last.at("/capture/seen").asLong());
    assertEquals(0, last.at("/targets/a/ledger/pending").asLong());
    assertEquals(0, last.at("/targets/b/ledger/pending").asLong());
  }

  private long application() {
    long lost = 0;
    while (!over.get()) {
      capture.fastUnmatched();
      capture.ringFull(1);
      lost++;
    }
    return lost;
  }

  private long dispatch(BlockingQueue<TargetLedger> queue) throws InterruptedException {
    long dispatched = 0;
    while (!over.get()) {
      capture.seen(1);
      capture.matched();
      rules.matched(0);
      for (TargetLedger target : List.of(a, b)) {
        target.matched();
        if (!queue.offer(target)) {
          target.dropped(DropReason.QUEUE_FULL);
        }
      }
      capture.done();
      dispatched++;
    }
    for (int worker = 0; worker < 2; worker++) {
      queue.put(new TargetLedger("end"));
    }
    return dispatched;
  }

  private Void work(BlockingQueue<TargetLedger> queue, long seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    TargetLedger target;
    while (!(target = queue.take()).target().equals("end")) {
      boolean ok = random.nextInt(10) > 0;
      Outcome outcome = ok ? Outcome.ROWS : Outcome.error("42000", 1064, "");
      target.result(
          Executions.of(random.nextInt(30), "select ?", Outcome.ROWS, 100), outcome, 100_000, 0);
      if (ok) {
        target.executed("h:3306");
      } else {
        target.failed("h:3306");
      }
    }
    return null;
  }

  private JsonNode report() throws IOException {
    ReportModel model =
        ReportModel.read(Models.STARTED, Models.UPDATED, true, capture, List.of(a, b), rules);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ReportJson.write(model, new Histories(), out);
    return new ObjectMapper().readTree(out.toByteArray());
  }

  private static void check(JsonNode report) {
    JsonNode c = report.get("capture");
    assertEquals(
        c.get("seen").asLong(),
        sum(c, "unmatched", "skipped", "matched") + sum(c.get("dropped")),
        c.toString());
    long matched = c.get("matched").asLong();
    assertTrue(report.at("/rules/0/matched").asLong() <= matched);
    for (JsonNode target : report.get("targets")) {
      JsonNode l = target.get("ledger");
      assertEquals(
          sum(l, "matched", "amplified"),
          sum(l, "sampled_out", "not_repeated", "executed", "failed", "pending")
              + sum(l.get("dropped")),
          l.toString());
      assertTrue(l.get("pending").asLong() >= 0, l.toString());
      assertTrue(l.get("matched").asLong() <= matched, l + " of " + matched);
      long errors = 0;
      for (JsonNode digest : target.get("digests")) {
        errors += digest.at("/errors/new").asLong();
      }
      assertEquals(target.at("/errors/new").asLong(), errors);
    }
  }

  private static long sum(JsonNode object, String... keys) {
    long sum = 0;
    for (String key : keys) {
      sum += object.get(key).asLong();
    }
    return sum;
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }
}

package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.mirror.AgentThreads;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the agent measures of itself, against what is known to be so. */
class OwnUseTest {
  private static final long WORK = 60_000_000L;

  private static volatile byte[][] held;

  /** Needs so much CPU, by its own clock. */
  private static void work() {
    java.lang.management.ThreadMXBean bean =
        java.lang.management.ManagementFactory.getThreadMXBean();
    long begin = bean.getCurrentThreadCpuTime();
    while (bean.getCurrentThreadCpuTime() - begin < WORK) {
      Math.sqrt(begin);
    }
  }

  @Test
  void cpuIsThatOfTheAgentsThreadsAndOfThoseThatTheyBegin() throws Exception {
    try (AgentCpu cpu = new AgentCpu()) {
      long before = cpu.nanos();
      CountDownLatch worked = new CountDownLatch(2);
      CountDownLatch over = new CountDownLatch(1);
      Runnable both =
          () -> {
            work();
            worked.countDown();
            await(over);
          };
      Thread own =
          AgentThreads.of(
              "own",
              () -> {
                new Thread(both, "a driver's").start();
                both.run();
              });
      own.start();
      work(); // of the application's
      worked.await();
      long after = cpu.nanos();
      over.countDown();
      own.join();
      assertEquals(2 * WORK, after - before, 0.5 * WORK);
    }
  }

  @Test
  void cpuOfThreadsThatEndedBetweenTwoLooksIsNotLost() throws Exception {
    try (AgentCpu cpu = new AgentCpu()) {
      long before = cpu.nanos();
      for (int i = 0; i < 3; i++) {
        Thread t = AgentThreads.of("short", OwnUseTest::work);
        t.start();
        t.join();
      }
      assertEquals(3 * WORK, cpu.nanos() - before, 0.7 * WORK);
      assertTrue(cpu.nanos() >= before + 3 * WORK);
    }
  }

  @Test
  void heapIsWhatIsHeldBehindACollection() {
    HeapUse heap = new HeapUse();
    System.gc();
    assertTrue(heap.look());
    long before = heap.used();
    held = new byte[24][1 << 20];
    System.gc();
    assertTrue(heap.look());
    assertEquals(24 << 20, heap.used() - before, 8 << 20);
    held = null;
    System.gc();
    assertTrue(heap.look());
    assertEquals(before, heap.used(), 8 << 20);
    assertTrue(heap.used() < HeapUse.most());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.querymirror.mirror;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  @Test
  void growsToItsBoundAndKeepsTheRestWaiting() throws Exception {
    WorkerPool pool = new WorkerPool("t", 3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier three = new CyclicBarrier(3);
    CountDownLatch done = new CountDownLatch(9);
    for (int i = 0; i < 9; i++) {
      pool.execute(
          () -> {
            try {
              threads.add(Thread.currentThread());
              three.await(60, TimeUnit.SECONDS);
              done.countDown();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
    }
    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertEquals(3, threads.size());
    for (Thread t : threads) {
      assertTrue(t.isDaemon());
      assertEquals(Thread.MIN_PRIORITY, t.getPriority());
      assertTrue(t.getName().startsWith("querymirror-t-"), t.getName());
    }
    pool.close();
  }

  @Test
  void closedPoolTakesNothingAndDoesNotComplain() {
    WorkerPool pool = new WorkerPool("t", 1);
    pool.close();
    AtomicInteger ran = new AtomicInteger();
    pool.execute(ran::incrementAndGet);
    assertEquals(0, ran.get());
  }

  @Test
  void idleThreadIsUsedAgain() throws Exception {
    WorkerPool pool = new WorkerPool("t", 50);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    for (int i = 0; i < 50; i++) {
      CountDownLatch done = new CountDownLatch(1);
      pool.execute(
          () -> {
            threads.add(Thread.currentThread());
            done.countDown();
          });
      assertTrue(done.await(60, TimeUnit.SECONDS));
    }
    assertFalse(threads.size() == 50, "a thread for each task");
    pool.close();
  }

  @Test
  void whatATaskGivesIsRunBehindItByItsThreadAndTheRestByOthers() throws Exception {
    WorkerPool pool = new WorkerPool("t", 4);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CyclicBarrier three = new CyclicBarrier(3);
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(3);
    Runnable given =
        () -> {
          try {
            assertTrue(over.await(60, TimeUnit.SECONDS));
            threads.add(Thread.currentThread());
            three.await(60, TimeUnit.SECONDS);
            done.countDown();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        };
    Thread[] giver = new Thread[1];
    pool.soon(
        () -> {
          giver[0] = Thread.currentThread();
          for (int i = 0; i < 3; i++) {
            pool.soon(given);
          }
          over.countDown();
        });
    assertTrue(done.await(60, TimeUnit.SECONDS));
    assertTrue(threads.contains(giver[0]));
    assertEquals(3, threads.size());
    pool.close();
  }

  @Test
  void whoeverIsAboutToBeBusyLetsOthersRunWhatItHasGiven() throws Exception {
    WorkerPool pool = new WorkerPool("t", 2);
    CountDownLatch other = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    pool.soon(
        () -> {
          pool.soon(other::countDown);
          WorkerPool.lets();
          try {
            assertTrue(other.await(60, TimeUnit.SECONDS));
            done.countDown();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    assertTrue(done.await(60, TimeUnit.SECONDS));
    pool.close();
  }

  @Test
  void aTaskThatBreaksOffLosesNothingThatItGave() throws Exception {
    WorkerPool pool = new WorkerPool("t", 2);
    CountDownLatch done = new CountDownLatch(2);
    pool.soon(
        () -> {
          pool.soon(done::countDown);
          pool.soon(done::countDown);
          throw new IllegalStateException("meant to");
        });
    assertTrue(done.await(60, TimeUnit.SECONDS));
    pool.close();
  }
}

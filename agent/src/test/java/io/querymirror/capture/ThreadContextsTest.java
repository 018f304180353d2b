package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.ref.WeakReference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadContextsTest {
  @Test
  void eachThreadHasItsOwn() throws InterruptedException {
    ThreadContexts contexts = new ThreadContexts();
    CallContext mine = contexts.get();
    assertSame(mine, contexts.get());
    AtomicReference<CallContext> other = new AtomicReference<>();
    Thread thread = new Thread(() -> other.set(contexts.get()));
    thread.start();
    thread.join();
    assertNotNull(other.get());
    assertNotSame(mine, other.get());
  }

  /** A thread that lives on keeps nothing of the agent. */
  @Test
  void closedNoThreadKeepsOne() throws InterruptedException {
    ThreadContexts contexts = new ThreadContexts();
    AtomicReference<WeakReference<CallContext>> others = new AtomicReference<>();
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              others.set(new WeakReference<>(contexts.get()));
              asked.countDown();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    asked.await();
    contexts.close();
    for (int i = 0; i < 50 && others.get().get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(others.get().get());
    WeakReference<CallContext> late = new WeakReference<>(contexts.get());
    for (int i = 0; i < 50 && late.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertNull(late.get());
    end.countDown();
    thread.join();
  }
}

package io.querymirror.runtime;

import io.querymirror.config.Settings;
import io.querymirror.control.Service;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts the services once the application's main has settled, and closes them in reverse order.
 *
 * <p>Too early would be dangerous: the first to ask for the platform MBean server, to open a socket
 * or to load a provider fixes choices for the whole JVM that an application server makes in its
 * main. All calls run on the agent's one timer thread, so no service needs a lock for them.
 */
final class LiveServices {
  private static final Log LOG = Log.of(LiveServices.class);

  /** After the agent's start an application that opens no connection has settled, too. */
  static final long SETTLED_MILLIS = 10_000;

  /** Behind its first connection an application is at its busiest: that second is its own. */
  private static final long CONNECTED_MILLIS = 1_000;

  private static final long CLOSE_MILLIS = 1_000;

  private final ScheduledExecutorService timer;
  private final Supplier<List<Service>> maker;
  private final AtomicBoolean connected = new AtomicBoolean();
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private final AtomicReference<@Nullable Settings> untold = new AtomicReference<>();

  // On the timer's thread alone.
  private List<Service> services = List.of();
  private final List<Service> started = new ArrayList<>();
  private @Nullable Settings newest;
  private boolean over;

  /**
   * @param maker makes them when they are to start, in that order: an application that ends before
   *     has not even their classes
   */
  LiveServices(ScheduledExecutorService timer, Supplier<List<Service>> maker) {
    this.timer = timer;
    this.maker = maker;
  }

  /** The application opens a connection; from any thread, any number of times, without waiting. */
  void connecting() {
    if (!connected.get() && connected.compareAndSet(false, true)) {
      settledIn(CONNECTED_MILLIS);
    }
  }

  /** The application has settled; from any thread, any number of times, without waiting. */
  void settled() {
    if (!settled.get() && settled.compareAndSet(false, true)) {
      onTimer(this::start);
    }
  }

  /** The same, after a while. */
  void settledIn(long millis) {
    try {
      timer.schedule(this::settled, Math.max(0, millis), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // the agent has ended
    }
  }

  private void start() {
    if (over) {
      return;
    }
    services = List.copyOf(maker.get());
    for (Service service : services) {
      if (over) {
        return;
      }
      started.add(service);
      guarded(service, "start", Service::start);
    }
    Settings settings = newest;
    if (settings != null) {
      tell(settings);
    }
  }

  /** From any thread; those that have not been started are told once they are. */
  void reconfigured(Settings settings) {
    if (untold.getAndSet(settings) == null) {
      onTimer(this::tellNewest);
    }
  }

  /** Of reloads in quick succession only the last one matters. */
  private void tellNewest() {
    Settings settings = untold.getAndSet(null);
    if (settings != null) {
      newest = settings;
      tell(settings);
    }
  }

  private void tell(Settings settings) {
    for (Service service : started) {
      guarded(service, "reconfigure", s -> s.reconfigured(settings));
    }
  }

  /** Closes all of them once; waits a second at most. Not from the timer's thread. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      Future<?> done = onTimer(this::closeAll);
      try {
        if (done != null) {
          done.get(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("the agent's services are not closed yet: " + e);
      }
    }
  }

  private void closeAll() {
    over = true;
    started.clear();
    for (int i = services.size() - 1; i >= 0; i--) {
      guarded(services.get(i), "close", Service::close);
    }
  }

  private @Nullable Future<?> onTimer(Runnable task) {
    try {
      return timer.submit(task);
    } catch (RejectedExecutionException e) {
      return null; // the agent has ended
    }
  }

  private static void guarded(Service service, String what, Consumer<Service> action) {
    try {
      action.accept(service);
    } catch (Throwable e) {
      LOG.say(Message.INTERNAL, what + " of " + service.getClass().getSimpleName(), e);
    }
  }
}

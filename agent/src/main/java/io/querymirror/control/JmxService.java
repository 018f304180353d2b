package io.querymirror.control;

import io.querymirror.config.Settings;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.report.ReportModel;
import io.querymirror.stats.TargetSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The agent's MBeans: one of itself, one of each target and of each of its hosts, as long as these
 * are there. It waits for the platform's MBean server where an application server is about to make
 * it; see {@link PlatformServer}.
 */
public final class JmxService implements Service {
  private static final Log LOG = Log.of(JmxService.class);
  private static final long LOOK_MILLIS = 500;
  private static final long PATIENCE_SECONDS = 300;
  private static final int AGENTS = 100;

  private final Operations operations;
  private final RecentReport report;
  private final String version;
  private final Map<ObjectName, JmxBean<?>> targets = new HashMap<>();
  private @Nullable MBeanServer server;
  private @Nullable JmxNames names;
  private @Nullable Thread waiting;
  private boolean closed;

  /**
   * @param report shared with others who ask often
   */
  public JmxService(Operations operations, RecentReport report, String version) {
    this.operations = operations;
    this.report = report;
    this.version = version;
  }

  @Override
  public void start() {
    if (PlatformServer.made() || PlatformServer.mayBeMade()) {
      register();
      return;
    }
    // Without the caller's thread-locals, as it may live for minutes.
    Thread thread = new Thread(null, this::await, "querymirror-jmx", 0, false);
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.setContextClassLoader(JmxService.class.getClassLoader());
    synchronized (this) {
      waiting = thread;
    }
    thread.start();
  }

  private void await() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (!PlatformServer.made() && System.nanoTime() - deadline < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (PlatformServer.made() || PlatformServer.choicesCanBeFound()) {
        register();
      } else {
        LOG.say(Message.JMX_WITHOUT, "nobody makes the platform's MBean server");
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      LOG.say(Message.JMX_WITHOUT, e.toString());
    }
  }

  private void register() {
    if (registerAgent()) {
      report.follower(this::follow);
      report.fresh();
    }
  }

  private synchronized boolean registerAgent() {
    if (closed) {
      return false;
    }
    MBeanServer platform = PlatformServer.get();
    JmxBean<?> agent = AgentBean.of(operations, report, version);
    for (int i = 1; i <= AGENTS; i++) {
      JmxNames tried = new JmxNames(i == 1 ? null : Integer.toString(i));
      try {
        platform.registerMBean(agent, tried.agent());
      } catch (InstanceAlreadyExistsException e) {
        continue; // another agent's, in a class loader of its own
      } catch (JMException e) {
        LOG.say(Message.JMX_WITHOUT, e.toString());
        return false;
      }
      if (i > 1) {
        LOG.say(Message.JMX_SECOND, tried.agent());
      }
      server = platform;
      names = tried;
      return true;
    }
    return false;
  }

  @Override
  public void reconfigured(Settings settings) {
    report.fresh();
  }

  /** Registers what is new in this report, and takes away what is not there any more. */
  private synchronized void follow(ReportModel now) {
    JmxNames mine = names;
    if (mine == null || closed) {
      return;
    }
    Map<ObjectName, Supplier<JmxBean<?>>> wanted = new HashMap<>();
    for (TargetSnapshot t : now.targets()) {
      String name = t.target();
      wanted.put(mine.target(name), () -> TargetBean.target(report, name));
      for (String host : t.hosts().keySet()) {
        wanted.put(mine.host(name, host), () -> TargetBean.host(report, name, host));
      }
    }
    Set<ObjectName> gone = new HashSet<>(targets.keySet());
    gone.removeAll(wanted.keySet());
    gone.forEach(this::unregister);
    wanted.forEach(
        (name, bean) -> {
          if (!targets.containsKey(name)) {
            registerTarget(name, bean.get());
          }
        });
  }

  private void registerTarget(ObjectName name, JmxBean<?> bean) {
    MBeanServer to = server;
    if (to == null) {
      return;
    }
    try {
      to.registerMBean(bean, name);
      targets.put(name, bean);
    } catch (JMException e) {
      LOG.debug("no MBean " + name + ": " + e);
    }
  }

  private void unregister(ObjectName name) {
    targets.remove(name);
    MBeanServer from = server;
    if (from == null) {
      return;
    }
    try {
      from.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else took it away.
    } catch (JMException | RuntimeException e) {
      LOG.debug("the MBean " + name + " stays: " + e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    report.follower(now -> {});
    if (waiting != null) {
      waiting.interrupt();
    }
    new HashSet<>(targets.keySet()).forEach(this::unregister);
    if (names != null) {
      unregister(names.agent());
    }
    names = null;
    server = null;
  }
}

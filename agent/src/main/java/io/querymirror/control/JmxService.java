package io.querymirror.control;

import io.querymirror.config.HostSettings;
import io.querymirror.config.Settings;
import io.querymirror.config.TargetSettings;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import io.querymirror.mirror.AgentThreads;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
  private final Set<ObjectName> targets = new HashSet<>();
  private Settings settings;
  private @Nullable MBeanServer server;
  private @Nullable JmxNames names;
  private @Nullable Thread waiting;
  private boolean closed;

  /**
   * @param report shared with others who ask often
   * @param settings in force now
   */
  public JmxService(Operations operations, RecentReport report, String version, Settings settings) {
    this.settings = settings;
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
    Thread thread = AgentThreads.of("querymirror-jmx", this::await);
    thread.setPriority(Thread.MIN_PRIORITY);
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

  private synchronized void register() {
    if (closed) {
      return;
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
        return;
      }
      if (i > 1) {
        LOG.say(Message.JMX_SECOND, tried.agent());
      }
      server = platform;
      names = tried;
      follow();
      return;
    }
  }

  @Override
  public synchronized void reconfigured(Settings now) {
    settings = now;
    follow();
  }

  /** Registers what is new in the settings, and takes away what is not there any more. */
  private void follow() {
    JmxNames mine = names;
    if (mine == null) {
      return;
    }
    Map<ObjectName, JmxBean<?>> wanted = new HashMap<>();
    for (TargetSettings target : settings.targets().values()) {
      String name = target.name();
      wanted.put(mine.target(name), TargetBean.target(report, name));
      for (HostSettings host : target.hosts()) {
        String address = host.address();
        wanted.put(mine.host(name, address), TargetBean.host(report, name, address));
      }
    }
    Set<ObjectName> gone = new HashSet<>(targets);
    gone.removeAll(wanted.keySet());
    gone.forEach(this::unregister);
    wanted.keySet().removeAll(targets);
    wanted.forEach(this::registerTarget);
  }

  private void registerTarget(ObjectName name, JmxBean<?> bean) {
    MBeanServer to = server;
    if (to == null) {
      return;
    }
    try {
      to.registerMBean(bean, name);
      targets.add(name);
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
    if (waiting != null) {
      waiting.interrupt();
    }
    new HashSet<>(targets).forEach(this::unregister);
    if (names != null) {
      unregister(names.agent());
    }
    names = null;
    server = null;
  }
}

package io.querymirror.bench.macro;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the agent in this JVM has counted. */
final class Executed {
  private Executed() {}

  /** Copies that succeeded, on all targets; 0 as long as the agent has no MBeans. */
  static long copies() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    long sum = 0;
    for (ObjectName target :
        server.queryNames(new ObjectName("io.querymirror:type=Target,*"), null)) {
      sum += (Long) server.getAttribute(target, "Executed");
    }
    return sum;
  }
}

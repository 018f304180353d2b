package io.querymirror.it;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The agent's MBeans in another JVM, by the connector that JConsole uses. */
final class Beans implements AutoCloseable {
  private static final String AGENT = "type=QueryMirror";

  private final JMXConnector connector;
  private final MBeanServerConnection server;

  private Beans(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
  }

  static Beans of(App.Running app) {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(app.pid()));
      try {
        return new Beans(
            JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent())));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException | IOException e) {
      throw new IllegalStateException(app.err(), e);
    }
  }

  Set<String> names() {
    try {
      return server.queryNames(new ObjectName("io.querymirror:*"), null).stream()
          .map(name -> name.getKeyPropertyListString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectName name(String properties) throws JMException {
    return new ObjectName("io.querymirror:" + properties);
  }

  /** Of a target: {@code Executed}, {@code Drops.queue_full}. */
  long target(String target, String attribute) {
    String[] path = attribute.split("\\.");
    Object value = get("type=Target,name=" + target, path[0]);
    return (Long) (path.length > 1 ? ((CompositeData) value).get(path[1]) : value);
  }

  Object agent(String attribute) {
    return get(AGENT, attribute);
  }

  Object get(String name, String attribute) {
    try {
      return server.getAttribute(name(name), attribute);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void enable(boolean on) {
    try {
      server.setAttribute(name(AGENT), new Attribute("Enabled", on));
    } catch (JMException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Object call(String operation) throws MBeanException {
    try {
      return server.invoke(name(AGENT), operation, new Object[0], new String[0]);
    } catch (MBeanException e) {
      throw e;
    } catch (JMException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // The application is gone.
    }
  }
}

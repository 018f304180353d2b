package io.querymirror.control;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

/**
 * The platform MBean server, that the first to ask for it makes: of the class that {@code
 * javax.management.builder.initial} names at that moment, and with java.util.logging, whose manager
 * is then chosen too. Application servers make these choices in their own main.
 */
final class PlatformServer {
  /** Each names a class that the JDK loads when the server is made. */
  private static final List<String> CHOICES =
      List.of("javax.management.builder.initial", "java.util.logging.manager");

  /** Where one of these is set an application server starts, that makes the server itself. */
  private static final List<String> SERVERS =
      List.of(
          "jboss.home.dir", // WildFly, JBoss EAP
          "weblogic.Name", // WebLogic
          "was.install.root", // WebSphere
          "com.sun.aas.installRoot"); // GlassFish, Payara

  private static final List<String> MAINS =
      List.of("org.jboss.modules.Main", "jboss-modules.jar", "weblogic.Server", "ws-server.jar");

  private PlatformServer() {}

  /** Whether the choice was made: some MBean server is there. */
  static boolean made() {
    return !MBeanServerFactory.findMBeanServer(null).isEmpty();
  }

  /**
   * Whether making it now leaves nobody a choice that he has not made: no application server is
   * about to, and the classes that are named can be found.
   */
  static boolean mayBeMade() {
    for (String name : SERVERS) {
      if (System.getProperty(name) != null) {
        return false;
      }
    }
    String main = System.getProperty("sun.java.command", "");
    for (String name : MAINS) {
      if (main.contains(name)) {
        return false;
      }
    }
    return choicesCanBeFound();
  }

  /** Whether it could be made at all. */
  static boolean choicesCanBeFound() {
    for (String choice : CHOICES) {
      String name = System.getProperty(choice);
      if (name != null && !name.isEmpty() && !isThere(name)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Makes it where it is not there; builders are looked for where the application's are. */
  static MBeanServer get() {
    Thread thread = Thread.currentThread();
    ClassLoader own = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    try {
      return ManagementFactory.getPlatformMBeanServer();
    } finally {
      thread.setContextClassLoader(own);
    }
  }
}

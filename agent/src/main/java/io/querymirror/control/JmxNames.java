package io.querymirror.control;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Names of the agent's MBeans. */
final class JmxNames {
  private static final String DOMAIN = "io.querymirror";
  private static final String PLAIN = "[A-Za-z0-9._-]+";

  /** Null for the first agent in the JVM, else what tells it from the others. */
  private final @Nullable String instance;

  JmxNames(@Nullable String instance) {
    this.instance = instance;
  }

  ObjectName agent() {
    return name("QueryMirror");
  }

  ObjectName target(String target) {
    return name("Target", "name", target);
  }

  ObjectName host(String target, String host) {
    return name("Host", "target", target, "host", host);
  }

  private ObjectName name(String type, String... more) {
    StringBuilder name = new StringBuilder(DOMAIN).append(":type=").append(type);
    for (int i = 0; i < more.length; i += 2) {
      name.append(',').append(more[i]).append('=').append(value(more[i + 1]));
    }
    if (instance != null) {
      name.append(",instance=").append(instance);
    }
    try {
      return new ObjectName(name.toString());
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String value(String text) {
    return text.matches(PLAIN) ? text : ObjectName.quote(text);
  }
}

package io.querymirror.control;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

/** Which agent this is, and how it came. */
public final class AgentInfo {
  private static final String VERSION = "/io/querymirror/cli/version.properties";

  private final boolean attached;
  private final Instant started;

  /** {@code attached}: to a running JVM, and not named on its command line. */
  public AgentInfo(boolean attached, Instant started) {
    this.attached = attached;
    this.started = Objects.requireNonNull(started);
  }

  public boolean attached() {
    return attached;
  }

  public Instant started() {
    return started;
  }

  /** As this jar was built. */
  String version() {
    Properties properties = new Properties();
    try (InputStream in = AgentInfo.class.getResourceAsStream(VERSION)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // As if it were not there.
    }
    return properties.getProperty("version", "unknown");
  }
}

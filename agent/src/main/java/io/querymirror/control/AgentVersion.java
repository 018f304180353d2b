package io.querymirror.control;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this jar. */
public final class AgentVersion {
  private static final String FILE = "/io/querymirror/cli/version.properties";

  private AgentVersion() {}

  /** As the build wrote it; {@code unknown} where that is not there. */
  public static String read() {
    Properties properties = new Properties();
    try (InputStream in = AgentVersion.class.getResourceAsStream(FILE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      // As if it were not there.
    }
    return properties.getProperty("version", "unknown");
  }
}

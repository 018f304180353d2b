package com.example.noop;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.util.Properties;
import java.util.logging.Logger;

/** Connects {@code jdbc:noop://host:port/schema} to nothing. */
public final class NoopDriver implements Driver {
  @Override
  public Connection connect(String url, Properties properties) {
    return acceptsURL(url) ? new NoopConnection(url) : null;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:noop:");
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}

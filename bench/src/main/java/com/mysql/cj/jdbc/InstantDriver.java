package com.mysql.cj.jdbc;

import com.mysql.cj.conf.ConnectionUrl;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * Connects as Connector/J does, to a real server, for statements that never reach it: what is left
 * of a call is the driver's objects and what the agent does with them.
 */
public final class InstantDriver implements java.sql.Driver {
  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    return acceptsURL(url)
        ? new InstantConnection(
            ConnectionUrl.getConnectionUrlInstance(url, properties).getMainHost())
        : null;
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith("jdbc:mysql:");
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

package io.querymirror.mirror.observe;

import io.querymirror.config.PlanSettings;
import io.querymirror.mirror.hosts.ConnectionVariant;
import io.querymirror.mirror.hosts.TargetDataSource;
import io.querymirror.model.SourceConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Connects to the application's own database for its plans, by an account that was given for it,
 * and with the same demands on encryption as the application's connection.
 */
final class SourceServer implements PlanConnections.Server {
  private static final List<String> ENCRYPTION =
      List.of(
          "sslMode",
          "useSSL",
          "requireSSL",
          "verifyServerCertificate",
          "allowPublicKeyRetrieval",
          "serverRSAPublicKeyFile",
          "trustCertificateKeyStoreUrl",
          "trustCertificateKeyStoreType",
          "trustCertificateKeyStorePassword",
          "tlsVersions",
          "tlsCiphersuites");

  private static final Map<String, String> MARIADB_MODES =
      Map.of(
          "disable", "DISABLED",
          "trust", "REQUIRED",
          "verify-ca", "VERIFY_CA",
          "verify-full", "VERIFY_IDENTITY");

  private final String username;
  private final String password;

  SourceServer(PlanSettings settings) {
    this.username = String.valueOf(settings.username());
    this.password = settings.password();
  }

  @Override
  public Connection open(String host, ConnectionVariant variant, SourceConnection source)
      throws SQLException {
    int colon = host.lastIndexOf(':');
    if (colon < 1) {
      throw new SQLException("no address of the source");
    }
    Properties p = new Properties();
    p.putAll(variant.properties());
    for (String name : ENCRYPTION) {
      String value = source.properties().get(name);
      if (value != null) {
        p.setProperty(name, value);
      }
    }
    String mode = p.getProperty("sslMode");
    if (mode != null && source.driver().startsWith("mariadb")) {
      String known = MARIADB_MODES.get(mode.toLowerCase(Locale.ROOT));
      p.setProperty("sslMode", known == null ? "PREFERRED" : known);
    }
    p.setProperty("user", username);
    p.setProperty("password", password);
    String name = host.substring(0, colon);
    boolean bracketed = name.startsWith("[") && name.endsWith("]");
    return TargetDataSource.source(
            bracketed ? name.substring(1, name.length() - 1) : name,
            Integer.parseInt(host.substring(colon + 1)),
            p)
        .getConnection();
  }
}

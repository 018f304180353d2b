package io.querymirror.inspect;

import io.querymirror.config.TargetSettings;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Why a host cannot be connected to, and what to do. */
final class Reach {
  static final String CHECK = "reachable";

  private static final int LONGEST = 300;

  private Reach() {}

  static Point failed(SQLException e, TargetSettings target) {
    String found = words(e, target);
    switch (e.getErrorCode()) {
      case 1045: // access denied
      case 1698:
        return error(
            found,
            "the server does not know this user with this password from here",
            "compare username and password, and CREATE USER or ALTER USER on the server");
      case 1130: // host not allowed
        return error(
            found,
            "the server lets nobody in from this address",
            "CREATE USER '" + target.username() + "'@'…' with this machine's address");
      case 1040: // too many connections
      case 1203:
      case 1226:
        return error(
            found,
            "the server has no connection left for this user",
            "raise max_connections or max_user_connections, or try again");
      case 1820: // password has to be changed
      case 1862:
        return error(found, "the password has expired", "ALTER USER … PASSWORD EXPIRE NEVER");
      case 3118: // account locked
      case 4151:
        return error(found, "the account is locked", "ALTER USER … ACCOUNT UNLOCK");
      default:
        return byCause(e, found);
    }
  }

  private static Point byCause(SQLException e, String found) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException) {
        return error(
            "no address is known for this name",
            "the name cannot be resolved on this machine",
            "compare hosts in the file with the DNS here");
      }
      if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
        return error(
            "nothing answers: " + cut(String.valueOf(t.getMessage())),
            "the server is down, listens elsewhere, or a firewall refuses",
            "compare host and port, bind_address of the server, and the firewall");
      }
      if (t instanceof SocketTimeoutException) {
        return error(
            "no answer in time",
            "the packets are lost, or the server hangs",
            "compare host and port, and the firewall; look at the server");
      }
      if (t instanceof SSLException) {
        return error(
            found,
            "server and driver agree on no TLS",
            "look at tls_version and the certificate of the server, and at properties of the"
                + " target: sslMode, trustCertificateKeyStoreUrl");
      }
    }
    if (found.contains("Public Key Retrieval")) {
      return error(
          found,
          "the user logs in by caching_sha2_password, which wants TLS or the server's public key",
          "switch TLS on at the server, or add properties: {allowPublicKeyRetrieval: true}");
    }
    if (found.contains("SSL")) {
      return error(
          found,
          "properties of the target ask for TLS, and the server has none",
          "switch TLS on at the server, or take sslMode out");
    }
    return error(found, "the connection cannot be opened", "look at the server's error log");
  }

  private static Point error(String found, String cause, String cure) {
    return Point.error(CHECK, found, cause, cure);
  }

  /** On one line, and without the password whatever a driver or server quotes. */
  static String words(Exception e, TargetSettings target) {
    String message = String.valueOf(e.getMessage()).strip();
    String line = message.lines().findFirst().orElse("");
    String password = target.password();
    if (password.length() > 2) {
      line = line.replace(password, "***");
    }
    int code = e instanceof SQLException ? ((SQLException) e).getErrorCode() : 0;
    return cut(code == 0 ? line : code + " " + line);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}

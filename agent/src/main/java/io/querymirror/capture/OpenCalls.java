package io.querymirror.capture;

import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.SourceEvent;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connections that are opened, statements that are prepared. */
final class OpenCalls {
  private final CaptureSettings settings;
  private final Followed followed;

  OpenCalls(CaptureSettings settings, Followed followed) {
    this.settings = settings;
    this.followed = followed;
  }

  void prepared(Frame f, Object connection, Object statement) {
    String sql = (String) f.first;
    if (sql == null || sql.startsWith(Followed.MARKER)) {
      return;
    }
    DriverAccess access = f.access(statement);
    Session s = followed.session(access, connection, access.keyOfStatement(statement), f);
    if (s != null) {
      SourceEvent.Form form =
          f.known
              ? access.form()
              : statement instanceof CallableStatement
                  ? SourceEvent.Form.CALL
                  : SourceEvent.Form.PREPARED;
      followed.prepared(statement, s, sql, form, f);
    }
  }

  void connected(Frame f, Object connection) {
    if (f.known && Proxy.isProxyClass(connection.getClass())) {
      // Of several nodes: each has its session, this is none, and would never be shown to be.
      return;
    }
    DriverAccess access = DriverAccess.of(connection);
    Object key = access.keyOfConnection(connection);
    if (key == null) {
      return;
    }
    Object url = f.first;
    followed.opened(
        access, key, connection, url instanceof String ? (String) url : null, given(f.second));
    settings.opened.run();
  }

  private static Map<String, String> given(@Nullable Object properties) {
    Map<String, String> given = new LinkedHashMap<>();
    if (properties instanceof Properties) {
      Properties p = (Properties) properties;
      for (String name : p.stringPropertyNames()) {
        String value = p.getProperty(name);
        if (value != null) {
          given.put(name, value);
        }
      }
    }
    return given;
  }
}

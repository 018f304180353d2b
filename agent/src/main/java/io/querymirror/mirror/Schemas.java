package io.querymirror.mirror;

import io.querymirror.mirror.hosts.TargetConnection;
import io.querymirror.mirror.wire.Marker;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Keeps a connection in the schema that its next statement needs. */
final class Schemas {
  private Schemas() {}

  /** No schema leaves the connection as it is: no statement leads back there. */
  static void use(TargetConnection c, @Nullable String schema) throws SQLException {
    if (schema != null && !schema.equals(c.schema())) {
      c.run(Marker.OWN + "USE " + ControlText.quote(schema));
      c.schema(schema);
    }
  }
}

package io.querymirror.mirror.wire;

import com.mysql.cj.NativeSession;
import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.protocol.ServerCapabilities;
import com.mysql.cj.protocol.a.NativeCapabilities;
import io.querymirror.model.SourceConnection;
import java.lang.reflect.Field;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fractions of seconds in bound times, as the application's driver sends them. A MariaDB before 11
 * greets as a 5.5, for the sake of old replicas: Connector/J then sends whole seconds, MariaDB's
 * own driver knows better.
 */
final class Fractions {
  private static final @Nullable Field KNOWN = known();

  private final ServerCapabilities capabilities;
  private boolean sent;

  Fractions(JdbcConnection connection) {
    this(((NativeSession) connection.getSession()).getServerSession().getCapabilities());
  }

  Fractions(ServerCapabilities capabilities) {
    this.capabilities = capabilities;
    this.sent = capabilities.serverSupportsFracSecs();
  }

  private static @Nullable Field known() {
    try {
      Field field = NativeCapabilities.class.getDeclaredField("serverHasFracSecsSupport");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** Before anything of this connection is bound. */
  void of(SourceConnection source) {
    boolean wanted = source.sendsFractions();
    Field known = KNOWN;
    if (wanted != sent && known != null && capabilities instanceof NativeCapabilities) {
      try {
        known.setBoolean(capabilities, wanted);
        sent = wanted;
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The same without what is shorter than a microsecond. */
  static Object cut(Object value) {
    if (value instanceof Timestamp && ((Timestamp) value).getNanos() % 1000 != 0) {
      Timestamp shorter = (Timestamp) ((Timestamp) value).clone();
      shorter.setNanos(shorter.getNanos() / 1000 * 1000);
      return shorter;
    }
    if (value instanceof LocalDateTime) {
      return ((LocalDateTime) value).truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof LocalTime) {
      return ((LocalTime) value).truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof OffsetDateTime) {
      return ((OffsetDateTime) value).truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof OffsetTime) {
      return ((OffsetTime) value).truncatedTo(ChronoUnit.MICROS);
    }
    if (value instanceof ZonedDateTime) {
      return ((ZonedDateTime) value).truncatedTo(ChronoUnit.MICROS);
    }
    return value instanceof Instant ? ((Instant) value).truncatedTo(ChronoUnit.MICROS) : value;
  }
}

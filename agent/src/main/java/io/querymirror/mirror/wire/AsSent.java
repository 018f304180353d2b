package io.querymirror.mirror.wire;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds.Bind;
import io.querymirror.model.SourceConnection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the application's driver makes of a bind, where the target's driver would make something
 * else of it: drivers agree neither on fractions of seconds nor on scales, calendars and the
 * classes that JDBC does not name.
 */
class AsSent {
  /** By the target's driver, or one that is like it. */
  static final AsSent GIVEN = new AsSent();

  private static final AsSent MARIADB = new Mariadb();
  private static final AsSent MARIADB_2 = new Mariadb2();
  private static final AsSent CONNECTOR_J_5 = new ConnectorJ5(true);
  private static final AsSent CONNECTOR_J_5_NEW = new ConnectorJ5(false);

  private AsSent() {}

  static AsSent by(SourceConnection source) {
    switch (source.driver()) {
      case "mariadb":
        return MARIADB;
      case "mariadb-2":
        return MARIADB_2;
      case "connector-j-5":
        return "false".equalsIgnoreCase(source.properties().get("useLegacyDatetimeCode"))
                || "true".equalsIgnoreCase(source.properties().get("useTimezone"))
            ? CONNECTOR_J_5_NEW
            : CONNECTOR_J_5;
      default:
        return GIVEN;
    }
  }

  /**
   * The bind that makes the target's driver send the same; null where that is the given one.
   *
   * @throws NotRepeatableException where nothing makes it do so
   */
  @Nullable Bind other(BindKind kind, @Nullable Object value, @Nullable Object extra)
      throws NotRepeatableException {
    return null;
  }

  private static class Mariadb extends AsSent {
    @Override
    @Nullable Bind other(BindKind kind, @Nullable Object value, @Nullable Object extra)
        throws NotRepeatableException {
      if (value == null) {
        return null;
      }
      Object cut = value(value);
      if (cut instanceof String && cut != value) {
        return new Bind(BindKind.STRING, cut, null);
      }
      if (kind == BindKind.OBJECT_SCALED && extra instanceof Object[]) {
        // Its setObject takes no notice of a scale.
        return new Bind(BindKind.OBJECT_TYPED, cut, ((Object[]) extra)[0]);
      }
      return cut == value ? null : new Bind(kind, cut, extra);
    }

    Object value(Object given) throws NotRepeatableException {
      if (given instanceof UUID) {
        return given.toString();
      }
      if (given instanceof BigInteger && ((BigInteger) given).bitLength() > 63) {
        // Of these Connector/J sends the lower half where it prepares on the server.
        return new BigDecimal((BigInteger) given);
      }
      return given instanceof Duration ? time((Duration) given) : Fractions.cut(given);
    }

    private static String time(Duration given) {
      Duration length = given.abs();
      long seconds = length.getSeconds();
      int micros = length.getNano() / 1000;
      String whole =
          String.format(
              Locale.ROOT,
              "%s%d:%02d:%02d",
              given.isNegative() ? "-" : "",
              seconds / 3600,
              seconds / 60 % 60,
              seconds % 60);
      return micros == 0 ? whole : whole + String.format(Locale.ROOT, ".%06d", micros);
    }
  }

  private static final class Mariadb2 extends Mariadb {
    @Override
    Object value(Object given) throws NotRepeatableException {
      if (given instanceof Duration || given instanceof Calendar) {
        throw serialized(given);
      }
      return Fractions.cut(given);
    }
  }

  private static final class ConnectorJ5 extends AsSent {
    /** Whether it takes no notice of a Calendar: {@code useLegacyDatetimeCode}, its default. */
    private final boolean legacy;

    ConnectorJ5(boolean legacy) {
      this.legacy = legacy;
    }

    @Override
    @Nullable Bind other(BindKind kind, @Nullable Object value, @Nullable Object extra)
        throws NotRepeatableException {
      if (value == null) {
        return null;
      }
      boolean object = kind == BindKind.OBJECT;
      if (object && isUnknown(value)) {
        throw serialized(value);
      }
      Object whole = whole(value);
      if ((kind == BindKind.TIMESTAMP || kind == BindKind.TIME) && extra != null && legacy) {
        return new Bind(kind, whole, null);
      }
      if (kind == BindKind.OBJECT_SCALED
          && extra instanceof Object[]
          && !isDecimal(((Object[]) extra)[0])) {
        return new Bind(BindKind.OBJECT_TYPED, whole, ((Object[]) extra)[0]);
      }
      if (kind == BindKind.OBJECT_TYPED && value instanceof String && isDecimal(extra)) {
        // Where no scale is given it is 0.
        return new Bind(
            BindKind.BIG_DECIMAL,
            new BigDecimal((String) value).setScale(0, RoundingMode.HALF_UP),
            null);
      }
      return whole == value ? null : new Bind(kind, whole, extra);
    }

    /** It knows times of whole seconds alone. */
    private static Object whole(Object value) {
      if (value instanceof LocalTime) {
        return ((LocalTime) value).truncatedTo(ChronoUnit.SECONDS);
      }
      if (value instanceof Time) {
        long millis = ((Time) value).getTime();
        long part = Math.floorMod(millis, 1000L);
        return part == 0 ? value : new Time(millis - part);
      }
      return value;
    }

    private static boolean isUnknown(Object value) {
      return value instanceof OffsetDateTime
          || value instanceof ZonedDateTime
          || value instanceof OffsetTime
          || value instanceof Instant
          || value instanceof Duration
          || value instanceof Calendar;
    }

    private static boolean isDecimal(@Nullable Object type) {
      Object number = type instanceof SQLType ? ((SQLType) type).getVendorTypeNumber() : type;
      return Integer.valueOf(Types.DECIMAL).equals(number)
          || Integer.valueOf(Types.NUMERIC).equals(number);
    }
  }

  /** Its driver sends such an object as Java serializes it. */
  private static NotRepeatableException serialized(Object value) {
    return new NotRepeatableException(
        "setObject with " + value.getClass().getName(), new IllegalArgumentException());
  }
}

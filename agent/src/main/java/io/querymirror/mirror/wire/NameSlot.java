package io.querymirror.mirror.wire;

import static io.querymirror.mirror.wire.BindSlot.need;

import io.querymirror.model.BindKind;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.CallableStatement;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A parameter of a call by its name. */
final class NameSlot implements BindSlot {
  private final CallableStatement s;
  private final String n;

  NameSlot(CallableStatement s, String n) {
    this.s = s;
    this.n = n;
  }

  @Override
  public void setNull(int type) throws SQLException {
    s.setNull(n, type);
  }

  @Override
  public void setNull(int type, String typeName) throws SQLException {
    s.setNull(n, type, typeName);
  }

  @Override
  public void set(BindKind kind, @Nullable Object value, @Nullable Object extra)
      throws SQLException {
    switch (kind) {
      case BOOLEAN:
        s.setBoolean(n, (Boolean) need(value));
        break;
      case BYTE:
        s.setByte(n, ((Number) need(value)).byteValue());
        break;
      case SHORT:
        s.setShort(n, ((Number) need(value)).shortValue());
        break;
      case INT:
        s.setInt(n, ((Number) need(value)).intValue());
        break;
      case LONG:
        s.setLong(n, ((Number) need(value)).longValue());
        break;
      case FLOAT:
        s.setFloat(n, ((Number) need(value)).floatValue());
        break;
      case DOUBLE:
        s.setDouble(n, ((Number) need(value)).doubleValue());
        break;
      case BIG_DECIMAL:
        s.setBigDecimal(n, (BigDecimal) value);
        break;
      case STRING:
        s.setString(n, (String) value);
        break;
      case NSTRING:
        s.setNString(n, (String) value);
        break;
      case BYTES:
        s.setBytes(n, (byte[]) value);
        break;
      case DATE:
        if (extra == null) {
          s.setDate(n, (Date) value);
        } else {
          s.setDate(n, (Date) value, (Calendar) extra);
        }
        break;
      case TIME:
        if (extra == null) {
          s.setTime(n, (Time) value);
        } else {
          s.setTime(n, (Time) value, (Calendar) extra);
        }
        break;
      case TIMESTAMP:
        if (extra == null) {
          s.setTimestamp(n, (Timestamp) value);
        } else {
          s.setTimestamp(n, (Timestamp) value, (Calendar) extra);
        }
        break;
      case URL:
        s.setURL(n, (URL) value);
        break;
      case OBJECT:
        s.setObject(n, value);
        break;
      case OBJECT_TYPED:
        if (extra instanceof SQLType) {
          s.setObject(n, value, (SQLType) extra);
        } else {
          s.setObject(n, value, ((Number) need(extra)).intValue());
        }
        break;
      case OBJECT_SCALED:
        Object[] both = (Object[]) need(extra);
        int scale = ((Number) both[1]).intValue();
        if (both[0] instanceof SQLType) {
          s.setObject(n, value, (SQLType) both[0], scale);
        } else {
          s.setObject(n, value, ((Number) both[0]).intValue(), scale);
        }
        break;
      default:
        throw new SQLException("no setter for " + kind);
    }
  }
}

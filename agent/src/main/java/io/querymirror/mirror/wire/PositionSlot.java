package io.querymirror.mirror.wire;

import static io.querymirror.mirror.wire.BindSlot.need;

import io.querymirror.model.BindKind;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** A parameter by its position. */
final class PositionSlot implements BindSlot {
  private final PreparedStatement s;
  private final int i;

  PositionSlot(PreparedStatement s, int i) {
    this.s = s;
    this.i = i;
  }

  @Override
  public void setNull(int type) throws SQLException {
    s.setNull(i, type);
  }

  @Override
  public void setNull(int type, String typeName) throws SQLException {
    s.setNull(i, type, typeName);
  }

  @Override
  public void set(BindKind kind, @Nullable Object value, @Nullable Object extra)
      throws SQLException {
    switch (kind) {
      case BOOLEAN:
        s.setBoolean(i, (Boolean) need(value));
        break;
      case BYTE:
        s.setByte(i, ((Number) need(value)).byteValue());
        break;
      case SHORT:
        s.setShort(i, ((Number) need(value)).shortValue());
        break;
      case INT:
        s.setInt(i, ((Number) need(value)).intValue());
        break;
      case LONG:
        s.setLong(i, ((Number) need(value)).longValue());
        break;
      case FLOAT:
        s.setFloat(i, ((Number) need(value)).floatValue());
        break;
      case DOUBLE:
        s.setDouble(i, ((Number) need(value)).doubleValue());
        break;
      case BIG_DECIMAL:
        s.setBigDecimal(i, (BigDecimal) value);
        break;
      case STRING:
        s.setString(i, (String) value);
        break;
      case NSTRING:
        s.setNString(i, (String) value);
        break;
      case BYTES:
        s.setBytes(i, (byte[]) value);
        break;
      case DATE:
        if (extra == null) {
          s.setDate(i, (Date) value);
        } else {
          s.setDate(i, (Date) value, (Calendar) extra);
        }
        break;
      case TIME:
        if (extra == null) {
          s.setTime(i, (Time) value);
        } else {
          s.setTime(i, (Time) value, (Calendar) extra);
        }
        break;
      case TIMESTAMP:
        if (extra == null) {
          s.setTimestamp(i, (Timestamp) value);
        } else {
          s.setTimestamp(i, (Timestamp) value, (Calendar) extra);
        }
        break;
      case URL:
        s.setURL(i, (URL) value);
        break;
      case OBJECT:
        s.setObject(i, value);
        break;
      case OBJECT_TYPED:
        if (extra instanceof SQLType) {
          s.setObject(i, value, (SQLType) extra);
        } else {
          s.setObject(i, value, ((Number) need(extra)).intValue());
        }
        break;
      case OBJECT_SCALED:
        Object[] both = (Object[]) need(extra);
        int scale = ((Number) both[1]).intValue();
        if (both[0] instanceof SQLType) {
          s.setObject(i, value, (SQLType) both[0], scale);
        } else {
          s.setObject(i, value, ((Number) both[0]).intValue(), scale);
        }
        break;
      default:
        throw new SQLException("no setter for " + kind);
    }
  }
}

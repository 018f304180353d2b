package io.querymirror.mirror;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Binds.Bind;
import io.querymirror.model.Binds.OutParameter;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.CallableStatement;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a copy the binds of its original, each by the setter that the application used. */
final class BindApplier {
  private BindApplier() {}

  /** A setter of a statement, by position or by name. */
  private interface Slot {
    void setNull(int type) throws SQLException;

    void setNull(int type, String typeName) throws SQLException;

    void set(BindKind kind, @Nullable Object value, @Nullable Object extra) throws SQLException;
  }

  static void apply(PreparedStatement statement, Binds binds) throws NotRepeatableException {
    try {
      for (int i = 1; i <= binds.size(); i++) {
        BindKind kind = binds.kind(i);
        if (kind != null) {
          apply(new Position(statement, i), kind, binds.value(i), binds.extra(i));
        }
      }
      Binds.Callable callable = binds.callable();
      if (callable != null) {
        callable((CallableStatement) statement, callable);
      }
    } catch (SQLException | RuntimeException e) {
      throw new NotRepeatableException(
          "bind that the target's driver refuses: " + e.getClass().getSimpleName(), e);
    }
  }

  private static void callable(CallableStatement statement, Binds.Callable callable)
      throws SQLException {
    for (Map.Entry<String, Bind> named : callable.named().entrySet()) {
      Bind bind = named.getValue();
      apply(new Name(statement, named.getKey()), bind.kind(), bind.value(), bind.extra());
    }
    for (OutParameter out : callable.out()) {
      register(statement, out);
    }
  }

  private static void apply(
      Slot slot, BindKind kind, @Nullable Object value, @Nullable Object extra)
      throws SQLException {
    switch (kind) {
      case NULL:
        slot.setNull(((Number) need(extra)).intValue());
        break;
      case NULL_NAMED:
        slot.setNull(((Number) need(extra)).intValue(), String.valueOf(value));
        break;
      case UNSUPPORTED:
        throw new SQLException(String.valueOf(value));
      default:
        slot.set(kind, value, extra);
    }
  }

  private static Object need(@Nullable Object extra) {
    if (extra == null) {
      throw new IllegalArgumentException("a bind without its type");
    }
    return extra;
  }

  private static void register(CallableStatement s, OutParameter out) throws SQLException {
    String name = out.name();
    Object extra = out.extra();
    if (out.type() instanceof SQLType) {
      SQLType type = (SQLType) out.type();
      if (name == null) {
        if (extra instanceof Integer) {
          s.registerOutParameter(out.index(), type, (Integer) extra);
        } else if (extra instanceof String) {
          s.registerOutParameter(out.index(), type, (String) extra);
        } else {
          s.registerOutParameter(out.index(), type);
        }
      } else if (extra instanceof Integer) {
        s.registerOutParameter(name, type, (Integer) extra);
      } else if (extra instanceof String) {
        s.registerOutParameter(name, type, (String) extra);
      } else {
        s.registerOutParameter(name, type);
      }
      return;
    }
    int type = ((Number) out.type()).intValue();
    if (name == null) {
      if (extra instanceof Integer) {
        s.registerOutParameter(out.index(), type, (Integer) extra);
      } else if (extra instanceof String) {
        s.registerOutParameter(out.index(), type, (String) extra);
      } else {
        s.registerOutParameter(out.index(), type);
      }
    } else if (extra instanceof Integer) {
      s.registerOutParameter(name, type, (Integer) extra);
    } else if (extra instanceof String) {
      s.registerOutParameter(name, type, (String) extra);
    } else {
      s.registerOutParameter(name, type);
    }
  }

  /** By position. */
  private static final class Position implements Slot {
    private final PreparedStatement s;
    private final int i;

    Position(PreparedStatement s, int i) {
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

  /** By name. */
  private static final class Name implements Slot {
    private final CallableStatement s;
    private final String n;

    Name(CallableStatement s, String n) {
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
}

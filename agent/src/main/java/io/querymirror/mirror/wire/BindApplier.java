package io.querymirror.mirror.wire;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import io.querymirror.model.Binds.Bind;
import io.querymirror.model.Binds.OutParameter;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives a copy the binds of its original, each by the setter that the application used. */
public final class BindApplier {
  private BindApplier() {}

  /** All of them as they were given. */
  public static void apply(PreparedStatement statement, Binds binds) throws NotRepeatableException {
    apply(statement, binds, AsSent.GIVEN);
  }

  static void apply(PreparedStatement statement, Binds binds, AsSent sent)
      throws NotRepeatableException {
    try {
      for (int i = 1; i <= binds.size(); i++) {
        BindKind kind = binds.kind(i);
        if (kind != null) {
          apply(new PositionSlot(statement, i), kind, binds.value(i), binds.extra(i), sent);
        }
      }
      Binds.Callable callable = binds.callable();
      if (callable != null) {
        callable((CallableStatement) statement, callable, sent);
      }
    } catch (SQLException | RuntimeException e) {
      throw new NotRepeatableException(
          "bind that the target's driver refuses: " + e.getClass().getSimpleName(), e);
    }
  }

  private static void callable(CallableStatement statement, Binds.Callable callable, AsSent sent)
      throws SQLException, NotRepeatableException {
    for (Map.Entry<String, Bind> named : callable.named().entrySet()) {
      Bind bind = named.getValue();
      apply(new NameSlot(statement, named.getKey()), bind.kind(), bind.value(), bind.extra(), sent);
    }
    for (OutParameter out : callable.out()) {
      register(statement, out);
    }
  }

  private static void apply(
      BindSlot slot, BindKind kind, @Nullable Object value, @Nullable Object extra, AsSent sent)
      throws SQLException, NotRepeatableException {
    Bind other = sent.other(kind, value, extra);
    if (other == null) {
      apply(slot, kind, value, extra);
    } else {
      apply(slot, other.kind(), other.value(), other.extra());
    }
  }

  private static void apply(
      BindSlot slot, BindKind kind, @Nullable Object value, @Nullable Object extra)
      throws SQLException {
    switch (kind) {
      case NULL:
        slot.setNull(((Number) BindSlot.need(extra)).intValue());
        break;
      case NULL_NAMED:
        slot.setNull(((Number) BindSlot.need(extra)).intValue(), String.valueOf(value));
        break;
      case UNSUPPORTED:
        throw new SQLException(String.valueOf(value));
      default:
        slot.set(kind, value, extra);
    }
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
}

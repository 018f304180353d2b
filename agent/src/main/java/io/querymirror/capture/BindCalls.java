package io.querymirror.capture;

import io.querymirror.capture.CallContext.Frame;
import io.querymirror.model.BindKind;
import io.querymirror.model.Binds;
import org.jspecify.annotations.Nullable;

/** Setters of prepared statements, and what else changes their parameters. */
final class BindCalls {
  private static final BindKind[] KINDS = BindKind.values();

  private final Followed followed;

  BindCalls(Followed followed) {
    this.followed = followed;
  }

  /** A number was set, as the frame has it. */
  void number(Frame f, Object statement, int kind) {
    StatementState state = followed.state(statement, f);
    if (state != null) {
      state.binds.set(f.position, KINDS[kind], f.bits);
    }
  }

  /** A value of a class that the setter's signature names was set; its position is the frame's. */
  void value(Frame f, Object statement, int kind, @Nullable Object value) {
    StatementState state = followed.state(statement, f);
    if (state == null) {
      return;
    }
    BindKind k = KINDS[kind];
    String unsupported =
        value == null || value.getClass() == String.class ? null : BindValues.unsupported(k, value);
    if (unsupported == null) {
      state.binds.set(f.position, k, value, null);
    } else {
      state.binds.set(f.position, BindKind.UNSUPPORTED, unsupported, null);
    }
  }

  /** Any other setter ended, whose arguments are the frame's. */
  void any(Frame f, Object statement, int kind, @Nullable String reason) {
    StatementState state = followed.state(statement, f);
    if (state == null) {
      return;
    }
    BindKind k = KINDS[kind];
    Object v = f.second;
    Object x = BindValues.extra(f.third);
    if (k == BindKind.NULL) {
      v = null;
      x = BindValues.extra(f.second);
    } else if (k == BindKind.NULL_NAMED) {
      v = f.third;
      x = BindValues.extra(f.second);
    } else if (k == BindKind.UNSUPPORTED) {
      v = reason;
      x = null;
    } else if (k == BindKind.OBJECT_SCALED) {
      x = new Object[] {x, f.fourth};
    }
    if (v != null) {
      // Nothing of the application's own classes is kept: its loader would stay with it.
      String unsupported = k == BindKind.UNSUPPORTED ? null : BindValues.unsupported(k, v);
      if (unsupported != null) {
        k = BindKind.UNSUPPORTED;
        v = unsupported;
        x = null;
      } else if (!DriverAccess.of(statement).bindsByReference()) {
        v = BindValues.freeze(v);
      }
    }
    Object position = f.first;
    if (position instanceof Integer) {
      state.binds.set((Integer) position, k, v, x);
    } else if (position instanceof String) {
      state.binds.set((String) position, k, v, x);
    }
  }

  /** registerOutParameter: position or name, type, and scale or type name. */
  void out(Frame f, Object statement) {
    Object position = f.first;
    Object type = f.second;
    StatementState state = followed.state(statement, f);
    if (state != null && type != null) {
      int index = position instanceof Integer ? (Integer) position : 0;
      String name = position instanceof String ? (String) position : null;
      state.binds.registerOut(
          new Binds.OutParameter(index, name, BindValues.typeOf(type), f.third));
    }
  }

  void cleared(Frame f, Object statement) {
    StatementState state = followed.known(statement, f);
    if (state != null) {
      state.binds.clear();
    }
  }
}

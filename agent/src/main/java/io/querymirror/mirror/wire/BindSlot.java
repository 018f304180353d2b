package io.querymirror.mirror.wire;

import io.querymirror.model.BindKind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One parameter of a statement: by position, or by name. */
interface BindSlot {
  void setNull(int type) throws SQLException;

  void setNull(int type, String typeName) throws SQLException;

  /** By the setter that the kind stands for. */
  void set(BindKind kind, @Nullable Object value, @Nullable Object extra) throws SQLException;

  /** What a kind's bind always has. */
  static Object need(@Nullable Object part) {
    if (part == null) {
      throw new IllegalArgumentException("an incomplete bind");
    }
    return part;
  }
}

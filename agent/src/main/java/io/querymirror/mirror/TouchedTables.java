package io.querymirror.mirror;

import io.querymirror.model.Execution;
import io.querymirror.model.Kind;
import io.querymirror.model.SqlShape;
import io.querymirror.model.TableRef;
import io.querymirror.order.Access;
import io.querymirror.order.Access.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** By the tables that a text names, each as a whole. */
final class TouchedTables implements Touched {
  @Override
  public @Nullable List<Access> by(Execution e, boolean readCommitted) {
    SqlShape shape = e.statementShape();
    boolean plainRead = shape.isRead() && !shape.locking();
    if (shape.several() || !shape.tokenizable() || isOpaque(shape)) {
      return null;
    }
    if (shape.tables().isEmpty()) {
      return plainRead || e.control() != null ? List.of() : null;
    }
    List<Access> all = new ArrayList<>(shape.tables().size());
    for (TableRef t : shape.tables()) {
      String schema = t.schema() == null ? e.schema() : t.schema();
      String name = (schema + "." + t.name()).toLowerCase(Locale.ROOT);
      if (t.written()) {
        Access write = Access.of(name, null, Mode.WRITE);
        boolean held = !readCommitted || isInsert(shape);
        all.add(held ? write : write.unlocked());
      } else if (plainRead) {
        all.add(Access.of(name, null, Mode.READ));
      } else if (readCommitted && !shape.locking()) {
        all.add(Access.of(name, null, Mode.READ).unlocked());
      } else {
        // FOR UPDATE and FOR SHARE look alike here, and so do gaps.
        all.add(Access.of(name, null, shape.locking() ? Mode.WRITE : Mode.SHARE));
      }
    }
    return all;
  }

  private static boolean isInsert(SqlShape shape) {
    return shape.kind() == Kind.INSERT || shape.kind() == Kind.REPLACE;
  }

  private static boolean isOpaque(SqlShape shape) {
    return shape.kind() == Kind.CALL
        || shape.kind() == Kind.DDL
        || (shape.kind() == Kind.OTHER && shape.control() == null);
  }
}

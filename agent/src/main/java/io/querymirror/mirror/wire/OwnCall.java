package io.querymirror.mirror.wire;

import com.mysql.cj.jdbc.CallableStatement;
import com.mysql.cj.jdbc.result.ResultSetInternalMethods;
import com.mysql.cj.protocol.Resultset;
import com.mysql.cj.protocol.a.result.ResultsetRowsStatic;
import io.querymirror.config.CompareSettings;
import io.querymirror.model.CallResults;
import io.querymirror.model.ResultRows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes what a call returns by our own driver's statement, up to so much of it. */
final class OwnCall {
  /** What the driver itself asked for behind the call; it shows it by JDBC value by value only. */
  private static final VarHandle PARAMETERS;

  static {
    try {
      PARAMETERS =
          MethodHandles.privateLookupIn(CallableStatement.class, MethodHandles.lookup())
              .findVarHandle(
                  CallableStatement.class,
                  "outputParameterResults",
                  ResultSetInternalMethods.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final List<ResultRows> results = new ArrayList<>();
  private @Nullable ResultRows out;
  private int rowsLeft;
  private long bytesLeft;
  private boolean capped;

  OwnCall(CompareSettings kept) {
    this.rowsLeft = kept.rows();
    this.bytesLeft = kept.bytes();
  }

  /** Reads a result through; nobody else reads it then. */
  void result(Resultset result) {
    ResultRows rows = take(result);
    if (rows != null) {
      results.add(rows);
    }
  }

  /** Of a call that has run; they stay as they are for who asks the driver. */
  void parameters(Statement statement) {
    Object held =
        statement instanceof CallableStatement
            ? PARAMETERS.get((CallableStatement) statement)
            : null;
    if (held instanceof Resultset && ((Resultset) held).getRows() instanceof ResultsetRowsStatic) {
      // The driver stands on their row.
      ((Resultset) held).getRows().beforeFirst();
      out = take((Resultset) held);
    }
  }

  private @Nullable ResultRows take(Resultset result) {
    CallRows rows = CallRows.of(result, rowsLeft, bytesLeft);
    if (rows == null) {
      capped = true;
      return null;
    }
    rowsLeft -= rows.count();
    bytesLeft -= rows.bytes();
    return rows;
  }

  Returned returned() {
    return new Returned(capped ? null : CallResults.of(results, out), capped, Returned.NOT_TOLD);
  }
}

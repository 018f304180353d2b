package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/** Code inlined at the end of a driver's methods, also where they threw; see {@link Enter}. */
final class Exit {
  private Exit() {}

  static final class Rows {
    private Rows() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object result,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitRows(token, result, thrown);
      }
    }
  }

  static final class Count {
    private Count() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return long count,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitCount(token, count, thrown);
      }
    }
  }

  static final class Flag {
    private Flag() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return boolean rows,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitFlag(token, rows, thrown);
      }
    }
  }

  static final class Batch {
    private Batch() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object counts,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitBatch(token, counts, thrown);
      }
    }
  }

  static final class Control {
    private Control() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object token, @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, null, 0, thrown);
      }
    }
  }

  static final class ControlArgument {
    private ControlArgument() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Argument(0) Object argument,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, argument, 0, thrown);
      }
    }
  }

  static final class ControlResult {
    private ControlResult() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object result,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, result, 0, thrown);
      }
    }
  }

  static final class ControlSwitch {
    private ControlSwitch() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Argument(0) boolean value,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, null, value ? 1 : 0, thrown);
      }
    }
  }

  static final class ControlNumber {
    private ControlNumber() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Argument(0) int value,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, null, value, thrown);
      }
    }
  }

  static final class Guard {
    private Guard() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object token) {
      if (token != null) {
        Probe.probe.exitGuard(token);
      }
    }
  }

  static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Return Object statement,
        @Advice.Argument(0) String sql,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitPrepare(token, self, statement, sql, thrown);
      }
    }
  }

  static final class Connect {
    private Connect() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object connection,
        @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object url,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC, optional = true)
            Object properties,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitConnect(token, connection, url, properties, thrown);
      }
    }
  }

  static final class Bind {
    private Bind() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Told.Kind int kind,
        @Told.Reason String reason,
        @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object position,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object value,
        @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC, optional = true) Object extra,
        @Advice.Argument(value = 3, typing = Assigner.Typing.DYNAMIC, optional = true) Object scale,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitBind(token, self, kind, position, value, extra, scale, reason, thrown);
      }
    }
  }

  static final class RegisterOut {
    private RegisterOut() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object position,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object type,
        @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC, optional = true) Object extra,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitRegisterOut(token, self, position, type, extra, thrown);
      }
    }
  }

  static final class AddBatchText {
    private AddBatchText() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Argument(0) String sql,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitAddBatch(token, self, sql, thrown);
      }
    }
  }

  static final class AddBatch {
    private AddBatch() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitAddBatch(token, self, null, thrown);
      }
    }
  }

  static final class ClearBatch {
    private ClearBatch() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitClearBatch(token, self, thrown);
      }
    }
  }

  static final class ClearParameters {
    private ClearParameters() {}

    @Advice.OnMethodExit(onThrowable = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitClearParameters(token, self, thrown);
      }
    }
  }
}

package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Code inlined at the end of a driver's methods, also where they threw; see {@link Enter}. No
 * argument is read here, so that none needs a copy: the JVM's own messages name a driver's
 * variables, and would name the copies.
 */
final class Exit {
  private Exit() {}

  static final class Rows {
    private Rows() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object token, @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, null, thrown);
      }
    }
  }

  static final class ControlResult {
    private ControlResult() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object result,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitControl(token, result, thrown);
      }
    }
  }

  static final class Guard {
    private Guard() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(@Advice.Enter @Nullable Object token) {
      if (token != null) {
        Probe.probe.exitGuard(token);
      }
    }
  }

  static final class Prepare {
    private Prepare() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Return Object statement,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitPrepare(token, self, statement, thrown);
      }
    }
  }

  static final class Connect {
    private Connect() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.Return Object connection,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitConnect(token, connection, thrown);
      }
    }
  }

  static final class Bind {
    private Bind() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Told.Kind int kind,
        @Told.Reason String reason,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitBind(token, self, kind, reason, thrown);
      }
    }
  }

  static final class RegisterOut {
    private RegisterOut() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitRegisterOut(token, self, thrown);
      }
    }
  }

  static final class AddBatch {
    private AddBatch() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
    static void exit(
        @Advice.Enter @Nullable Object token,
        @Advice.This Object self,
        @Advice.Thrown Throwable thrown) {
      if (token != null) {
        Probe.probe.exitAddBatch(token, self, thrown);
      }
    }
  }

  static final class ClearBatch {
    private ClearBatch() {}

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

    @Advice.OnMethodExit(
        onThrowable = Throwable.class,
        backupArguments = false,
        suppress = Throwable.class)
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

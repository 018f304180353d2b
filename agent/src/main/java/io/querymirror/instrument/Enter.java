package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Code inlined at the beginning of a driver's methods. It holds no logic, names nothing but the
 * probe, and is plain enough for class files of Java 5.
 */
final class Enter {
  private Enter() {}

  static final class Text {
    private Text() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(
        @Advice.This Object self, @Advice.Argument(0) String sql, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterText(self, sql, known) : null;
    }
  }

  static final class Prepared {
    private Prepared() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(@Advice.This Object self, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterPrepared(self, known) : null;
    }
  }

  static final class Batch {
    private Batch() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(@Advice.This Object self, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterBatch(self, known) : null;
    }
  }

  static final class Control {
    private Control() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(
        @Advice.This Object self, @Told.What int what, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterControl(self, what, known) : null;
    }
  }

  static final class Guard {
    private Guard() {}

    @Advice.OnMethodEnter
    static @Nullable Object enter(@Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterGuard(known) : null;
    }
  }
}

package io.querymirror.instrument;

import io.querymirror.bootstrap.Probe;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.jspecify.annotations.Nullable;

/**
 * Code inlined at the beginning of a driver's methods. It holds no logic, names nothing but the
 * probe, and is plain enough for class files of Java 5.
 */
final class Enter {
  private Enter() {}

  static final class Text {
    private Text() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.This Object self, @Advice.Argument(0) String sql, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterText(self, sql, known) : null;
    }
  }

  static final class Prepared {
    private Prepared() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.This Object self, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterPrepared(self, known) : null;
    }
  }

  static final class Batch {
    private Batch() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Advice.This Object self, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterBatch(self, known) : null;
    }
  }

  static final class Control {
    private Control() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.This Object self, @Told.What int what, @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterControl(self, what, null, 0, known) : null;
    }
  }

  static final class ControlArgument {
    private ControlArgument() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.This Object self,
        @Advice.Argument(0) Object argument,
        @Told.What int what,
        @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterControl(self, what, argument, 0, known) : null;
    }
  }

  static final class ControlSwitch {
    private ControlSwitch() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.This Object self,
        @Advice.Argument(0) boolean value,
        @Told.What int what,
        @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterControl(self, what, null, value ? 1 : 0, known) : null;
    }
  }

  static final class ControlNumber {
    private ControlNumber() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Advice.This Object self,
        @Advice.Argument(0) int value,
        @Told.What int what,
        @Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterControl(self, what, null, value, known) : null;
    }
  }

  static final class Arguments {
    private Arguments() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(
        @Told.Known boolean known,
        @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object first,
        @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC, optional = true)
            Object second,
        @Advice.Argument(value = 2, typing = Assigner.Typing.DYNAMIC, optional = true) Object third,
        @Advice.Argument(value = 3, typing = Assigner.Typing.DYNAMIC, optional = true)
            Object fourth) {
      return Probe.on ? Probe.probe.enterArguments(known, first, second, third, fourth) : null;
    }
  }

  static final class Guard {
    private Guard() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static @Nullable Object enter(@Told.Known boolean known) {
      return Probe.on ? Probe.probe.enterGuard(known) : null;
    }
  }
}

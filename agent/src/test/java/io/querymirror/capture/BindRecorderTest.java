package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindKind;
import io.querymirror.model.BindLayout;
import io.querymirror.model.Binds;
import io.querymirror.model.Binds.OutParameter;
import io.querymirror.model.StatementText;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindRecorderTest {
  private final BindRecorder binds = new BindRecorder(null);

  @Test
  void whatWasNotSetIsAHole() {
    binds.set(1, BindKind.INT, 1);
    assertFalse(binds.hasHoles());
    binds.set(3, BindKind.INT, 3);
    assertTrue(binds.hasHoles());
    binds.set(2, BindKind.STRING, "2", null);
    assertFalse(binds.hasHoles());
  }

  @Test
  void statementsOfOneTextShareWhatTheyHaveInCommon() {
    StatementText text = new StatementText("insert into t values (?, ?)");
    Binds first = bound(text, 1, "a");
    BindLayout layout = text.layout();
    Binds second = bound(text, 2, "b");
    assertSame(layout, text.layout());
    assertEquals(List.of(1, "a"), List.of(first.value(1), first.value(2)));
    assertEquals(List.of(2, "b"), List.of(second.value(1), second.value(2)));
  }

  @Test
  void whatIsBoundInAnotherWayHasAnotherLayout() {
    StatementText text = new StatementText("insert into t values (?, ?)");
    bound(text, 1, "a");
    BindRecorder hole = new BindRecorder(text);
    hole.set(2, BindKind.STRING, "b", null);
    assertTrue(hole.hasHoles());
    BindRecorder swapped = new BindRecorder(text);
    swapped.set(1, BindKind.STRING, "c", null);
    swapped.set(2, BindKind.INT, 3);
    assertEquals("c", swapped.constants().value(1));
    assertEquals(3, swapped.constants().value(2));
    BindRecorder one = new BindRecorder(text);
    one.set(1, BindKind.INT, 4);
    assertEquals(1, one.constants().size());
  }

  private static Binds bound(StatementText text, int id, String name) {
    BindRecorder recorder = new BindRecorder(text);
    recorder.set(1, BindKind.INT, id);
    recorder.set(2, BindKind.STRING, name, null);
    return recorder.constants();
  }

  /** The driver would be asked for it, and has names of its own in such places by then. */
  @Test
  void whatACallOnlyReturnsIsNone() {
    binds.set(1, BindKind.INT, 1);
    binds.registerOut(new OutParameter(2, null, Types.INTEGER, null));
    binds.set(3, BindKind.INT, 3);
    binds.registerOut(new OutParameter(3, null, Types.INTEGER, null));
    assertFalse(binds.hasHoles());
    binds.set(5, BindKind.INT, 5);
    assertTrue(binds.hasHoles());
  }
}

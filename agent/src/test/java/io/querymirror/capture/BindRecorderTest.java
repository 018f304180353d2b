package io.querymirror.capture;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.model.BindKind;
import io.querymirror.model.Binds.OutParameter;
import java.sql.Types;
import org.junit.jupiter.api.Test;

class BindRecorderTest {
  private final BindRecorder binds = new BindRecorder();

  @Test
  void whatWasNotSetIsAHole() {
    binds.set(1, BindKind.INT, 1);
    assertFalse(binds.hasHoles());
    binds.set(3, BindKind.INT, 3);
    assertTrue(binds.hasHoles());
    binds.set(2, BindKind.STRING, "2", null);
    assertFalse(binds.hasHoles());
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

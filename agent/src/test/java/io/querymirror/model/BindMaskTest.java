package io.querymirror.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BindMaskTest {
  private static final Binds BINDS =
      new Binds(
          new BindKind[] {BindKind.STRING, BindKind.INT, BindKind.NULL, null, BindKind.BYTES},
          new Object[] {"ann", 42, null, null, new byte[] {1}},
          new Object[5],
          null);

  @Test
  void givesTheValuesOfItsPositions() {
    assertEquals(List.of("42"), BindMask.of(Set.of(2, 3, 9)).values(BINDS));
    assertEquals(List.of("ann", "42"), BindMask.ALL.values(BINDS));
    assertEquals(List.of(), BindMask.NONE.values(BINDS));
  }

  @Test
  void aMaskOfNoPositionIsNone() {
    assertTrue(BindMask.of(Set.of()).isEmpty());
    assertFalse(BindMask.of(Set.of(1)).isEmpty());
    assertTrue(BindMask.ALL.masks(7));
  }
}

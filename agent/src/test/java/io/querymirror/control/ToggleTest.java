package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToggleTest {
  private final List<Boolean> changes = new ArrayList<>();

  @AfterEach
  void clear() {
    System.clearProperty(Toggle.PROPERTY);
  }

  @Test
  void thePropertyWinsOverTheFile() {
    assertTrue(new Toggle(true, changes::add).isOn());
    System.setProperty(Toggle.PROPERTY, "false");
    assertFalse(new Toggle(true, changes::add).isOn());
    System.setProperty(Toggle.PROPERTY, " TRUE ");
    assertTrue(new Toggle(false, changes::add).isOn());
  }

  @Test
  void onlyChangesAreTold() {
    Toggle toggle = new Toggle(true, changes::add);
    toggle.look();
    System.setProperty(Toggle.PROPERTY, "true");
    toggle.look();
    System.setProperty(Toggle.PROPERTY, "false");
    toggle.look();
    toggle.look();
    System.setProperty(Toggle.PROPERTY, "true");
    toggle.look();
    assertEquals(List.of(false, true), changes);
  }

  @Test
  void whatIsNeitherChangesNothing() {
    Toggle toggle = new Toggle(true, changes::add);
    System.setProperty(Toggle.PROPERTY, "no");
    toggle.look();
    System.clearProperty(Toggle.PROPERTY);
    toggle.look();
    assertEquals(List.of(), changes);
    assertTrue(toggle.isOn());
  }
}

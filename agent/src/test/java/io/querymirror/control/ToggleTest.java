package io.querymirror.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToggleTest {
  private final List<Boolean> changes = new ArrayList<>();

  private final List<Origin> origins = new ArrayList<>();

  private void changed(boolean on, Origin by) {
    changes.add(on);
    origins.add(by);
  }

  @AfterEach
  void clear() {
    System.clearProperty(Toggle.PROPERTY);
  }

  @Test
  void thePropertyWinsOverTheFile() {
    assertTrue(new Toggle(true, this::changed).isOn());
    System.setProperty(Toggle.PROPERTY, "false");
    assertFalse(new Toggle(true, this::changed).isOn());
    System.setProperty(Toggle.PROPERTY, " TRUE ");
    assertTrue(new Toggle(false, this::changed).isOn());
  }

  @Test
  void onlyChangesAreTold() {
    Toggle toggle = new Toggle(true, this::changed);
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
    Toggle toggle = new Toggle(true, this::changed);
    System.setProperty(Toggle.PROPERTY, "no");
    toggle.look();
    System.clearProperty(Toggle.PROPERTY);
    toggle.look();
    assertEquals(List.of(), changes);
    assertTrue(toggle.isOn());
  }

  @Test
  void aSwitchIsInForceAtOnceAndWritesTheProperty() {
    Toggle toggle = new Toggle(true, this::changed);
    toggle.set(false, Origin.JMX);
    assertFalse(toggle.isOn());
    assertEquals("false", System.getProperty(Toggle.PROPERTY));
    toggle.look();
    toggle.set(false, Origin.HTTP);
    assertEquals(List.of(Origin.JMX), origins);
    assertEquals(Origin.HTTP, toggle.by());
  }

  @Test
  void theApplicationMaySwitchBack() {
    Toggle toggle = new Toggle(true, this::changed);
    toggle.set(false, Origin.CLI);
    System.setProperty(Toggle.PROPERTY, "true");
    toggle.look();
    assertTrue(toggle.isOn());
    assertEquals(List.of(Origin.CLI, Origin.PROPERTY), origins);
  }

  @Test
  void aReloadLeavesAPropertyThatIsNotSet() {
    Toggle toggle = new Toggle(true, this::changed);
    toggle.file(false);
    assertFalse(toggle.isOn());
    assertNull(System.getProperty(Toggle.PROPERTY));
    assertEquals(List.of(Origin.FILE), origins);
  }

  @Test
  void behindAReloadThePropertyCanBeSetAgain() {
    System.setProperty(Toggle.PROPERTY, "true");
    Toggle toggle = new Toggle(true, this::changed);
    toggle.file(false);
    toggle.look();
    assertFalse(toggle.isOn());
    System.setProperty(Toggle.PROPERTY, "true");
    toggle.look();
    assertTrue(toggle.isOn());
  }
}

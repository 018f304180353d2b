package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.capture.Capture;
import io.querymirror.capture.EventRing;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.control.Origin;
import io.querymirror.control.Reload;
import io.querymirror.control.Shedding;
import io.querymirror.control.Toggle;
import io.querymirror.stats.CaptureLedger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloaderTest {
  private static final String TARGET = "targets: {a: {hosts: ['127.0.0.1:1'], username: u}}\n";
  private static final String RULES = "rules: [{name: all, mirror: a}]\n";

  @TempDir Path directory;
  private final List<Settings> told = new ArrayList<>();
  private final List<Origin> switched = new ArrayList<>();
  private Path file;
  private Parts parts;
  private Toggle toggle;
  private Reloader reloader;

  @BeforeEach
  void start() throws Exception {
    file = directory.resolve("querymirror.yaml");
    write(TARGET + RULES);
    CaptureLedger ledger = new CaptureLedger();
    EventRing ring = new EventRing(1 << 6);
    Settings settings = ConfigLoader.load(file, Map.of());
    parts =
        new Parts(
            settings,
            ring,
            new Capture(ring, ledger),
            ledger,
            new Shedding(),
            () -> {},
            Instant.now());
    toggle = new Toggle(true, (on, by) -> switched.add(by));
    reloader = new Reloader(parts, file, toggle, told::add);
    Thread dispatcher = new Thread(parts.dispatcher::run, "dispatcher");
    dispatcher.setDaemon(true);
    dispatcher.start();
  }

  @AfterEach
  void stop() {
    parts.dispatcher.stop();
    parts.targets.close();
  }

  private void write(String text) throws Exception {
    Files.writeString(file, text + "report: {directory: '" + directory.resolve("r") + "'}\n");
  }

  private Reload reload() {
    Reload reload = reloader.reload(Origin.CLI);
    assertSame(reload, reloader.state().last());
    return reload;
  }

  @Test
  void anUnchangedFileSaysSo() {
    Instant since = reloader.state().since();
    Reload reload = reload();
    assertTrue(reload.ok());
    assertEquals(List.of(), reload.changes());
    assertEquals(since, reloader.state().since());
    assertEquals(1, reloader.state().succeeded());
    assertEquals(List.of(), told);
  }

  @Test
  void aValidFileTakesOver() throws Exception {
    var kept = parts.targets.target("a");
    write(
        TARGET.replace("}}", "}, b: {hosts: ['127.0.0.1:2'], username: u}}")
            + "rules: [{name: all, mirror: [a, b]}]\n");
    assertEquals(List.of("target b is new", "rule \"all\" changed"), reload().changes());
    assertSame(kept, parts.targets.target("a"));
    assertEquals(2, parts.targets.all().size());
    assertEquals(1, told.size());
    assertSame(told.get(0), parts.settings());
  }

  @Test
  void aChangedTargetIsAnotherOne() throws Exception {
    var before = parts.targets.target("a");
    write(TARGET.replace("username: u", "username: v") + RULES);
    assertEquals(List.of("target a changed: username"), reload().changes());
    assertFalse(before == parts.targets.target("a"));
  }

  @Test
  void anInvalidFileChangesNothingAndTellsEveryMistake() throws Exception {
    Settings before = parts.settings();
    write(TARGET + "rules:\n- {name: all, mirror: b}\nenabled: perhaps\n");
    Reload reload = reload();
    assertFalse(reload.ok());
    assertEquals(2, reload.errors().size(), reload.errors().toString());
    assertTrue(reload.errors().get(0).contains("querymirror.yaml:3: rules[0].mirror"));
    assertTrue(reload.errors().get(1).contains("querymirror.yaml:4: enabled"));
    assertSame(before, parts.settings());
    assertEquals(1, reloader.state().failed());
    assertEquals(0, reloader.state().succeeded());
    assertEquals(List.of(), told);
    write(TARGET + RULES);
    assertTrue(reload().ok());
  }

  @Test
  void aFileThatIsGoneIsRefused() throws Exception {
    Files.delete(file);
    assertTrue(reload().errors().get(0).contains("no such file"));
  }

  @Test
  void enabledActsWhereItDiffersFromTheFileBefore() throws Exception {
    toggle.set(false, Origin.JMX);
    write(TARGET + RULES + "verdict: {threshold: 1.5}\n");
    reload();
    assertFalse(toggle.isOn());
    write(TARGET + RULES + "enabled: false\n");
    reload();
    write(TARGET + RULES + "enabled: true\n");
    reload();
    assertTrue(toggle.isOn());
    assertEquals(List.of(Origin.JMX, Origin.FILE), switched);
    System.clearProperty(Toggle.PROPERTY);
  }

  @Test
  void afterTheEndNothingTakesOver() throws Exception {
    reloader.end();
    write("rules: []\n");
    assertEquals(List.of("the agent has ended"), reload().errors());
    assertEquals(1, parts.targets.all().size());
  }
}

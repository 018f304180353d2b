package io.querymirror.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.control.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServicesTest {
  @TempDir Path directory;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final LiveServices services =
      new LiveServices(
          timer, () -> List.of(new Told("a", false), new Told("b", true), new Told("c", false)));

  private final class Told implements Service {
    private final String name;
    private final boolean fails;

    Told(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    private void call(String what) {
      calls.add(name + " " + what);
      if (fails) {
        throw new IllegalStateException(name);
      }
    }

    @Override
    public void start() {
      call("start");
    }

    @Override
    public void reconfigured(Settings settings) {
      call("reconfigured");
    }

    @Override
    public void close() {
      call("close");
    }
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  private Settings settings() throws Exception {
    Path file = directory.resolve("querymirror.yaml");
    Files.writeString(
        file,
        "targets: {a: {hosts: ['10.0.0.5:3306'], username: u}}\nrules: [{name: r, skip: true}]\n");
    return ConfigLoader.load(file, Map.of());
  }

  /** What the timer got before is done. */
  private void settle() throws Exception {
    timer.submit(() -> {}).get(30, TimeUnit.SECONDS);
  }

  @Test
  void oneThatThrowsIsLoggedAndTheOthersLive() throws Exception {
    services.settled();
    services.settled();
    services.reconfigured(settings());
    settle();
    services.close();
    services.close();
    assertEquals(
        List.of(
            "a start",
            "b start",
            "c start",
            "a reconfigured",
            "b reconfigured",
            "c reconfigured",
            "c close",
            "b close",
            "a close"),
        calls);
  }

  @Test
  void aReloadBeforeTheStartIsToldBehindIt() throws Exception {
    services.reconfigured(settings());
    settle();
    assertEquals(List.of(), calls);
    services.settledIn(0);
    settle();
    settle();
    assertEquals("a start", calls.get(0));
    assertEquals("a reconfigured", calls.get(3));
  }

  @Test
  void nothingStartsOnceItIsClosed() throws Exception {
    services.close();
    services.settled();
    settle();
    assertEquals(List.of(), calls);
  }

  @Test
  void anEndedTimerIsNoError() {
    timer.shutdownNow();
    services.settled();
    services.settledIn(1);
    services.close();
    assertTrue(calls.isEmpty());
  }
}

package io.querymirror.runtime;

import io.querymirror.config.ConfigError;
import io.querymirror.config.ConfigException;
import io.querymirror.config.ConfigLoader;
import io.querymirror.config.Settings;
import io.querymirror.control.ConfigState;
import io.querymirror.control.Origin;
import io.querymirror.control.Reload;
import io.querymirror.control.Toggle;
import io.querymirror.message.Log;
import io.querymirror.message.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Reads the configuration anew while the application runs: all of it takes over, or nothing. */
final class Reloader {
  private static final Log LOG = Log.of(Reloader.class);

  private final Parts parts;
  private final Path file;
  private final Toggle toggle;
  private final Consumer<Settings> reconfigured;
  private volatile ConfigState state;
  private boolean over;

  /**
   * @param reconfigured told of each configuration that has taken over
   */
  Reloader(Parts parts, Path file, Toggle toggle, Consumer<Settings> reconfigured) {
    this.parts = parts;
    this.file = file;
    this.toggle = toggle;
    this.reconfigured = reconfigured;
    this.state = new ConfigState(file, Instant.now(), 0, 0, null);
  }

  ConfigState state() {
    return state;
  }

  /** The agent ends; waits for a reload that is under way. */
  synchronized void end() {
    over = true;
  }

  /** Returns once the file is in force, or refused. Never throws. */
  synchronized Reload reload(Origin origin) {
    Instant at = Instant.now();
    long start = System.nanoTime();
    List<String> changes = List.of();
    List<String> errors = new ArrayList<>();
    try {
      if (over) {
        errors.add("the agent has ended");
      } else {
        changes = takeOver(ConfigLoader.load(file, System.getenv()));
      }
    } catch (ConfigException e) {
      for (ConfigError error : e.errors()) {
        errors.add(error.toString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      errors.add("interrupted");
    } catch (Throwable e) {
      LOG.say(Message.INTERNAL, "a reload", e);
      errors.add("an error of the agent's own: " + e);
    }
    if (!errors.isEmpty()) {
      changes = List.of();
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    Reload reload = new Reload(at, took, changes, errors);
    note(reload);
    tell(reload, origin);
    return reload;
  }

  private List<String> takeOver(Settings next) throws InterruptedException {
    Settings before = parts.settings();
    List<String> changes = next.changesSince(before);
    if (!changes.isEmpty()) {
      parts.change(next);
      if (before.enabled() != next.enabled()) {
        toggle.file(next.enabled());
      }
      reconfigured.accept(next);
    }
    return changes;
  }

  private void note(Reload reload) {
    ConfigState was = state;
    boolean changed = reload.ok() && !reload.changes().isEmpty();
    state =
        new ConfigState(
            file,
            changed ? reload.at() : was.since(),
            was.succeeded() + (reload.ok() ? 1 : 0),
            was.failed() + (reload.ok() ? 0 : 1),
            reload);
  }

  private static void tell(Reload reload, Origin origin) {
    String by = origin.name().toLowerCase(Locale.ROOT);
    if (!reload.ok()) {
      LOG.block(Message.RELOAD_REFUSED, reload.errors(), by);
    } else if (reload.changes().isEmpty()) {
      LOG.say(Message.RELOAD_SAME, by);
    } else {
      LOG.say(Message.RELOADED, by, String.join("; ", reload.changes()));
    }
  }
}

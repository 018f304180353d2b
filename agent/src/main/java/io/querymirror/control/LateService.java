package io.querymirror.control;

import io.querymirror.config.Settings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service that is made at its start and not before: the classes that it is built of, as those of
 * JMX, are not even to be loaded before the application's main has settled. Its calls come one
 * after the other, as every service's.
 */
public final class LateService implements Service {
  private final Function<Settings, Service> maker;
  private Settings settings;
  private @Nullable Service made;

  /**
   * @param settings in force now
   */
  public LateService(Settings settings, Function<Settings, Service> maker) {
    this.settings = settings;
    this.maker = maker;
  }

  @Override
  public void start() {
    Service service = maker.apply(settings);
    made = service;
    service.start();
  }

  @Override
  public void reconfigured(Settings next) {
    settings = next;
    if (made != null) {
      made.reconfigured(next);
    }
  }

  @Override
  public void close() {
    if (made != null) {
      made.close();
    }
  }
}

package io.querymirror.control;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether mirroring is on: the system property {@value #PROPERTY} where it is set, else the file's
 * {@code enabled}. The application may set the property at any time, and a property has no
 * listeners, so it is looked at several times a second.
 */
public final class Toggle {
  public static final String PROPERTY = "querymirror.enabled";

  private final Consumer<Boolean> change;
  private @Nullable String seen;
  private boolean on;

  /**
   * @param file the file's {@code enabled}
   * @param change told of every change after this
   */
  public Toggle(boolean file, Consumer<Boolean> change) {
    this.seen = System.getProperty(PROPERTY);
    Boolean property = parse(seen);
    this.on = property == null ? file : property;
    this.change = change;
  }

  public synchronized boolean isOn() {
    return on;
  }

  /** Acts on a property that changed since the last look; the last change wins. */
  public synchronized void look() {
    String now = System.getProperty(PROPERTY);
    if (now == null ? seen == null : now.equals(seen)) {
      return;
    }
    seen = now;
    Boolean value = parse(now);
    if (value != null && value != on) {
      on = value;
      change.accept(value);
    }
  }

  /** Null where the text is neither true nor false. */
  public static @Nullable Boolean parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String t = text.trim().toLowerCase(Locale.ROOT);
    return t.equals("true") ? Boolean.TRUE : t.equals("false") ? Boolean.FALSE : null;
  }
}

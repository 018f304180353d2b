package io.querymirror.control;

import io.querymirror.message.Log;
import java.time.Instant;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether mirroring is on: the system property {@value #PROPERTY} where it is set, else the file's
 * {@code enabled}; from then on the last change wins, wherever it comes from. The application may
 * set the property at any time, and a property has no listeners, so it is looked at several times a
 * second.
 */
public final class Toggle {
  public static final String PROPERTY = "querymirror.enabled";

  private static final Log LOG = Log.of(Toggle.class);

  private final BiConsumer<Boolean, Origin> change;
  private @Nullable String seen;
  private boolean on;
  private @Nullable Origin by;
  private Instant since = Instant.now();

  /**
   * @param file the file's {@code enabled}
   * @param change told of every change after this, and where it comes from
   */
  public Toggle(boolean file, BiConsumer<Boolean, Origin> change) {
    this.seen = System.getProperty(PROPERTY);
    Boolean property = parse(seen);
    this.on = property == null ? file : property;
    this.change = change;
  }

  public synchronized boolean isOn() {
    return on;
  }

  /** Who changed it last; null where it is as it was at the start. */
  public synchronized @Nullable Origin by() {
    return by;
  }

  /** Since when it is as it is. */
  public synchronized Instant since() {
    return since;
  }

  /** Acts on a property that changed since the last look; the last change wins. */
  public synchronized void look() {
    String now = System.getProperty(PROPERTY);
    if (now == null ? seen == null : now.equals(seen)) {
      return;
    }
    seen = now;
    Boolean value = parse(now);
    if (value != null) {
      change(value, Origin.PROPERTY);
    }
  }

  /** In force at once; the property says the same from then on. */
  public synchronized void set(boolean value, Origin origin) {
    look();
    write(value);
    change(value, origin);
  }

  /**
   * The file's {@code enabled} has another value than before.
   *
   * <p>A property that is set is made to say the same: one that still said the opposite could not
   * be set to it again, as that would be no change.
   */
  public synchronized void file(boolean value) {
    look();
    if (parse(seen) != null) {
      write(value);
    }
    change(value, Origin.FILE);
  }

  private void write(boolean value) {
    try {
      System.setProperty(PROPERTY, Boolean.toString(value));
      seen = Boolean.toString(value);
    } catch (SecurityException e) {
      LOG.debug("the property cannot be written: " + e);
    }
  }

  private void change(boolean value, Origin origin) {
    by = origin;
    if (value != on) {
      on = value;
      since = Instant.now();
      change.accept(value, origin);
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

package io.querymirror.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 250ms}, {@code 10s}: as in the configuration, and down to microseconds. */
final class Durations implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(us|ms|s|m|h)");
  private static final Map<String, Long> MICROS =
      Map.of("us", 1L, "ms", 1_000L, "s", 1_000_000L, "m", 60_000_000L, "h", 3_600_000_000L);

  @Override
  public Duration convert(String text) {
    Matcher m = FORM.matcher(text.toLowerCase(Locale.ROOT));
    Long unit = m.matches() ? MICROS.get(m.group(2)) : null;
    if (unit == null) {
      throw new TypeConversionException(
          "'" + text + "', expected a duration such as 250ms, 10s or 5m");
    }
    return Duration.ofNanos(Math.multiplyExact(Long.parseLong(m.group(1)) * unit, 1_000L));
  }
}

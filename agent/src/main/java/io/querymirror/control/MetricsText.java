package io.querymirror.control;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The agent's metrics as text, in one of the formats that a scraper may ask for. */
public interface MetricsText {
  /**
   * The content type of what {@link #write} gives for this.
   *
   * @param accept the request's {@code Accept} header; null where it has none
   */
  String contentType(@Nullable String accept);

  /** Writes the metrics of this moment in UTF-8; leaves the stream open. */
  void write(OutputStream out, @Nullable String accept) throws IOException;
}

package io.querymirror.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What {@code top} looks at. */
interface Watched {
  /**
   * How things are now: {@code status}, and {@code report} with the worst digests of each target.
   *
   * @throws InputException where they cannot be had any more, in words for the user
   */
  JsonNode read() throws InputException;
}

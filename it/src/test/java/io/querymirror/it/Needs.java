package io.querymirror.it;

import io.querymirror.it.server.ServerKind;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped, loudly; with {@code
 * CI=true} or {@code -Dquerymirror.forbidSkip=true} it fails instead.
 */
final class Needs {
  private Needs() {}

  static boolean skipForbidden() {
    return "true".equals(System.getenv("CI")) || Boolean.getBoolean("querymirror.forbidSkip");
  }

  static void server(ServerKind kind) {
    kind.missing().ifPresent(Needs::missing);
  }

  /** Chromium and its driver. */
  static void browser() {
    if (Browser.chromium().isEmpty() || Browser.driver().isEmpty()) {
      missing("there is no browser: apt-get install chromium chromium-driver");
    }
  }

  static Path java(int feature) {
    Optional<Path> java = Jdk.java(feature);
    if (java.isEmpty()) {
      missing("JDK " + feature + " is not found; name it with JDK" + feature + "_HOME");
    }
    return java.orElseThrow();
  }

  static void missing(String what) {
    System.err.println("[it] SKIPPED, and so not tested: " + what);
    if (skipForbidden()) {
      Assertions.fail("nothing may be skipped here, but " + what);
    }
    Assumptions.abort(what);
  }
}

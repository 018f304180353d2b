package io.querymirror.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is told at once. */
final class Mistakes {
  private final String file;
  private final List<ConfigError> errors = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  void add(int line, String path, String found, String expected) {
    String message = "found " + found + ", expected " + expected;
    errors.add(new ConfigError(file, line, Words.oneLine(path), Words.oneLine(message)));
  }

  int size() {
    return errors.size();
  }

  /** Throws all of them, in the order of their lines, if there are any. */
  void throwIfAny() throws ConfigException {
    if (!errors.isEmpty()) {
      List<ConfigError> sorted = new ArrayList<>(errors);
      sorted.sort(Comparator.comparingInt(ConfigError::line));
      throw new ConfigException(sorted);
    }
  }
}

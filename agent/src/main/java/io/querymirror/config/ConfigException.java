package io.querymirror.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that is not in force, with every mistake in it. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ConfigError> errors;

  ConfigException(List<ConfigError> errors) {
    super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** In the order of the file's lines; never empty. */
  public List<ConfigError> errors() {
    return errors;
  }
}

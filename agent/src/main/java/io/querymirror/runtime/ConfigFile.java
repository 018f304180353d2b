package io.querymirror.runtime;

import org.jspecify.annotations.Nullable;

/** Where the configuration is: agent argument, else system property, else environment. */
final class ConfigFile {
  static final String PROPERTY = "querymirror.config";
  static final String VARIABLE = "QUERYMIRROR_CONFIG";

  private ConfigFile() {}

  /** The file's path as given, or null where nobody names one. */
  static @Nullable String find(@Nullable String argument) {
    if (argument != null && !argument.trim().isEmpty()) {
      return argument.trim();
    }
    String property = System.getProperty(PROPERTY);
    if (property != null && !property.trim().isEmpty()) {
      return property.trim();
    }
    String variable = System.getenv(VARIABLE);
    return variable == null || variable.trim().isEmpty() ? null : variable.trim();
  }
}

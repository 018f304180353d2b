package org.slf4j;

import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Gives SLF4J its provider without its search, which obeys {@code slf4j.provider} and reports as
 * {@code slf4j.internal.*} say, on standard output too: settings of the application. In this
 * package, as the fields are: setting them by reflection costs 14 ms of start-up on JDK 25.
 */
public final class AgentBinding {
  private AgentBinding() {}

  /** To be called before the first logger of this class loader is asked for. */
  public static void bind(SLF4JServiceProvider provider) {
    LoggerFactory.DETECT_LOGGER_NAME_MISMATCH = false;
    LoggerFactory.PROVIDER = provider;
    LoggerFactory.INITIALIZATION_STATE = LoggerFactory.SUCCESSFUL_INITIALIZATION;
  }
}

package io.querymirror.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a process. */
final class ProcessId implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw new TypeConversionException("'" + text + "', expected a process's number, as 4711");
    }
    return Long.valueOf(text);
  }
}

package io.querymirror.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** A field of the report's top level, written anew for each report. */
public interface ReportPart {
  void write(JsonGenerator g) throws IOException;
}

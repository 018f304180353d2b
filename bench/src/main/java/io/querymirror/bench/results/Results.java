package io.querymirror.bench.results;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * One run's outcome: what it ran on, notes on how it was measured, and tables. Written as {@code
 * NAME.json} and {@code NAME.md}; on another Java than 17 as {@code NAME-jdkN.…}, in a quick run as
 * {@code NAME-quick.…}.
 *
 * <pre>{@code
 * Results results = new Results("micro", "Cost of one statement", quick);
 * results.note("Medians of 9 interleaved rounds, quartiles in brackets.");
 * results.table("Prepared, 2 binds", "mode", "ns", "B").row("off", Quartiles.of(ns), 0);
 * results.write(Path.of("bench/results"));
 * }</pre>
 */
public final class Results {
  private final String name;
  private final String title;
  private final Map<String, String> machine = Machine.describe();
  private final Map<String, String> versions = new TreeMap<>();
  private final List<String> notes = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final List<String> images = new ArrayList<>();

  public Results(String name, String title, boolean quick) {
    int java = Machine.java();
    this.name = name + (java == 17 ? "" : "-jdk" + java) + (quick ? "-quick" : "");
    this.title = title;
    versions.putAll(buildVersions());
    if (quick) {
      notes.add("A quick run: few and short rounds, for a first look only.");
    }
  }

  private static Map<String, String> buildVersions() {
    Properties properties = new Properties();
    try (InputStream in = Results.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.forEach((key, value) -> versions.put(key.toString(), value.toString()));
    return versions;
  }

  /** One more thing whose version matters: a server, a framework. */
  public Results version(String what, String version) {
    versions.put(what, version);
    return this;
  }

  /** A sentence or more on how it was measured, or what it shows. */
  public Results note(String text) {
    notes.add(text);
    return this;
  }

  /** A table to be filled. */
  public Table table(String heading, String... columns) {
    Table table = new Table(heading, columns);
    tables.add(table);
    return table;
  }

  /** A picture that lies beside the results. */
  public Results image(String file) {
    images.add(file);
    return this;
  }

  /** Writes both files; answers the readable one. */
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("title", title);
    json.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    json.put("machine", machine);
    json.put("versions", versions);
    json.put("notes", notes);
    json.put("tables", tables.stream().map(Table::json).toList());
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(
        directory.resolve(name + ".json"),
        mapper.writeValueAsString(json) + System.lineSeparator());
    Path readable = directory.resolve(name + ".md");
    Files.writeString(readable, markdown());
    return readable;
  }

  private String markdown() {
    StringBuilder out = new StringBuilder("# " + title + "\n\n");
    notes.forEach(note -> out.append(note).append("\n\n"));
    tables.forEach(table -> out.append(table.markdown()));
    images.forEach(file -> out.append("![](").append(file).append(")\n\n"));
    out.append("Measured ").append(LocalDate.now(ZoneOffset.UTC)).append(" on ");
    out.append(String.join("; ", pairs(machine))).append(".\n");
    out.append("With ").append(String.join(", ", pairs(versions))).append(".\n");
    return out.toString();
  }

  private static List<String> pairs(Map<String, String> map) {
    return map.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
  }
}

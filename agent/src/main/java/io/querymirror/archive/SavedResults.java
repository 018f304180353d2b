package io.querymirror.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.querymirror.stats.JudgedCopy;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The saved results of a directory, run by run; read as often as asked, never held in memory. */
public final class SavedResults {
  private static final String PREFIX = "results-";

  private final SavedRun run;
  private final List<Path> files;

  private SavedResults(SavedRun run, List<Path> files) {
    this.run = run;
    this.files = files;
  }

  /**
   * One for each target and run, in the order of their files. A file that no line could be read of
   * is left out.
   */
  public static List<SavedResults> in(Path directory) throws IOException {
    Map<String, TreeMap<Integer, Path>> names = new TreeMap<>();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(all::add);
    }
    for (Path p : all) {
      Map.Entry<String, Integer> parts = RotatedFiles.parts(p.getFileName().toString());
      if (parts != null && parts.getKey().startsWith(PREFIX)) {
        names.computeIfAbsent(parts.getKey(), k -> new TreeMap<>()).put(parts.getValue(), p);
      }
    }
    Map<List<String>, SavedResults> found = new LinkedHashMap<>();
    for (TreeMap<Integer, Path> numbered : names.values()) {
      for (Path p : numbered.values()) {
        SavedRun run = run(p);
        if (run != null) {
          found
              .computeIfAbsent(
                  List.of(run.target(), run.started()),
                  k -> new SavedResults(run, new ArrayList<>()))
              .files
              .add(p);
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  private static @Nullable SavedRun run(Path file) throws IOException {
    try (BufferedReader in = open(file)) {
      String first = in.readLine();
      return first == null ? null : SavedRun.of(SavedRun.JSON.readTree(first));
    } catch (EOFException e) {
      return null;
    }
  }

  public SavedRun run() {
    return run;
  }

  public List<Path> files() {
    return new ArrayList<>(files);
  }

  /** Takes what is known of a copy. */
  public interface Reader {
    void take(JudgedCopy copy);
  }

  /**
   * All of them, in their order. A file that ends in the middle of a line, as one that is being
   * written, gives the lines before that.
   */
  public void read(Reader reader) throws IOException {
    CopyReader copies = new CopyReader();
    for (Path file : files) {
      try (BufferedReader in = open(file)) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          JsonNode node = tree(line);
          if (node == null) {
            break;
          }
          String type = node.path("line").asText();
          if (type.equals("digest")) {
            copies.digest(node);
          } else if (type.equals("copy") || type.equals("result")) {
            reader.take(copies.copy(node));
          }
        }
      } catch (EOFException e) {
        // the end that was written so far
      }
    }
  }

  private static @Nullable JsonNode tree(String line) {
    try {
      return SavedRun.JSON.readTree(line);
    } catch (IOException e) {
      return null;
    }
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return new BufferedReader(
          new InputStreamReader(new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}

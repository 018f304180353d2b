package io.querymirror;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README and the pages of the manual, as tests read them. */
final class Manual {
  static final Path ROOT = Path.of("..");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Manual() {}

  /** The README and every page, in the order of their names. */
  static List<Page> pages() {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), files.sorted())
          .filter(f -> f.toString().endsWith(".md"))
          .map(Page::read)
          .collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page page(String name) {
    return Page.read(ROOT.resolve("docs").resolve(name));
  }

  /** A fenced block; {@code info} is what stands behind the fence, {@code line} the fence's. */
  record Block(Path file, int line, String info, String text) {
    @Override
    public String toString() {
      return file + ":" + line + " " + info;
    }
  }

  /** A row of a table, with the heading that it stands below. */
  record Row(String heading, List<String> heads, List<String> cells) {}

  /** A page without its fenced blocks, and these. */
  record Page(Path file, List<String> prose, List<Block> blocks) {
    static Page read(Path file) {
      List<String> prose = new ArrayList<>();
      List<Block> blocks = new ArrayList<>();
      List<String> lines;
      try {
        lines = Files.readAllLines(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (int i = 0; i < lines.size(); i++) {
        if (!lines.get(i).startsWith("```")) {
          prose.add(lines.get(i));
          continue;
        }
        int begin = i++;
        StringBuilder text = new StringBuilder();
        while (!lines.get(i).startsWith("```")) {
          text.append(lines.get(i++)).append('\n');
        }
        blocks.add(
            new Block(file, begin + 1, lines.get(begin).substring(3).trim(), text.toString()));
      }
      return new Page(file, prose, blocks);
    }

    /** Everything in backticks. */
    List<String> code() {
      return codeIn(String.join("\n", prose));
    }

    /** Rows of all tables, without their heads. */
    List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      String heading = "";
      List<String> heads = List.of();
      for (String line : prose) {
        if (line.startsWith("#")) {
          heading = line;
        } else if (!line.startsWith("|")) {
          heads = List.of();
        } else if (heads.isEmpty()) {
          heads = cells(line);
        } else if (!line.startsWith("| ---")) {
          rows.add(new Row(heading, heads, cells(line)));
        }
      }
      return rows;
    }

    private static List<String> cells(String line) {
      return Stream.of(line.substring(1).split("(?<!\\\\)\\|")).map(String::trim).toList();
    }
  }

  static List<String> codeIn(String text) {
    List<String> found = new ArrayList<>();
    Matcher m = CODE.matcher(text);
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }
}

package io.querymirror.config;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Builds nodes that know their lines from the parser's tokens: Jackson's own tree forgets the
 * lines, and one of two equal keys.
 */
final class YamlTree {
  /** Far over what any key needs, and far under what a thread's stack holds. */
  static final int DEEPEST = 100;

  private static final YAMLFactory FACTORY =
      YAMLFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();

  /** What an empty file holds. */
  static final YamlNode NOTHING = new YamlNode.Scalar(1, YamlNode.Scalar.Type.NULL, "");

  private static final String TAGS = "tag:yaml.org,2002:";

  /** Those that say what is so without them. */
  private static final Set<String> PLAIN_TAGS =
      Set.of(TAGS + "str", TAGS + "int", TAGS + "bool", TAGS + "map", TAGS + "seq");

  private final String[] lines;
  private final YAMLParser parser;
  private final Mistakes mistakes;
  private final Map<String, YamlNode> anchors = new HashMap<>();

  private YamlTree(String text, YAMLParser parser, Mistakes mistakes) {
    this.lines = text.split("\n", -1);
    this.parser = parser;
    this.mistakes = mistakes;
  }

  /** Null for broken YAML, which is noted, and for a file without any value, which is not. */
  static @Nullable YamlNode parse(String text, Mistakes mistakes) {
    int line = 1;
    try (YAMLParser parser = FACTORY.createParser(text)) {
      try {
        return new YamlTree(text, parser, mistakes).document();
      } finally {
        line = Math.max(1, parser.currentLocation().getLineNr());
      }
    } catch (IOException | YAMLException e) {
      Syntax.report(e, text, line, mistakes);
      return null;
    }
  }

  private @Nullable YamlNode document() throws IOException {
    if (parser.nextToken() == null) {
      return null;
    }
    YamlNode root = node("");
    if (parser.nextToken() != null) {
      mistakes.add(line(), "", "a second document", "one");
    }
    return root;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** The node that begins with the current token; leaves the parser at its last one. */
  private YamlNode node(String path) throws IOException {
    String anchor = parser.getObjectId() == null ? null : String.valueOf(parser.getObjectId());
    String tag = parser.getTypeId() == null ? null : String.valueOf(parser.getTypeId());
    int line = line();
    YamlNode node = parser.isCurrentAlias() ? alias(path) : value(path);
    if (tag != null && !PLAIN_TAGS.contains(tag)) {
      mistakes.add(line, path, "the tag !" + tag.replace(TAGS, "!"), "no tag");
      node = new YamlNode.Scalar(line, YamlNode.Scalar.Type.BROKEN, "");
    }
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private YamlNode alias(String path) throws IOException {
    String name = parser.getText();
    YamlNode node = anchors.get(name);
    if (node == null) {
      mistakes.add(
          line(), path, Words.quote("*" + name), "an anchor &" + name + " that ends before it");
      return new YamlNode.Scalar(line(), YamlNode.Scalar.Type.BROKEN, "");
    }
    return node;
  }

  private YamlNode value(String path) throws IOException {
    int line = line();
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      List<YamlNode> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(Place.item(path, items.size())));
      }
      return new YamlNode.Items(line, items);
    }
    if (token == JsonToken.START_OBJECT) {
      return new YamlNode.Entries(line, entries(path));
    }
    return new YamlNode.Scalar(line, type(token), parser.getText());
  }

  private List<YamlNode.Entry> entries(String path) throws IOException {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getText();
      int line = line();
      Integer before = seen.putIfAbsent(key, line);
      if (before != null) {
        mistakes.add(
            line,
            Place.child(path, key),
            "the key a second time",
            "each key once (the first is in line " + before + ")");
      }
      parser.nextToken();
      entries.add(new YamlNode.Entry(key, line, node(Place.child(path, key))));
    }
    return entries;
  }

  private YamlNode.Scalar.Type type(JsonToken token) throws IOException {
    switch (token) {
      case VALUE_NULL:
        return YamlNode.Scalar.Type.NULL;
      case VALUE_TRUE:
      case VALUE_FALSE:
        return YamlNode.Scalar.Type.BOOLEAN;
      case VALUE_NUMBER_INT:
      case VALUE_NUMBER_FLOAT:
        return YamlNode.Scalar.Type.NUMBER;
      default:
        return parser.getText().isEmpty() && !written()
            ? YamlNode.Scalar.Type.NULL
            : YamlNode.Scalar.Type.TEXT;
    }
  }

  /** Whether there is anything where an empty value begins: {@code key: ""}, not {@code key:}. */
  private boolean written() {
    String line = lines[Math.min(line(), lines.length) - 1];
    int column = parser.currentTokenLocation().getColumnNr() - 1;
    return column < line.length() && "\"'|>&!".indexOf(line.charAt(column)) >= 0;
  }
}

package io.querymirror.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds nodes that know their lines from the parser's events: trees of the libraries forget the
 * lines, and one of two equal keys. Of the library only the parser is loaded, as every
 * application's start has to wait for it, or pay for it.
 */
final class YamlTree {
  /** Far over what any key needs, and far under what a thread's stack holds. */
  static final int DEEPEST = 100;

  /** Values that aliases may stand for, all together: a few lines can make billions. */
  static final int MOST_ALIASED = 100_000;

  /** What an empty file holds. */
  static final YamlNode NOTHING = new YamlNode.Scalar(1, YamlNode.Scalar.Type.NULL, "");

  private static final String TAGS = "tag:yaml.org,2002:";

  /** Those that say what is so without them. */
  private static final Set<String> PLAIN_TAGS =
      Set.of(TAGS + "str", TAGS + "int", TAGS + "bool", TAGS + "map", TAGS + "seq");

  private final Parser parser;
  private final Mistakes mistakes;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();

  /** Values so far, with those that aliases stand for. */
  private long count;

  private long aliased;
  private int depth;

  /** The last one taken. */
  private @Nullable Event last;

  private YamlTree(Parser parser, Mistakes mistakes) {
    this.parser = parser;
    this.mistakes = mistakes;
  }

  /** Null for broken YAML, which is noted, and for a file without any value, which is not. */
  static @Nullable YamlNode parse(String text, Mistakes mistakes) {
    YamlTree tree = null;
    try {
      tree = new YamlTree(new ParserImpl(new StreamReader(text), new LoaderOptions()), mistakes);
      return tree.document();
    } catch (YAMLException e) {
      Event reached = tree == null ? null : tree.last;
      int line = reached == null ? 1 : reached.getEndMark().getLine() + 1;
      Syntax.report(e, text, line, mistakes);
      return null;
    }
  }

  private Event next() {
    Event event = parser.getEvent();
    last = event;
    return event;
  }

  private static int line(Event event) {
    return event.getStartMark().getLine() + 1;
  }

  private @Nullable YamlNode document() {
    next(); // the stream's begin
    if (next().is(Event.ID.StreamEnd)) {
      return null;
    }
    YamlNode root = node("", next());
    next(); // the document's end
    if (next().is(Event.ID.DocumentStart)) {
      mistakes.add(line(next()), "", "a second document", "one");
    }
    return root;
  }

  /** The node that begins with this event; takes all of its events. */
  private YamlNode node(String path, Event first) {
    int line = line(first);
    String tag = tag(first);
    long before = count++;
    YamlNode node = first.is(Event.ID.Alias) ? alias(path, (AliasEvent) first) : value(path, first);
    if (tag != null && !PLAIN_TAGS.contains(tag)) {
      mistakes.add(line, path, "the tag !" + tag.replace(TAGS, "!"), "no tag");
      node = new YamlNode.Scalar(line, YamlNode.Scalar.Type.BROKEN, "");
    }
    String anchor = first.is(Event.ID.Alias) ? null : ((NodeEvent) first).getAnchor();
    if (anchor != null) {
      anchors.put(anchor, node);
      sizes.put(anchor, count - before);
    }
    return node;
  }

  /** Without the exclamation marks of a tag of the file's own. */
  private static @Nullable String tag(Event event) {
    String tag =
        event instanceof ScalarEvent
            ? ((ScalarEvent) event).getTag()
            : event instanceof CollectionStartEvent
                ? ((CollectionStartEvent) event).getTag()
                : null;
    int from = 0;
    while (tag != null && from < tag.length() && tag.charAt(from) == '!') {
      from++;
    }
    return tag == null ? null : tag.substring(from);
  }

  private YamlNode alias(String path, AliasEvent event) {
    String name = event.getAnchor();
    YamlNode node = anchors.get(name);
    if (node == null) {
      mistakes.add(
          line(event),
          path,
          Words.quote("*" + name),
          "an anchor &" + name + " that ends before it");
      return new YamlNode.Scalar(line(event), YamlNode.Scalar.Type.BROKEN, "");
    }
    long size = sizes.getOrDefault(name, 0L);
    count += size;
    aliased += size;
    if (aliased > MOST_ALIASED) {
      if (aliased - size <= MOST_ALIASED) {
        mistakes.add(
            line(event), path, "aliases of more than " + MOST_ALIASED + " values", "fewer in all");
      }
      return new YamlNode.Scalar(line(event), YamlNode.Scalar.Type.BROKEN, "");
    }
    return node;
  }

  private YamlNode value(String path, Event first) {
    if (first instanceof ScalarEvent) {
      return YamlScalar.of((ScalarEvent) first, line(first));
    }
    if (++depth > DEEPEST) {
      throw new YAMLException("lists and maps more than " + DEEPEST + " deep");
    }
    YamlNode node =
        first.is(Event.ID.SequenceStart)
            ? new YamlNode.Items(line(first), items(path))
            : new YamlNode.Entries(line(first), entries(path));
    depth--;
    return node;
  }

  private List<YamlNode> items(String path) {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = next(); !e.is(Event.ID.SequenceEnd); e = next()) {
      items.add(node(Place.item(path, items.size()), e));
    }
    return items;
  }

  private List<YamlNode.Entry> entries(String path) {
    List<YamlNode.Entry> entries = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (Event e = next(); !e.is(Event.ID.MappingEnd); e = next()) {
      if (!(e instanceof ScalarEvent)) {
        throw new YAMLException("a key that is no single value");
      }
      String key = ((ScalarEvent) e).getValue();
      int line = line(e);
      Integer before = seen.putIfAbsent(key, line);
      if (before != null) {
        mistakes.add(
            line,
            Place.child(path, key),
            "the key a second time",
            "each key once (the first is in line " + before + ")");
      }
      entries.add(new YamlNode.Entry(key, line, node(Place.child(path, key), next())));
    }
    return entries;
  }
}

package io.querymirror.config;

import java.util.List;

/** A piece of a YAML file with the line that it begins in, from 1. */
abstract class YamlNode {
  private final int line;

  private YamlNode(int line) {
    this.line = line;
  }

  int line() {
    return line;
  }

  /** The same for two that say the same, wherever they stand and whatever comment is beside. */
  abstract String canonical();

  /** A single value, as written. */
  static final class Scalar extends YamlNode {
    /** What it is by YAML's own rules; quoted is always text. */
    enum Type {
      TEXT,
      NUMBER,
      BOOLEAN,
      NULL,
      /** Stands for what is already told to be wrong; nothing more is said of it. */
      BROKEN
    }

    private final Type type;
    private final String text;

    Scalar(int line, Type type, String text) {
      super(line);
      this.type = type;
      this.text = text;
    }

    Type type() {
      return type;
    }

    String text() {
      return text;
    }

    @Override
    String canonical() {
      return type + ":" + text.length() + ":" + text;
    }
  }

  /** A list. */
  static final class Items extends YamlNode {
    private final List<YamlNode> items;

    Items(int line, List<YamlNode> items) {
      super(line);
      this.items = List.copyOf(items);
    }

    List<YamlNode> items() {
      return items;
    }

    @Override
    String canonical() {
      StringBuilder b = new StringBuilder("[");
      for (YamlNode item : items) {
        b.append(item.canonical()).append(',');
      }
      return b.append(']').toString();
    }
  }

  /** A map in the file's order; a key that is there twice is here twice. */
  static final class Entries extends YamlNode {
    private final List<Entry> entries;

    Entries(int line, List<Entry> entries) {
      super(line);
      this.entries = List.copyOf(entries);
    }

    List<Entry> entries() {
      return entries;
    }

    @Override
    String canonical() {
      StringBuilder b = new StringBuilder("{");
      for (Entry e : entries) {
        b.append(e.key().length()).append(':').append(e.key()).append('=');
        b.append(e.value().canonical()).append(',');
      }
      return b.append('}').toString();
    }
  }

  /** One key of a map with its value. */
  static final class Entry {
    private final String key;
    private final int line;
    private final YamlNode value;

    Entry(String key, int line, YamlNode value) {
      this.key = key;
      this.line = line;
      this.value = value;
    }

    String key() {
      return key;
    }

    /** Line of the key. */
    int line() {
      return line;
    }

    YamlNode value() {
      return value;
    }
  }
}

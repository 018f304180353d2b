package io.querymirror.sql;

import io.querymirror.model.SqlShape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shapes by the texts that have them: a prefix tree whose edges are stretches of text and, between
 * them, holes. A text finds its shape in one walk, comparing stretches at once and passing over
 * literals, which costs a fraction of tokenizing it. Confined to a thread.
 */
final class ShapeTree {
  private static final int MOST_NODES = 1 << 16;
  private static final int MOST_CHARS = 1 << 20;
  private static final char[] NOTHING = {};
  private static final Node[] NONE = {};

  /** A stretch of text, and what may follow it. */
  private static final class Node {
    char[] label = NOTHING;

    /** Of the text that ends here. */
    @Nullable SqlShape shape;

    /** What follows through a hole, by the hole; tried in this order, before the rest. */
    @Nullable Node @Nullable [] holes;

    /** What follows at once, each with another first character. */
    Node[] children = NONE;

    @Nullable Node child(char first) {
      for (Node child : children) {
        if (child.label[0] == first) {
          return child;
        }
      }
      return null;
    }
  }

  private static final Hole[] HOLES = Hole.values();

  private Node root = new Node();
  private int nodes;
  private int chars;

  // Where a text is being added: a node, and a place within its label.
  private Node node = root;
  private int place;

  /** The shape of a text; null where it is not known. */
  @Nullable SqlShape find(char[] text, int length) {
    Node at = root;
    int i = 0;
    while (true) {
      char[] label = at.label;
      int end = i + label.length;
      if (end > length || !Arrays.equals(label, 0, label.length, text, i, end)) {
        return null;
      }
      if (end == length) {
        return at.shape;
      }
      Node next = null;
      i = end;
      Node[] holes = at.holes;
      if (holes != null) {
        for (int h = 0; h < holes.length && next == null; h++) {
          if (holes[h] != null && (end = HOLES[h].end(text, i, length)) >= 0) {
            next = holes[h];
            i = end;
          }
        }
      }
      if (next == null) {
        next = at.child(text[i]);
      }
      if (next == null) {
        return null;
      }
      at = next;
    }
  }

  boolean isFull() {
    return nodes >= MOST_NODES || chars >= MOST_CHARS;
  }

  void clear() {
    root = new Node();
    nodes = 0;
    chars = 0;
  }

  /** Adds a text and its shape. */
  void add(char[] text, int length, Template template, SqlShape shape) {
    node = root;
    place = 0;
    int from = 0;
    for (int i = 0; i < template.holes(); i++) {
      stretch(text, from, template.start(i));
      hole(template.hole(i));
      from = template.end(i);
    }
    stretch(text, from, length);
    split();
    node.shape = shape;
  }

  private void stretch(char[] text, int start, int end) {
    int from = start;
    while (from < end) {
      char[] label = node.label;
      int limit = Math.min(label.length - place, end - from);
      int same = Arrays.mismatch(label, place, place + limit, text, from, from + limit);
      same = same < 0 ? limit : same;
      place += same;
      from += same;
      if (from < end) {
        descend(text, from, end);
      }
    }
  }

  /** To the child that goes on with the text, which the label here does not. */
  private void descend(char[] text, int from, int end) {
    split();
    Node child = node.child(text[from]);
    if (child == null) {
      child = new Node();
      child.label = Arrays.copyOfRange(text, from, end);
      node.children = Arrays.copyOf(node.children, node.children.length + 1);
      node.children[node.children.length - 1] = child;
      nodes++;
      chars += end - from;
    }
    node = child;
    place = 0;
  }

  private void hole(Hole hole) {
    split();
    Node[] holes = node.holes;
    if (holes == null) {
      holes = new Node[HOLES.length];
      node.holes = holes;
    }
    Node next = holes[hole.ordinal()];
    if (next == null) {
      next = new Node();
      holes[hole.ordinal()] = next;
      nodes++;
    }
    node = next;
    place = 0;
  }

  /** Makes the place here the end of its node. */
  private void split() {
    if (place == node.label.length) {
      return;
    }
    Node rest = new Node();
    rest.label = Arrays.copyOfRange(node.label, place, node.label.length);
    rest.shape = node.shape;
    rest.holes = node.holes;
    rest.children = node.children;
    node.label = Arrays.copyOf(node.label, place);
    node.shape = null;
    node.holes = null;
    node.children = new Node[] {rest};
    nodes++;
  }
}

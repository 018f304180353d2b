package io.querymirror.bench.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over two logarithmic axes, as an SVG file that is read on light and on dark ground. */
public final class Plot {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final int LEFT = 70;
  private static final int RIGHT = 150;
  private static final int TOP = 34;
  private static final int BOTTOM = 46;
  private static final List<String> COLOURS = List.of("#3b7dd8", "#d8703b", "#3ba55d", "#a03bd8");

  private record Point(double x, double y) {}

  private record Line(String name, List<Point> points) {}

  private final String title;
  private final String across;
  private final String upwards;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param across what the horizontal axis counts
   * @param upwards what the vertical axis measures
   */
  public Plot(String title, String across, String upwards) {
    this.title = title;
    this.across = across;
    this.upwards = upwards;
  }

  /** One more point of the line of this name; both figures above 0. */
  public Plot point(String line, double x, double y) {
    Line found =
        lines.stream().filter(l -> l.name.equals(line)).findFirst().orElseGet(() -> begin(line));
    found.points.add(new Point(x, Math.max(y, 0.1)));
    return this;
  }

  private Line begin(String name) {
    Line line = new Line(name, new ArrayList<>());
    lines.add(line);
    return line;
  }

  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, svg());
  }

  private double decade(boolean horizontal, boolean up) {
    double edge = up ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    for (Line line : lines) {
      for (Point p : line.points) {
        double at = Math.log10(horizontal ? p.x : p.y);
        edge = up ? Math.max(edge, Math.ceil(at)) : Math.min(edge, Math.floor(at));
      }
    }
    return edge;
  }

  private String svg() {
    double left = decade(true, false);
    double right = Math.max(decade(true, true), left + 1);
    double low = decade(false, false);
    double high = Math.max(decade(false, true), low + 1);
    StringBuilder out = new StringBuilder();
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    out.append(WIDTH).append(' ').append(HEIGHT).append("\" width=\"").append(WIDTH);
    out.append("\" font-family=\"sans-serif\" font-size=\"12\" fill=\"#808080\">\n");
    text(out, LEFT, 18, "start", title);
    text(out, LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 8, "middle", across);
    out.append("<text transform=\"translate(14,").append(HEIGHT / 2);
    out.append(") rotate(-90)\" text-anchor=\"middle\">").append(upwards).append("</text>\n");
    for (double d = left; d <= right; d++) {
      double x = x(d, left, right);
      rule(out, x, TOP, x, HEIGHT - BOTTOM);
      text(out, x, HEIGHT - BOTTOM + 16, "middle", power(d));
    }
    for (double d = low; d <= high; d++) {
      double y = y(d, low, high);
      rule(out, LEFT, y, WIDTH - RIGHT, y);
      text(out, LEFT - 6, y + 4, "end", power(d));
    }
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      String colour = COLOURS.get(i % COLOURS.size());
      out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour);
      out.append("\" points=\"");
      double x = 0;
      double y = 0;
      for (Point p : line.points) {
        x = x(Math.log10(p.x), left, right);
        y = y(Math.log10(p.y), low, high);
        out.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
      }
      out.append("\"/>\n<g fill=\"").append(colour).append("\">");
      text(out, x + 8, y + 4, "start", line.name);
      out.append("</g>\n");
    }
    return out.append("</svg>\n").toString();
  }

  private static double x(double decade, double left, double right) {
    return LEFT + (decade - left) / (right - left) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double decade, double low, double high) {
    return HEIGHT - BOTTOM - (decade - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private static String power(double decade) {
    return String.format(Locale.ROOT, decade < 0 ? "%.1f" : "%,.0f", Math.pow(10, decade));
  }

  private static void rule(StringBuilder out, double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#808080\" stroke-opacity=\".3\"/>\n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String words) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            x,
            y,
            anchor,
            words.replace("&", "&amp;").replace("<", "&lt;")));
  }
}

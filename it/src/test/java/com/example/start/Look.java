package com.example.start;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/** Tells what an application sees: of each word on the command line, then of each line it reads. */
public final class Look {
  private Look() {}

  public static void main(String[] words) throws IOException {
    for (String word : words) {
      look(word);
    }
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      look(line);
    }
  }

  private static void look(String word) {
    ClassLoader own = Look.class.getClassLoader();
    if (word.equals("properties")) {
      System.out.println(new TreeSet<>(System.getProperties().stringPropertyNames()));
    } else if (word.equals("threads")) {
      for (Thread thread : Thread.getAllStackTraces().keySet()) {
        if (thread.getContextClassLoader() == own) {
          System.out.println("thread " + thread.getName());
        }
      }
    } else if (word.endsWith(".class")) {
      System.out.println(word + " " + own.getResource(word));
    } else {
      System.out.println(word + " " + loader(word, own));
    }
  }

  private static String loader(String name, ClassLoader own) {
    try {
      ClassLoader loader = Class.forName(name, false, own).getClassLoader();
      return loader == null ? "boot" : loader == own ? "own" : "other";
    } catch (ClassNotFoundException e) {
      return "none";
    }
  }
}

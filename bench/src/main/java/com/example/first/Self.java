package com.example.first;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;

/** What a process can read of itself, by few classes: reading must not become what is measured. */
final class Self {
  private Self() {}

  /** CPU of all its threads so far, in milliseconds. */
  static double cpu() throws IOException {
    long nanos = 0;
    for (String task : new File("/proc/self/task").list()) {
      String text = read("/proc/self/task/" + task + "/schedstat");
      nanos += Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
    return nanos / 1e6;
  }

  /** The most memory it ever had resident, in megabytes of 2^20 bytes. */
  static double peak() throws IOException {
    String text = read("/proc/self/status");
    int at = text.indexOf("VmHWM:") + 6;
    return Long.parseLong(text.substring(at, text.indexOf("kB", at)).trim()) / 1024.0;
  }

  private static String read(String file) throws IOException {
    try (FileInputStream in = new FileInputStream(file)) {
      return new String(in.readNBytes(1 << 14), "US-ASCII");
    }
  }
}

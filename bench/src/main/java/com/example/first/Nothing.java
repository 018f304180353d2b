package com.example.first;

/** The smallest application that stays for a moment: {@code Nothing MILLIS}. */
public final class Nothing {
  private Nothing() {}

  public static void main(String[] args) throws Exception {
    double before = Self.cpu();
    Thread.sleep(Long.parseLong(args[0]));
    System.out.println("@ before=" + before + " peak=" + Self.peak());
  }
}

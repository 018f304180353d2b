package com.example.contend;

/** A transaction that the server ended, or that is to be given up. */
final class Lost extends Exception {
  private static final long serialVersionUID = 1;
}

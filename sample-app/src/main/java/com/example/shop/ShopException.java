package com.example.shop;

/** A refusal that the customer is told, with its HTTP status. */
public final class ShopException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  public ShopException(int status, String message) {
    // No stack trace: this is an answer, not a fault.
    super(message, null, false, false);
    this.status = status;
  }

  /** HTTP status, 4xx. */
  public int status() {
    return status;
  }

  static ShopException notFound(String what) {
    return new ShopException(404, "no such " + what);
  }
}

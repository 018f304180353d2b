package com.example.shop.http;

/**
 * What a handler answers.
 *
 * @param body anything that becomes JSON, or a page if it is an {@link Html}
 * @param session a new session's id, empty to leave it
 */
public record Response(int status, Object body, String session) {
  /** A page as it is. */
  public record Html(String text) {}

  public static Response ok(Object body) {
    return new Response(200, body, "");
  }

  public static Response created(Object body) {
    return new Response(201, body, "");
  }

  /** The same answer, and the browser keeps this session. */
  public Response withSession(String id) {
    return new Response(status, body, id);
  }
}

/** Requests, responses and routes over the JDK's own HTTP server. */
package com.example.shop.http;
